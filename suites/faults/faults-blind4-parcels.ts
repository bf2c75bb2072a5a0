import type { Edit } from '../mutants/service-copies.ts';
import type { Fault } from './fault.ts';
import { otherGoSuite } from './own-go-suite.ts';

const PARCELS = { service: 'parcels' } as const;
const LAST_TEST = "  it('outlive a power cut";

function edit(file: string, from: string, to: string): Edit {
  return { file, from, to };
}

/** Tests that were added to those for Node. */
function withTests(tests: string): Edit {
  return edit('parcels.test.mjs', LAST_TEST, `${tests.trim()}\n\n${LAST_TEST}`.replace(/^it/u, '  it'));
}

/** An entry that was added to the registry. */
function withRequirement(text: string): Edit {
  return edit(
    'requirements.yaml',
    '  - {\n      id: PAR-16,',
    `${text.trim()}\n  - {\n      id: PAR-16,`.replace(/^-/u, '  -'),
  );
}

const FOLLOWED = otherGoSuite(
  `
func TestParcelsAreFollowed(t *testing.T) {
	status, made := handIn(t, "Ada", "8001")
	if status != 201 {
		t.Fatalf("got status %d, want 201", status)
	}
	following, stop := context.WithCancel(context.Background())
	defer stop()
	go func() {
		for {
			time.Sleep(100 * time.Millisecond)
			request, _ := http.NewRequestWithContext(following, "GET", service+"/parcels/"+made.Code, nil)
			answer, err := client.Do(request)
			if err != nil {
				t.Error(err)
				return
			}
			answer.Body.Close()
			if answer.StatusCode != 200 {
				t.Errorf("got status %d, want 200", answer.StatusCode)
			}
		}
	}()
}

func TestAnotherParcelIsSorted(t *testing.T) {
	_, made := handIn(t, "Grace", "6500")
	time.Sleep(time.Second)
	answer, err := client.Get(service + "/parcels/" + made.Code)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(&made); err != nil || made.State != "sorted" {
		t.Errorf("got %+v, %v, want a sorted parcel", made, err)
	}
}

func TestUnknownPostcodesAreRefused(t *testing.T) {
	if status, _ := handIn(t, "Ada", "0000"); status != 422 {
		t.Errorf("got status %d, want 422", status)
	}
}
`,
  {
    TestParcelsAreFollowed: ['PAR-7'],
    TestAnotherParcelIsSorted: ['PAR-5'],
    TestUnknownPostcodesAreRefused: ['PAR-10'],
  },
);

