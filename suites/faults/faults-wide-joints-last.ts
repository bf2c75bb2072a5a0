import type { Fault } from './fault.ts';
import { otherLedgerSuite } from './faults-ledger.ts';
import { otherGoSuite } from './own-go-suite.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;
const LEDGER = { service: 'ledger', suites: ['ledger'] } as const;
const PARCELS = { service: 'parcels', suites: ['parcels'] } as const;

/** What is told between two, and is not what was asked for. */
export const WIDE_JOINT_LAST_FAULTS: readonly Fault[] = [
  {
    ...ORDERS,
    id: 'ie21',
    what: 'what they do not have the prices tell with 200 and nothing in it',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'prices.mjs',
        from: '? send(response, 404, { error: `no price for ${name}` })',
        to: '? send(response, 200, {})',
      },
    ],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_quotes_are_of_their_currency():
    """REQ-LED-9"""
    for currency, credited in (("CHF", 952), ("USD", 1250), ("JPY", 160000)):
        status, quote = ask("GET", f"/quotes?from=EUR&to={currency}&amount=1000")
        assert (status, quote["credited"]) == (200, credited)
`),
    id: 'ie22',
    what: 'the rates answer with the rate that was asked for before',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'rates.py',
        from: '        source, target = names\n',
        to: '        (source, target), Handler.last = getattr(Handler, "last", names), names\n',
      },
    ],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestParcelsToTheSouthGoThere(t *testing.T) {
	_, made := handIn(t, "Ada", "6500")
	var found struct{ State, Depot string }
	for until := time.Now().Add(5 * time.Second); found.State != "sorted" && time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		answer, err := client.Get(service + "/parcels/" + made.Code)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.NewDecoder(answer.Body).Decode(&found); err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
	}
	if found.Depot != "SUED" {
		t.Fatalf("got depot %q, want %q", found.Depot, "SUED")
	}
}
`,
      { TestParcelsToTheSouthGoThere: ['PAR-5'] },
    ),
    id: 'ie23',
    what: 'the zones name the depot of another zone',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'zones/main.go',
        from: 'map[string]string{"depot": zone.Depot}',
        to: 'map[string]string{"depot": zones[(zone.Zone%3)+1].Depot}',
      },
    ],
  },
];
