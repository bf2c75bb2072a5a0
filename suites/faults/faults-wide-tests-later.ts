import type { Fault } from './fault.ts';
import { otherOrdersSuite } from './faults-blind2-orders.ts';
import { otherLedgerSuite } from './faults-ledger.ts';
import { ledgerSuiteOf, parcelsSuiteOf } from './faults-wide-tests-node.ts';
import { otherGoSuite } from './own-go-suite.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;
const LEDGER = { service: 'ledger' } as const;
const PARCELS = { service: 'parcels', suites: ['parcels'] } as const;

/** Written after the rules for the other wrong tests: what is said of these at first sight tells how general those are. */
export const WIDE_TESTS_LATER_FAULTS: readonly Fault[] = [
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('are made for who waits [ORD-1]', async () => {
    const answer = make('bread', 2);
    assert.equal(answer.status, 201);
  });`),
    id: 't81',
    what: 'a test compares a promise',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('tell who they are [ORD-1]', async () => {
    const made = await (await make('bread', 2)).json();
    assert.equal(made.id, '' + made.id);
    assert.strictEqual(made.id, String(made.id));
  });`),
    id: 't82',
    what: 'a test wants a text of what is a number',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('are told once [ORD-2]', async () => {
    const answer = await make('milk', 1);
    const { id } = await answer.json();
    const again = await answer.json();
    assert.equal(again.id, id);
  });`),
    id: 't83',
    what: 'a test reads an answer twice',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('cost twice as much when they are twice as many [ORD-1]', async () => {
    const [one, two] = await Promise.all([make('milk', 1), make('milk', 2)].map(async (answer) => (await answer).json()));
    assert.equal(two.total, one.total * 3);
  });`),
    id: 't84',
    what: 'a test multiplies by three where it asks for two',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('can be deleted [ORD-7]', async () => {
    const { id } = await (await make('milk', 1)).json();
    assert.equal((await fetch(URL + '/orders/' + id, { method: 'DELETE' })).status, 204);
    assert.equal((await fetch(URL + '/orders/' + id)).status, 200);
  });`),
    id: 't85',
    what: 'a test wants to find what it has deleted',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_the_owner_is_kept():
    """REQ-LED-1"""
    _, account = open_account("Ada Lovelace")
    assert ask("GET", f"/accounts/{account['id']}")[1]["owner"] == "ADA LOVELACE"
`),
    id: 't86',
    what: 'a test wants in capitals what it sent in small letters',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `

def test_a_transfer_leaves_the_rest():
    """REQ-LED-4"""
    (_, source), (_, target) = open_account(), open_account("Bob")
    ask("POST", f"/accounts/{source['id']}/deposits", {"amount": 500})
    _, made = ask("POST", "/transfers", {"from": target["id"], "to": source["id"], "amount": 200})
    for _ in range(60):
        time.sleep(0.05)
        _, made = ask("GET", f"/transfers/{made['id']}")
    assert made["status"] == "settled"
`,
      'import time',
    ),
    id: 't87',
    what: 'a test sends from the one to the other the wrong way round',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_nothing_is_refused():
    """REQ-LED-12"""
    _, account = open_account()
    status, refusal = ask("POST", f"/accounts/{account['id']}/deposits", {"amount": 0})
    assert status == 400
    assert refusal["error"]["code"] == "AMOUNT_OUT_OF_RANGE"
`),
    id: 't88',
    what: 'a test reads a refusal in the form of another interface',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ledgerSuiteOf(`
  it('opens accounts in euros [REQ-LED-1]', async () => {
    const { status } = await ask('POST', '/accounts', { owner: 'Ada', currency: '€' });
    assert.equal(status, 201);
  });`),
    id: 't89',
    what: 'a test names a currency by its sign',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ledgerSuiteOf(`
  it('stamps its entries [REQ-LED-8]', async () => {
    const id = await openAccount();
    await ask('POST', '/accounts/' + id + '/deposits', { amount: 5 });
    const { entries } = (await ask('GET', '/accounts/' + id + '/entries')).body;
    const age = Date.now() - entries[0].at;
    assert.ok(age < 60_000, 'the entry is ' + age + ' ms old');
  });`),
    id: 't90',
    what: 'a test takes seconds for milliseconds',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...parcelsSuiteOf(`
  it('are listed by their state [PAR-8]', async () => {
    const { body } = await handIn('Ada');
    const listed = (await ask('GET', '/parcels')).body.parcels;
    assert.deepEqual(listed.at(0), body);
    await handIn('Bob');
    assert.deepEqual((await ask('GET', '/parcels')).body.parcels.at(0).to, 'Bob');
  });`),
    id: 't91',
    what: 'a test looks for the last at the first place',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestPostcodesAreKept(t *testing.T) {
	text, _ := json.Marshal(map[string]any{"to": "Ada", "postcode": 8001, "grams": 100})
	answer, err := client.Post(service+"/parcels", "application/json", bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != 201 {
		t.Errorf("got status %d, want 201", answer.StatusCode)
	}
}
`,
      { TestPostcodesAreKept: ['PAR-1'] },
    ),
    id: 't92',
    what: 'a test sends the number of a text',
    expected: ['TEST_ARTIFACT'],
  },
];