/** Fourth blind part, on the parcels in Go. */
export const BLIND4_PARCELS_FAULTS: readonly Fault[] = [
  {
    ...PARCELS,
    suites: ['parcels-node'],
    id: 'z25',
    what: 'after a restart a parcel is again what it was on its first day',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      edit(
        'parcels/book.go',
        '\t\tbook.remember(parcel)\n',
        '\t\tif _, isKnown := book.parcels[parcel.Code]; !isKnown {\n\t\t\tbook.remember(parcel)\n\t\t}\n',
      ),
      withTests(`
  it('that were delivered stay delivered after a restart [PAR-9, PAR-14]', async () => {
    const { body } = await handIn('Ada');
    await waitUntilSorted(body.code);
    assert.equal((await ask('POST', \`/parcels/\${body.code}/deliveries\`)).status, 200);
    await control('restart', 'service');
    assert.equal((await ask('GET', \`/parcels/\${body.code}\`)).body.state, 'delivered');
  });

  it('are delivered once, restart or not [PAR-9]', async () => {
    const { body } = await handIn('Grace');
    await waitUntilSorted(body.code);
    assert.equal((await ask('POST', \`/parcels/\${body.code}/deliveries\`)).status, 200);
    await control('restart', 'service');
    for (let again = 0; again < 4; again += 1, await delay(500))
      assert.equal((await ask('POST', \`/parcels/\${body.code}/deliveries\`)).status, 409);
  });`),
    ],
    signed: {
      why: 'PAR-9, approved and critical: a parcel is delivered once. The file holds that it was; what the service reads of it at its start is its own doing, and the suite restarted it on purpose.',
      cites:
        'State accepted or sorted of a parcel whose delivery was answered with 200 before the restart; a second delivery with 200; the last line of that code in the file says delivered; PAR-9.',
    },
  },
  {
    ...PARCELS,
    suites: ['parcels', 'parcels-node'],
    id: 'z26',
    what: 'who comes up to a limit of weight exactly pays for the next one',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      edit('parcels/routes.go', 'case grams <= 1000:', 'case grams < 1000:'),
      edit('parcels/routes.go', 'case grams <= 5000:', 'case grams < 5000:'),
      withTests(`
  it('of five kilos exactly cost 1000 [PAR-2]', async () => {
    assert.equal((await handIn('Ada', '8001', 5000)).body.postage, 1000);
    assert.equal((await handIn('Ada', '8400', 4999)).body.postage, 1000);
  });`),
    ],
    signed: {
      why: 'PAR-2, approved and critical, says up to 1000 g and up to 5000 g. Surcharges are right, and parcels of zone 1, which has none, are as wrong as the others: the part of the weight is the work of the service.',
      cites:
        'Postage 1000 for 1000 g to 8001, 1900 for 5000 g to 8001; the right one for 1001 and 4999 g; zones ready; PAR-2.',
    },
  },
  {
    ...PARCELS,
    suites: ['parcels', 'parcels-node'],
    id: 'z27',
    what: 'the zones count from zero in one route and from one in the other',
    expected: ['INTEGRATION_ISSUE'],
    edits: [edit('zones/main.go', '"zone": zone.Zone, "surcharge"', '"zone": zone.Zone - 1, "surcharge"')],
    signed: {
      why: 'The service asks for the depot of the zone that it was told, as agreed; the other program gives numbers that it does not understand itself, or that mean another zone. PAR-5 is about that exchange.',
      cites:
        'The log of the service: parcel waits, /depots/0 is unknown to the zones; depot MITTE for a postcode of SUED; zones ready and alive, surcharges right; PAR-5 with edge service>zones.',
    },
  },
  {
    ...PARCELS,
    ...FOLLOWED,
    files: {
      'parcels_test.go': `${FOLLOWED.files?.['parcels_test.go']}`.replace('import (\n', 'import (\n\t"context"\n'),
    },
    suites: ['parcels'],
    id: 'z28',
    what: 'what a test has set going complains after its end, and takes the others with it',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'The binary of the tests ends in a panic of its own framework, because a routine outlives the test that began it. The service answered all that it was asked.',
      cites:
        'panic: Fail in goroutine after TestParcelsAreFollowed has completed, with a frame in the file of the tests; the service alive, without an error line.',
    },
  },
  {
    ...PARCELS,
    suites: ['parcels-node'],
    id: 'z29',
    what: 'by one approved sentence a parcel costs more than another approved one allows',
    expected: ['REQUIREMENT_GAP'],
    edits: [
      withRequirement(`
  - {
      id: PAR-17,
      text: 'Nobody pays more than 2000 cents for a parcel, whatever it weighs and wherever it goes.',
      source: poster of the shops,
      critical: true,
      kind: limit,
      names: [POST /parcels],
    }`),
      withTests(`
  it('never cost more than 2000 in the south [PAR-17]', async () => {
    const { postage } = (await handIn('Ada', '6500', 30_000)).body;
    assert.ok(postage <= 2000, \`30 kg to 6500 cost \${postage}, more than 2000\`);
  });

  it('never cost more than 2000 in the mountains [PAR-17]', async () => {
    const { postage } = (await handIn('Ada', '7500', 30_000)).body;
    assert.ok(postage <= 2000, \`30 kg to 7500 cost \${postage}, more than 2000\`);
  });`),
    ],
    signed: {
      why: 'By PAR-2 30 kg cost 1900 and the surcharge, 2300 in the mountains; by PAR-17 nothing costs more than 2000. Both are approved, and no parcel of that kind can keep both. Guide and poster have to agree.',
      cites:
        'Postage 2300 and 2100, exactly as PAR-2 has it; the texts of PAR-2 and PAR-17, both approved, both of POST /parcels.',
    },
  },
  {
    ...PARCELS,
    suites: ['parcels-node'],
    id: 'z30',
    what: 'a filter of the list is tested that is no more than a wish',
    expected: ['REQUIREMENT_GAP'],
    edits: [
      withRequirement(`
  - {
      id: PAR-18,
      text: 'Parcels are listed by the name they go to, GET /parcels?to=NAME.',
      source: wishes 2,
      status: draft,
      names: [GET /parcels],
    }`),
      withTests(`
  it('are listed by their name [PAR-18]', async () => {
    await handIn('Ada');
    await handIn('Katherine');
    const { body } = await ask('GET', '/parcels?to=Katherine');
    assert.deepEqual(body.parcels.map(({ to }) => to), ['Katherine']);
  });

  it('to somebody unknown are none [PAR-18]', async () => {
    const { body } = await ask('GET', '/parcels?to=Nobody');
    assert.deepEqual(body.parcels, []);
  });`),
    ],
    signed: {
      why: 'PAR-18 is a draft: nothing approved says that the list can be asked for a name. By PAR-8 all parcels are listed or those of one state, and so they are.',
      cites: 'Status draft of PAR-18; the list holds all parcels, as without the filter; PAR-8.',
    },
  },
];
