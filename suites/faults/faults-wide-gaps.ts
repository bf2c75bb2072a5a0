import { WIDE_GAP_MORE_FAULTS } from './faults-wide-gaps-more.ts';
import type { Fault } from './fault.ts';
import { otherOrdersSuite } from './faults-blind2-orders.ts';
import { otherLedgerSuite } from './faults-ledger.ts';
import { sentences } from './faults-wide-gaps-words.ts';
import { otherGoSuite } from './own-go-suite.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;
const LEDGER = { service: 'ledger', suites: ['ledger'] } as const;
const PARCELS = { service: 'parcels', suites: ['parcels'] } as const;
const GAP: Pick<Fault, 'expected'> = { expected: ['REQUIREMENT_GAP'] };

const OF_LEDGER = '  - {\n      id: REQ-LED-2,';
const OF_PARCELS = '  - {\n      id: PAR-2,';

/** Tests that want what nobody decided. */
export const WIDE_GAP_FAULTS: readonly Fault[] = [
  {
    ...ORDERS,
    ...GAP,
    ...otherOrdersSuite(`
  it('are limited [ORD-8]', async () => {
    assert.equal((await make('bread', 1001)).status, 400);
  });
  it('of too much are not listed [ORD-8]', async () => {
    const { id } = await (await make('milk', 5000)).json();
    assert.equal(id, undefined);
  });`),
    id: 'rg1',
    what: 'a wish counts as promised',
  },
  {
    ...PARCELS,
    ...GAP,
    ...otherGoSuite(
      `
func TestDeliveredParcelsLeaveTheList(t *testing.T) {
	_, made := handIn(t, "Ada", "8001")
	answer, err := client.Get(service + "/parcels")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var listed struct{ Parcels []parcel }
	if err := json.NewDecoder(answer.Body).Decode(&listed); err != nil {
		t.Fatal(err)
	}
	for _, one := range listed.Parcels {
		if one.Code == made.Code {
			t.Fatalf("parcel %s is listed, want it left out while it is accepted", one.Code)
		}
	}
}
`,
      { TestDeliveredParcelsLeaveTheList: ['PAR-20'] },
    ),
    id: 'rg2',
    what: 'by one sentence all parcels are listed, by another only those that were sorted',
    edits: [
      sentences(OF_PARCELS, ['PAR-20', 'The list of parcels shows none that is not sorted yet.', 'GET /parcels']),
    ],
  },
  {
    ...LEDGER,
    ...GAP,
    ...otherLedgerSuite(`

def test_the_last_account_comes_first():
    """REQ-LED-20"""
    open_account("Ada")
    _, last = open_account("Grace")
    assert ask("GET", "/accounts")[1]["accounts"][0]["id"] == last["id"]
`),
    id: 'rg3',
    what: 'accounts are listed in two orders by two sentences',
    edits: [
      sentences(
        OF_LEDGER,
        ['REQ-LED-20', 'Accounts are listed youngest first.', 'GET /accounts'],
        ['REQ-LED-21', 'Accounts are listed in the order in which they were opened.', 'GET /accounts'],
      ),
    ],
  },
  {
    ...PARCELS,
    ...GAP,
    ...otherGoSuite(
      `
func TestParcelsHaveAHistory(t *testing.T) {
	_, made := handIn(t, "Ada", "8001")
	answer, err := client.Get(service + "/parcels/" + made.Code + "/events")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != 200 {
		t.Fatalf("got status %d, want 200", answer.StatusCode)
	}
}
`,
      { TestParcelsHaveAHistory: [] },
    ),
    id: 'rg4',
    what: 'a route is in the contract and was never built',
    edits: [
      {
        file: 'requirements.yaml',
        from: "    - { name: 'GET /manifests/:depot' }\n",
        to: "    - { name: 'GET /manifests/:depot' }\n    - { name: 'GET /parcels/:code/events', result: [events] }\n",
      },
      {
        file: 'parcels/routes.go',
        from: '	mux.HandleFunc("GET /manifests/{depot}", s.manifest)\n',
        to: '	mux.HandleFunc("GET /manifests/{depot}", s.manifest)\n	mux.HandleFunc("GET /parcels/{code}/events", answer(s.takeBack))\n',
      },
    ],
  },
  {
    ...LEDGER,
    ...GAP,
    ...otherLedgerSuite(`

def test_names_have_an_end():
    assert ask("POST", "/accounts", {"owner": "A" * 300, "currency": "EUR"})[0] == 400


def test_names_of_a_whole_book_are_refused():
    """REQ-LED-17"""
    assert ask("POST", "/accounts", {"owner": "Ada " * 500, "currency": "EUR"})[0] == 400
`),
    id: 'rg5',
    what: 'how long a name may be is told in two ways, and tests know it',
  },
  {
    ...PARCELS,
    ...GAP,
    ...otherGoSuite(
      `
func TestParcelsAreTakenSwiftly(t *testing.T) {
	began := time.Now()
	for range 5 {
		handIn(t, "Ada", "8001")
	}
	if took := time.Since(began); took > time.Millisecond {
		t.Fatalf("five parcels took %v, want less than 1ms", took)
	}
}
`,
      { TestParcelsAreTakenSwiftly: ['PAR-20'] },
    ),
    id: 'rg6',
    what: 'a sentence says without delay, and a test knows how long that is',
    edits: [sentences(OF_PARCELS, ['PAR-20', 'Parcels are taken without noticeable delay.', 'POST /parcels'])],
  },
  {
    ...LEDGER,
    ...GAP,
    ...otherLedgerSuite(`

def test_a_transfer_can_be_taken_back():
    """REQ-LED-16"""
    (_, source), (_, target) = open_account(), open_account("Grace")
    _, made = ask("POST", "/transfers", {"from": source["id"], "to": target["id"], "amount": 5})
    assert ask("POST", f"/transfers/{made['id']}/reversals")[0] == 201


def test_taking_back_twice_is_refused():
    (_, source), (_, target) = open_account(), open_account("Grace")
    _, made = ask("POST", "/transfers", {"from": source["id"], "to": target["id"], "amount": 7})
    assert ask("POST", f"/transfers/{made['id']}/reversals")[0] == 409
`),
    id: 'rg7',
    what: 'what is not supported yet is tested',
  },
  ...WIDE_GAP_MORE_FAULTS,
];
