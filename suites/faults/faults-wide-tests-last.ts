import type { Fault } from './fault.ts';
import { otherOrdersSuite } from './faults-blind2-orders.ts';
import { otherLedgerSuite } from './faults-ledger.ts';
import { parcelsSuiteOf } from './faults-wide-tests-node.ts';
import { otherGoSuite } from './own-go-suite.ts';
import { suiteOf } from './own-suite.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;

/** Written when the rules for wrong tests were there, and judged once before any of them was looked at. */
export const WIDE_TESTS_LAST_FAULTS: readonly Fault[] = [
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('are made [ORD-1]', async () => {
    assert.equal((await make('bread', 3)).status, 201);
  });
  it('are listed [ORD-3]', async () => {
    await make('milk', 1);
    const { orders } = await (await fetch(URL + '/orders')).json();
    assert.equal(orders.length, 1);
  });`),
    id: 't101',
    what: 'a test counts what an earlier one has made as well',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('can be read again [ORD-2]', async () => {
    const made = await (await make('bread', 3)).json();
    assert.equal((await fetch(URL + '/orders/' + made.product)).status, 200);
  });`),
    id: 't102',
    what: 'a test reads a thing by its name where it has a number',
    expected: ['TEST_ARTIFACT'],
  },
  {
    service: 'ledger',
    ...otherLedgerSuite(`

def test_entries_are_listed():
    """REQ-LED-8"""
    _, account = open_account()
    ask("POST", f"/accounts/{account['id']}/deposits", {"amount": 5})
    _, listed = ask("GET", f"/accounts/{account['id']}/entries")
    assert listed["entries"][0] == {"id": 1, "amount": 5, "transfer": None, "at": 1700000000.0}
`),
    id: 't103',
    what: 'a test wants a moment of long ago',
    expected: ['TEST_ARTIFACT'],
  },
  {
    service: 'ledger',
    ...otherLedgerSuite(`

def test_the_balance_is_shown_in_euros():
    """REQ-LED-2"""
    _, account = open_account()
    ask("POST", f"/accounts/{account['id']}/deposits", {"amount": 1050})
    _, account = ask("GET", f"/accounts/{account['id']}")
    assert f"{account['balance'] / 100}" == "10.50"
`),
    id: 't104',
    what: 'a test writes an amount with one digit and wants two',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...parcelsSuiteOf(`
  it('tell their zone [PAR-1]', async () => {
    const { body } = await handIn('Ada', '6500');
    assert.equal(body.zone, 'Z2');
  });`),
    id: 't105',
    what: 'a test knows the names of zones of an older version',
    expected: ['TEST_ARTIFACT'],
  },
  {
    service: 'parcels',
    suites: ['parcels'],
    ...otherGoSuite(
      `
func TestAnswerIsJson(t *testing.T) {
	answer, err := client.Get(service + "/parcels")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if is := answer.Header.Get("Content-Type"); is != "application/json; charset=UTF-8; version=2" {
		t.Errorf("content type is %q", is)
	}
}
`,
      { TestAnswerIsJson: ['PAR-8'] },
    ),
    id: 't106',
    what: 'a test wants a type of content that is more than JSON',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...suiteOf(`
  it('finds a camera that comes [REQ-CAM-003]', async () => {
    const client = await connect();
    await world().control.plug('devices', 'video7');
    const { cameras } = await client.call('get_camera_list');
    assert.equal(cameras.length, 3);
  });`),
    id: 't107',
    what: 'a test does not wait for a camera to be found',
    expected: ['TEST_ARTIFACT'],
  },
];
