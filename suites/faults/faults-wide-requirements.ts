import type { Edit } from '../mutants/service-copies.ts';
import type { Fault } from './fault.ts';
import { otherOrdersSuite } from './faults-blind2-orders.ts';
import { otherLedgerSuite } from './faults-ledger.ts';
import { otherGoSuite } from './own-go-suite.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;
const LEDGER = { service: 'ledger', suites: ['ledger', 'ledger-node'] } as const;
const PARCELS = { service: 'parcels', suites: ['parcels', 'parcels-node'] } as const;

/** One more approved sentence in a registry. */
export function promise(before: string, id: string, text: string, names: string): Edit {
  const item = `  - { id: ${id}, text: '${text}', source: guide 9, status: approved, names: ['${names}'] }\n`;
  return { file: 'requirements.yaml', from: before, to: `${item}${before}` };
}

/** Written while the judge learned to hold what is promised against what was refused: on orders, ledger and parcels. */
export const WIDE_REQUIREMENT_FAULTS: readonly Fault[] = [
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('of nothing of what nobody sells are refused [ORD-5]', async () => {
    assert.equal((await make('gold', 0)).status, 422);
  });`),
    id: 'r1',
    what: 'two promised refusals meet in one order',
    expected: ['REQUIREMENT_GAP'],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestNamesFitOnALabel(t *testing.T) {
	if status, _ := handIn(t, string(bytes.Repeat([]byte("Ada "), 2500)), "8001"); status != 400 {
		t.Errorf("got status %d, want 400", status)
	}
}
`,
      { TestNamesFitOnALabel: ['PAR-1'] },
    ),
    id: 'r2',
    what: 'a longest name is demanded that nobody wrote down',
    expected: ['REQUIREMENT_GAP'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `

def test_accounts_are_listed_quickly():
    """REQ-LED-20"""
    started_at = time.monotonic()
    for _ in range(20):
        assert ask("GET", "/accounts")[0] == 200
    took_ms = (time.monotonic() - started_at) * 1000
    assert took_ms < 5
`,
      'import time',
    ),
    id: 'r3',
    what: 'an approved sentence says quickly, and a test knows how quickly',
    expected: ['REQUIREMENT_GAP'],
    edits: [promise('  - {\n      id: REQ-LED-2,', 'REQ-LED-20', 'Accounts are listed quickly.', 'GET /accounts')],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_the_newest_entry_is_shown_first():
    """REQ-LED-20"""
    _, account = open_account()
    for amount in (100, 250):
        assert ask("POST", f"/accounts/{account['id']}/deposits", {"amount": amount})[0] == 201
    entries = ask("GET", f"/accounts/{account['id']}/entries")[1]["entries"]
    assert entries[0]["amount"] == 250
`),
    id: 'r4',
    what: 'by one approved sentence the oldest comes first, by another the newest',
    expected: ['REQUIREMENT_GAP'],
    edits: [
      promise(
        '  - {\n      id: REQ-LED-2,',
        'REQ-LED-20',
        'Whoever looks at an account sees its entries with the newest at the top.',
        'GET /accounts/:id/entries',
      ),
    ],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestASecondDeliveryIsNoTrouble(t *testing.T) {
	_, made := handIn(t, "Ada", "8001")
	deliver := func() int {
		answer, err := client.Post(service+"/parcels/"+made.Code+"/deliveries", "application/json", nil)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer.StatusCode
	}
	for giveUp := time.Now().Add(6 * time.Second); deliver() != 200 && time.Now().Before(giveUp); time.Sleep(50 * time.Millisecond) {
	}
	if status := deliver(); status != 200 {
		t.Errorf("got status %d, want 200", status)
	}
}
`,
      { TestASecondDeliveryIsNoTrouble: ['PAR-20'] },
    ),
    id: 'r5',
    what: 'a second delivery is refused by one approved sentence and taken by another',
    expected: ['REQUIREMENT_GAP'],
    edits: [
      promise(
        '  - {\n      id: PAR-2,',
        'PAR-20',
        'Couriers may tell a delivery again: of a parcel that was delivered that is 200 and changes nothing.',
        'POST /parcels/:code/deliveries',
      ),
    ],
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('can be read again [ORD-2]', async () => {
    assert.equal((await make('bread', 1)).status, 201);
    assert.equal((await fetch(URL + '/orders/1042')).status, 200);
  });`),
    id: 'r8',
    what: 'a test reads an order by a number that it guesses',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('can be read again [ORD-2]', async () => {
    const { id } = await (await make('bread', 1)).json();
    assert.equal((await fetch(URL + '/orders/' + id, { method: 'DELETE' })).status, 204);
    assert.equal((await fetch(URL + '/orders/' + id)).status, 200);
  });`),
    id: 'r9',
    what: 'a test reads what it has deleted',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `

def test_a_transfer_is_settled():
    """REQ-LED-4"""
    (_, source), (_, target) = open_account(), open_account()
    assert ask("POST", f"/accounts/{source['id']}/deposits", {"amount": 500})[0] == 201
    _, made = ask("POST", "/transfers", {"from": source["id"], "to": target["id"], "amount": 5000})
    give_up_at = time.monotonic() + 5
    while made["status"] == "pending" and time.monotonic() < give_up_at:
        time.sleep(0.05)
        _, made = ask("GET", f"/transfers/{made['id']}")
    assert made["status"] == "settled"
`,
      'import time',
    ),
    id: 'r11',
    what: 'a test sends more money than there is',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('can be read again [ORD-2]', async () => {
    for (const product of ['bread', 'milk', 'salt', 'bread', 'milk']) {
      const { id } = await (await make(product, 1)).json();
      assert.equal((await fetch(URL + '/orders/' + id)).status, 200);
    }
  });`),
    id: 'r12',
    what: 'of what was made only the first four are found again',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'orders.mjs', from: 'orders.get(Number(id))', to: 'orders.get(Number(id) % 5)' }],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_the_greatest_amount_is_deposited():
    """REQ-LED-2"""
    _, account = open_account()
    assert ask("POST", f"/accounts/{account['id']}/deposits", {"amount": 100_000_000})[0] == 201
`),
    id: 'r13',
    what: 'the greatest amount that is allowed is refused',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'ledger.py', from: '1 <= amount <= MAX_AMOUNT', to: '1 <= amount < MAX_AMOUNT' }],
  },
];
