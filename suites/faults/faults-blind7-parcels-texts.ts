// Programs and passages that faults of the seventh blind part put into the parcels.
import type { Edit } from '../mutants/service-copies.ts';

/** HTTP by the name of the host that is asked for: LISTEN; ZONES is what stands behind the one name. */
export const INGRESS = `
import http from 'node:http';
const BACKENDS = new Map([['zones.example.org', process.env.ZONES]]);
http.createServer((request, response) => {
  const [host] = (request.headers.host ?? '').split(':');
  const backend = BACKENDS.get(host);
  if (backend === undefined) {
    console.log(\`404 \${request.method} \${request.url}: no backend for \${host}\`);
    return response.writeHead(404, { 'content-type': 'text/plain' }).end('default backend - 404');
  }
  const { method, headers } = request;
  const asked = http.request(new URL(request.url, backend), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  asked.on('error', () => response.writeHead(502).end());
  request.pipe(asked);
}).listen(Number(process.env.LISTEN), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;

/** Deliveries and what is told of them, before the test of the power cut. */
export const DELIVERED_AND_LISTED = `it('that were delivered are listed as such', async () => {
    const { body } = await handIn('Grace', '6900');
    await waitUntilSorted(body.code);
    await ask('POST', \`/parcels/\${body.code}/deliveries\`);
    const { body: listed } = await ask('GET', '/parcels?state=delivered');
    assert.ok(listed.parcels.some(({ code }) => code === body.code));
  });

  it('that nobody handed in are not delivered [PAR-12]', async () => {
    assert.equal((await ask('POST', '/parcels/P999999/deliveries')).status, 404);
  });

  it('outlive a power cut`;

/** Parcels to firms and to people with an apostrophe, before the test of the power cut. */
export const FIRMS = `for (const name of ['Meier & Co', "Sinéad O'Neill", '"Zum Turm"']) {
    it(\`to \${name} are read as they were told [PAR-7]\`, async () => {
      const { body } = await handIn(name);
      assert.equal(body.to, name);
      assert.equal((await ask('GET', \`/parcels/\${body.code}\`)).body.to, name);
    });
  }

  it('to firms stand in the manifest under their name [PAR-6]', async () => {
    const { body } = await handIn('Meier & Co', '7500');
    await waitUntilSorted(body.code);
    const text = await (await fetch(\`\${URL}/manifests/BERG\`)).text();
    assert.ok(text.includes(\`\${body.code},Meier & Co,7500\`), text);
  });

  it('to a village stand in the manifest under their name', async () => {
    const { body } = await handIn('Zoë Müller', '6500');
    await waitUntilSorted(body.code);
    const text = await (await fetch(\`\${URL}/manifests/SUED\`)).text();
    assert.ok(text.includes(\`\${body.code},Zoë Müller,6500\`), text);
  });

  it('outlive a power cut`;

/** Manifests that are read by a helper, before the test of the power cut. */
export const HOME_MADE_TABLES = `const rowsOf = (text) => {
    const [head, ...rows] = text.trimEnd().split('\\n').map((line) => line.split(','));
    return rows.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index]])));
  };
  const lieIn = async (depot, name, postcode) => {
    const { body } = await handIn(name, postcode);
    await waitUntilSorted(body.code);
    const rows = rowsOf(await (await fetch(\`\${URL}/manifests/\${depot}\`)).text());
    assert.deepEqual(rows.at(-1), { code: body.code, to: name, postcode });
  };

  it('of people lie in their depot [PAR-6]', async () => {
    await lieIn('SUED', 'Ada Lovelace', '6500');
    await lieIn('BERG', 'Zoë Müller', '7500');
  });

  it('of firms lie in their depot [PAR-6]', async () => {
    await lieIn('SUED', 'Keller, Frey & Partner', '6900');
  });

  it('of houses with a name lie in their depot', async () => {
    await lieIn('BERG', 'Bakery "Zum Turm", Chur', '7500');
  });

  it('outlive a power cut`;

/** Tests whose helper tidies up too early. */
export const CLOSED_TOO_EARLY = `
func get(t *testing.T, path string) *http.Response {
	t.Helper()
	answer, err := client.Get(service + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer
}

func read(t *testing.T, path string, found any) {
	t.Helper()
	answer := get(t, path)
	if answer.StatusCode != 200 {
		t.Fatalf("GET %s: got status %d, want 200", path, answer.StatusCode)
	}
	if err := json.NewDecoder(answer.Body).Decode(found); err != nil {
		t.Fatalf("GET %s: %v", path, err)
	}
}

func TestParcelIsTaken(t *testing.T) {
	if status, _ := handIn(t, "Ada", "8001"); status != 201 {
		t.Errorf("got status %d, want 201", status)
	}
}

func TestUnknownParcelIsNotFound(t *testing.T) {
	if status := get(t, "/parcels/P999999").StatusCode; status != 404 {
		t.Errorf("got status %d, want 404", status)
	}
}

func TestParcelIsReadAsItWasTold(t *testing.T) {
	_, made := handIn(t, "Grace", "6500")
	var found parcel
	read(t, "/parcels/"+made.Code, &found)
	if found.Code != made.Code {
		t.Errorf("got %+v, want %+v", found, made)
	}
}

func TestParcelsAreListed(t *testing.T) {
	_, made := handIn(t, "Edith", "7500")
	var listed struct{ Parcels []parcel }
	read(t, "/parcels", &listed)
	if last := listed.Parcels[len(listed.Parcels)-1]; last.Code != made.Code {
		t.Errorf("got %+v last, want %+v", last, made)
	}
}
`;

/** A further sentence, before the draft. */
export const PROMISE_WITHOUT_A_NUMBER = `  - {
      id: PAR-17,
      text: 'A sender hands in at most TBD parcels an hour; what is more is 429.',
      source: guide 6,
      critical: false,
      kind: limit,
      names: [POST /parcels],
    }
  - {
      id: PAR-16,`;

/** Parcels of a sender who has many, before the test of the power cut. */
export const MANY_IN_AN_HOUR = `it('are refused after fifty in an hour [PAR-17]', async () => {
    const told = [];
    while (told.length < 51) told.push((await handIn('Ada')).status);
    assert.equal(told.at(-1), 429);
  });

  it('are not kept after fifty in an hour [PAR-17]', async () => {
    for (let one = 0; one < 51; one += 1) await handIn('Karen');
    const { body } = await ask('GET', '/parcels');
    assert.equal(body.parcels.filter(({ to }) => to === 'Karen').length, 50);
  });

  it('outlive a power cut`;

/** The zones cannot say the first time which depot it is. */
export const ONE_HICCUP: readonly Edit[] = [
  { file: 'zones/main.go', from: '\t"strconv"\n', to: '\t"strconv"\n\t"sync"\n' },
  {
    file: 'zones/main.go',
    from: '\tmux := http.NewServeMux()\n',
    to: '\tmux := http.NewServeMux()\n\tvar warmUp sync.Once\n',
  },
  {
    file: 'zones/main.go',
    from: '\t\tzone, isKnown := zones[number]\n',
    to: `		isCold := false
		warmUp.Do(func() { isCold = true })
		if isCold {
			log.Print("WARN the table of depots is read again")
			send(w, http.StatusServiceUnavailable, map[string]string{"error": "in a moment"})
			return
		}
		zone, isKnown := zones[number]
`,
  },
];

/** Tests that say more than is wrong. */
export const NOTHING_TO_WORRY = `
func TestParcelIsTaken(t *testing.T) {
	status, made := handIn(t, "Ada", "8001")
	if status != 201 || made.State != "accepted" {
		t.Errorf("got status %d and state %q, want 201 and accepted", status, made.State)
	}
}

func TestParcelIsSortedAfterAll(t *testing.T) {
	_, made := handIn(t, "Grace", "6900")
	for giveUp := time.Now().Add(5 * time.Second); made.State != "sorted"; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(giveUp) {
			t.Fatalf("parcel %s is %s after 5 s, want sorted", made.Code, made.State)
		}
		answer, err := client.Get(service + "/parcels/" + made.Code)
		if err != nil {
			t.Fatal(err)
		}
		err = json.NewDecoder(answer.Body).Decode(&made)
		answer.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestParcelCannotBeSentBackYet(t *testing.T) {
	_, made := handIn(t, "Edith", "7500")
	answer, err := client.Post(service+"/parcels/"+made.Code+"/returns", "application/json", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	t.Logf("ERROR: POST /returns: %s (as it has to be)", answer.Status)
	if answer.StatusCode != 501 {
		t.Errorf("got status %d, want 501", answer.StatusCode)
	}
}

func TestLabelIsPrinted(t *testing.T) {
	if os.Getenv("LABEL_PRINTER") == "" {
		t.Skip("no LABEL_PRINTER on this host")
	}
	t.Error("the printer does not answer")
}
`;
