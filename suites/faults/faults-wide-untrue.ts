import { otherOrdersSuite } from './faults-blind2-orders.ts';
import type { Fault } from './fault.ts';
import { otherLedgerSuite } from './faults-ledger.ts';
import { WIDE_UNTRUE_CAMERA_FAULTS } from './faults-wide-untrue-cameras.ts';
import { otherGoSuite } from './own-go-suite.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;
const LEDGER = { service: 'ledger', suites: ['ledger'] } as const;
const PARCELS = { service: 'parcels', suites: ['parcels'] } as const;

/** Services that refuse wrongly, in words that sound like a promise. */
export const WIDE_UNTRUE_FAULTS: readonly Fault[] = [
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('of milk are made [ORD-1]', async () => {
    const { status } = await make('milk', 2);
    assert.equal(status, 201);
  });
  it('of salt cost what salt costs [ORD-1]', async () => {
    assert.equal((await (await make('salt', 2)).json()).total, 160);
  });`),
    id: 'wr4',
    what: 'the last letter of a name is lost on the way to the prices',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'orders.mjs', from: '/prices/${product}`', to: '/prices/${product.slice(0, -1)}`' }],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_one_person_may_have_two_accounts():
    """REQ-LED-3"""
    (_, source), (_, target) = open_account(), open_account()
    assert ask("POST", f"/accounts/{source['id']}/deposits", {"amount": 500})[0] == 201
    status, made = ask("POST", "/transfers", {"from": source["id"], "to": target["id"], "amount": 300})
    assert status == 202, made
`),
    id: 'wr5',
    what: 'two accounts of one person are taken for one',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      { file: 'ledger.py', from: 'if source["id"] == target["id"]:', to: 'if source["owner"] == target["owner"]:' },
    ],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_transfer_is_taken():
    """REQ-LED-3"""
    (_, source), (_, target) = open_account(), open_account("Grace")
    assert ask("POST", f"/accounts/{source['id']}/deposits", {"amount": 500})[0] == 201
    status, _ = ask("POST", "/transfers", {"from": source["id"], "to": target["id"], "amount": 300})
    assert status == 202
`),
    id: 'wr6',
    what: 'who has had no money yet cannot be sent any: no such account',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'ledger.py',
        from: '        target = self._find_account(request.body.get("to"))\n',
        to: '        target = self._find_account(request.body.get("to"))\n        if target["balance"] == 0:\n            raise Refusal(404, f"no account {target[\'id\']}")\n',
      },
    ],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestASortedParcelIsDelivered(t *testing.T) {
	_, made := handIn(t, "Ada", "8001")
	for until := time.Now().Add(5 * time.Second); made.State != "sorted" && time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		answer, err := client.Get(service + "/parcels/" + made.Code)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.NewDecoder(answer.Body).Decode(&made); err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
	}
	answer, err := client.Post(service+"/parcels/"+made.Code+"/deliveries", "application/json", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != 200 {
		t.Fatalf("got status %d, want 200", answer.StatusCode)
	}
}
`,
      { TestASortedParcelIsDelivered: ['PAR-9'] },
    ),
    id: 'wr7',
    what: 'a sorted parcel counts as delivered',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'parcels/routes.go',
        from: 's.book.Advance(parcel.Code, Sorted, func',
        to: 's.book.Advance(parcel.Code, Accepted, func',
      },
      { file: 'parcels/routes.go', from: '"the parcel is " + parcel.State}', to: '"the parcel is in another state"}' },
    ],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestNamesOfAllLettersAreTaken(t *testing.T) {
	if status, _ := handIn(t, "Ödön", "8001"); status != 201 {
		t.Errorf("got status %d, want 201", status)
	}
}
`,
      { TestNamesOfAllLettersAreTaken: ['PAR-1'] },
    ),
    id: 'wr8',
    what: 'a name that does not begin with a letter of English is none',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'parcels/routes.go', from: 'wanted.To == "" ||', to: 'wanted.To == "" || wanted.To[0] > 127 ||' }],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestNowhereIsNoPostcode(t *testing.T) {
	if status, _ := handIn(t, "Ada", "0000"); status != 422 {
		t.Errorf("got status %d, want 422", status)
	}
}

func TestParcelsAreTaken(t *testing.T) {
	for range 2 {
		if status, _ := handIn(t, "Ada", "8001"); status != 201 {
			t.Fatalf("got status %d, want 201", status)
		}
	}
}
`,
      { TestNowhereIsNoPostcode: ['PAR-10'], TestParcelsAreTaken: ['PAR-1'] },
    ),
    id: 'wr9',
    what: 'one unknown postcode and the zones count as silent for a minute',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'parcels/zones.go',
        from: '	answer, err := z.client.Get(z.url + path)\n',
        to: '	if time.Now().Before(silentUntil) {\n\t\treturn ErrZonesDown\n\t}\n	answer, err := z.client.Get(z.url + path)\n',
      },
      {
        file: 'parcels/zones.go',
        from: '		return fmt.Errorf("%s is %w", path, ErrUnknown)\n',
        to: '		silentUntil = time.Now().Add(time.Minute)\n		return fmt.Errorf("%s is %w", path, ErrUnknown)\n',
      },
      { file: 'parcels/zones.go', from: '// Zones asks', to: 'var silentUntil time.Time\n\n// Zones asks' },
    ],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_large_deposits_are_taken():
    """REQ-LED-2"""
    _, account = open_account()
    assert ask("POST", f"/accounts/{account['id']}/deposits", {"amount": 70000})[0] == 201


def test_small_deposits_are_taken():
    """REQ-LED-2"""
    _, account = open_account()
    assert ask("POST", f"/accounts/{account['id']}/deposits", {"amount": 70})[0] == 201
`),
    id: 'wr10',
    what: 'amounts above what fits into two bytes are no amounts',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      { file: 'ledger.py', from: 'not 1 <= amount <= MAX_AMOUNT:', to: 'not 1 <= amount <= min(MAX_AMOUNT, 32767):' },
    ],
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('are found by their id [ORD-2]', async () => {
    const made = await (await make('bread', 1)).json();
    await make('milk', 1);
    const { orders } = await (await fetch(URL + '/orders')).json();
    for (const { id } of orders) assert.equal((await fetch(URL + '/orders/' + id)).status, 200, String(id));
  });`),
    id: 'wr11',
    what: 'only the last order is found by its id',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: '  if (order === undefined) throw',
        to: '  if (order === undefined || order.id < lastId) throw',
      },
    ],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `

def test_what_came_in_can_be_sent_on():
    """REQ-LED-4"""
    accounts = [open_account()[1]["id"] for _ in range(3)]
    assert ask("POST", f"/accounts/{accounts[0]}/deposits", {"amount": 500})[0] == 201
    for source, target in zip(accounts, accounts[1:]):
        _, made = ask("POST", "/transfers", {"from": source, "to": target, "amount": 400})
        give_up_at = time.monotonic() + 5
        while made["status"] == "pending" and time.monotonic() < give_up_at:
            time.sleep(0.05)
            _, made = ask("GET", f"/transfers/{made['id']}")
        assert (made["status"], made["reason"]) == ("settled", None)
`,
      'import time',
    ),
    id: 'wr12',
    what: 'what came from others counts as no funds',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'book.py',
        from: 'if self.account(transfer["from"])["balance"] < transfer["amount"]:',
        to: 'if sum(one["amount"] for one in self.entries(transfer["from"]) if one["transfer"] is None) < transfer["amount"]:',
      },
    ],
  },
  ...WIDE_UNTRUE_CAMERA_FAULTS,
];
