import type { Fault } from './fault.ts';
import { OPERATED, OPERATOR } from './faults-blind2-cameras.ts';
import { otherOrdersSuite } from './faults-blind2-orders.ts';
import { otherLedgerSuite } from './faults-ledger.ts';
import { promise } from './faults-wide-requirements.ts';
import { otherGoSuite } from './own-go-suite.ts';
import { suiteOf } from './own-suite.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;
const LEDGER = { service: 'ledger', suites: ['ledger', 'ledger-node'] } as const;
const PARCELS = { service: 'parcels', suites: ['parcels', 'parcels-node'] } as const;
const SECOND = '  - {\n      id: REQ-LED-2,';

/** Written after the judge had learned to hold promises against refusals, to see what it makes of others. */
export const WIDE_PROMISE_FAULTS: readonly Fault[] = [
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_nobody_sends_to_himself():
    """REQ-LED-15"""
    assert ask("POST", "/transfers", {"from": 4711, "to": 4711, "amount": 5})[0] == 400
`),
    id: 'r21',
    what: 'a transfer from an unknown account to itself is of two promises',
    expected: ['REQUIREMENT_GAP'],
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('are answered briefly [ORD-9]', async () => {
    const text = await (await make('bread', 2)).text();
    assert.ok(text.length < 40, text.length + ' letters');
  });`),
    id: 'r23',
    what: 'how small a small answer is stands nowhere',
    expected: ['REQUIREMENT_GAP'],
    edits: [promise('contract:\n', 'ORD-9', 'The answer to an order is small.', 'POST /orders')],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_currencies_are_taken_as_people_write_them():
    """REQ-LED-20"""
    assert ask("POST", "/accounts", {"owner": "Ada", "currency": "eur"})[0] == 201
`),
    id: 'r24',
    what: 'small letters are taken by one approved sentence and refused by another',
    expected: ['REQUIREMENT_GAP'],
    edits: [
      promise(SECOND, 'REQ-LED-20', 'A currency may be written in small letters too.', 'POST /accounts'),
      promise(SECOND, 'REQ-LED-21', 'A currency has three capital letters; anything else is 400.', 'POST /accounts'),
    ],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_deposit_is_taken():
    """REQ-LED-2"""
    _, account = open_account()
    assert ask("POST", f"/accounts/{account['id']}0/deposits", {"amount": 5})[0] == 201
`),
    id: 'r26',
    what: 'a test writes one digit too many into an address',
    expected: ['TEST_ARTIFACT'],
  },
  {
    id: 'r28',
    what: 'a test asks for a picture that it has deleted',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `${OPERATOR}
  it('tells of a picture [REQ-MEDIA-021]', async () => {
    const client = await asOperator();
    const { filename } = await client.call('take_snapshot', { device: 'video0' }, { withinMs: 15_000 });
    await client.call('delete_snapshot', { filename });
    const info = await client.call('get_snapshot_info', { filename });
    assert.equal(info.filename, filename);
  });`,
      OPERATED,
    ),
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `

def test_all_that_there_is_can_be_sent():
    """REQ-LED-3, REQ-LED-4"""
    (_, source), (_, target) = open_account(), open_account()
    assert ask("POST", f"/accounts/{source['id']}/deposits", {"amount": 500})[0] == 201
    _, made = ask("POST", "/transfers", {"from": source["id"], "to": target["id"], "amount": 500})
    give_up_at = time.monotonic() + 5
    while made["status"] == "pending" and time.monotonic() < give_up_at:
        time.sleep(0.05)
        _, made = ask("GET", f"/transfers/{made['id']}")
    assert made["status"] == "settled"
`,
      'import time',
    ),
    id: 'r29',
    what: 'the last cent of an account cannot be sent',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'book.py', from: '["balance"] < transfer["amount"]', to: '["balance"] <= transfer["amount"]' }],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestParcelsAreRead(t *testing.T) {
	for range 4 {
		_, made := handIn(t, "Ada", "8001")
		answer, err := client.Get(service + "/parcels/" + made.Code)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != 200 {
			t.Fatalf("got status %d, want 200", answer.StatusCode)
		}
	}
}
`,
      { TestParcelsAreRead: ['PAR-7'] },
    ),
    id: 'r30',
    what: 'from the third parcel on nobody is found',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'parcels/routes.go', from: '\tif !isKnown {', to: '\tif !isKnown || parcel.Code > "P000002" {' }],
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('of one piece are made [ORD-1]', async () => {
    assert.equal((await make('bread', 1)).status, 201);
  });`),
    id: 'r31',
    what: 'the least count that is allowed is refused',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'orders.mjs', from: 'body.count < 1)', to: 'body.count < 2)' }],
  },
];
