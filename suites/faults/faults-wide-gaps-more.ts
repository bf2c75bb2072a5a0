import type { Fault } from './fault.ts';
import { otherOrdersSuite } from './faults-blind2-orders.ts';
import { otherLedgerSuite } from './faults-ledger.ts';
import { sentences } from './faults-wide-gaps-words.ts';
import { otherGoSuite } from './own-go-suite.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;
const LEDGER = { service: 'ledger', suites: ['ledger'] } as const;
const PARCELS = { service: 'parcels', suites: ['parcels'] } as const;
const GAP: Pick<Fault, 'expected'> = { expected: ['REQUIREMENT_GAP'] };

/** More tests that want what nobody decided. */
export const WIDE_GAP_MORE_FAULTS: readonly Fault[] = [
  {
    ...LEDGER,
    ...GAP,
    ...otherLedgerSuite(`

def test_accounts_are_in_order():
    """REQ-LED-14"""
    for owner in ("Zoe", "Ada", "Mia"):
        open_account(owner)
    owners = [account["owner"] for account in ask("GET", "/accounts")[1]["accounts"]]
    assert owners == sorted(owners)
`),
    id: 'rg8',
    what: 'an order is wanted that no sentence gives',
  },
  {
    ...LEDGER,
    ...GAP,
    ...otherLedgerSuite(`

def test_half_a_cent_is_rounded_up():
    """REQ-LED-9"""
    assert ask("GET", "/quotes?from=EUR&to=USD&amount=2")[1]["credited"] == 3


def test_half_a_cent_of_ten():
    """REQ-LED-9"""
    assert ask("GET", "/quotes?from=EUR&to=USD&amount=10")[1]["credited"] == 13
`),
    id: 'rg9',
    what: 'which way half a cent goes is nowhere said',
  },
  {
    ...ORDERS,
    ...GAP,
    ...otherOrdersSuite(`
  it('may name a product as people write it [ORD-11]', async () => {
    assert.equal((await make('Bread', 1)).status, 201);
  });`),
    id: 'rg10',
    what: 'capitals of names do not matter by one sentence, and matter by another',
    edits: [
      sentences(
        'contract:\n',
        ['ORD-11', 'Capital letters in the name of a product do not matter.', 'POST /orders'],
        ['ORD-12', 'A product that is not named letter by letter as in the price list is 422.', 'POST /orders'],
      ),
    ],
  },
  {
    ...ORDERS,
    ...GAP,
    ...otherOrdersSuite(`
  it('stay in the books [ORD-12]', async () => {
    const { id } = await (await make('bread', 1)).json();
    assert.equal((await fetch(URL + '/orders/' + id, { method: 'DELETE' })).status, 204);
    assert.equal((await fetch(URL + '/orders/' + id)).status, 200);
  });`),
    id: 'rg11',
    what: 'a deleted order is gone by the guide, and stays by the rules of bookkeeping',
    edits: [
      sentences('contract:\n', [
        'ORD-12',
        'An order can be read for ten years, whatever became of it.',
        'GET /orders/:id',
      ]),
    ],
  },
  {
    ...PARCELS,
    ...GAP,
    ...otherGoSuite(
      `
func TestManifestsAreForSpreadsheets(t *testing.T) {
	answer, err := client.Get(service + "/manifests/MITTE")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if kind := answer.Header.Get("Content-Type"); kind != "text/csv; charset=windows-1252" {
		t.Fatalf("got content type %q, want %q", kind, "text/csv; charset=windows-1252")
	}
}
`,
      { TestManifestsAreForSpreadsheets: [] },
    ),
    id: 'rg12',
    what: 'in which letters a manifest is written stands nowhere',
  },
];
