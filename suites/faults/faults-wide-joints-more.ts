import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';
import { otherLedgerSuite } from './faults-ledger.ts';
import { otherGoSuite } from './own-go-suite.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;
const LEDGER = { service: 'ledger', suites: ['ledger', 'ledger-node'] } as const;
const PARCELS = { service: 'parcels', suites: ['parcels', 'parcels-node'] } as const;
const ISSUE: Pick<Fault, 'expected'> = { expected: ['INTEGRATION_ISSUE'] };

/** More ordinary faults between services and what they need. */
export const WIDE_JOINT_MORE_FAULTS: readonly Fault[] = [
  {
    ...LEDGER,
    ...ISSUE,
    id: 'ie12',
    what: 'the rates send everybody to a page',
    edits: [
      {
        file: 'rates.py',
        from: '        source, target = names\n',
        to: '        self.send_response(302)\n        self.send_header("Location", "/health")\n        self.send_header("Content-Length", "0")\n        return self.end_headers()\n        source, target = names\n',
      },
    ],
  },
  {
    ...LEDGER,
    ...ISSUE,
    id: 'ie13',
    what: 'every second request reaches a copy of the rates that fails',
    edits: [
      {
        file: 'rates.py',
        from: '        source, target = names\n',
        to: '        source, target = names\n        Handler.turn = getattr(Handler, "turn", 0) + 1\n        if Handler.turn % 2 == 1:\n            return self._send(500, {"error": "no table"})\n',
      },
    ],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_quotes_can_be_had_all_day():
    """REQ-LED-9"""
    for amount in range(1, 9):
        status, quote = ask("GET", f"/quotes?from=EUR&to=USD&amount={amount * 100}")
        assert status == 200, quote


def test_a_quote_is_of_its_rate():
    """REQ-LED-9"""
    assert ask("GET", "/quotes?from=EUR&to=CHF&amount=1050")[1].get("credited") == 1000
`),
    ...ISSUE,
    id: 'ie14',
    what: 'the rates take five questions in a minute',
    edits: [
      {
        file: 'rates.py',
        from: '        source, target = names\n',
        to: '        source, target = names\n        Handler.turn = getattr(Handler, "turn", 0) + 1\n        if Handler.turn > 5:\n            return self._send(429, {"error": "quota"})\n',
      },
    ],
  },
  {
    ...LEDGER,
    ...ISSUE,
    id: 'ie15',
    what: 'the rates speak only to those that name version two',
    edits: [
      {
        file: 'rates.py',
        from: '        source, target = names\n',
        to: '        source, target = names\n        if self.headers.get("X-Rates-Version") != "2":\n            return self._send(410, {"error": "version 1 is gone"})\n',
      },
    ],
  },
  {
    ...ORDERS,
    ...ISSUE,
    id: 'ie16',
    what: 'the name of the host of the prices is known to nobody',
    change: (config) => setServiceVariable(config, 'PRICES_URL', 'http://prices.shop.internal:${prices.ports.http}'),
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestAParcelIsSorted(t *testing.T) {
	_, made := handIn(t, "Ada", "8001")
	for until := time.Now().Add(5 * time.Second); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		answer, err := client.Get(service + "/parcels/" + made.Code)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.NewDecoder(answer.Body).Decode(&made); err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if made.State == "sorted" {
			return
		}
	}
	t.Fatalf("parcel %s is %q after 5 s", made.Code, made.State)
}
`,
      { TestAParcelIsSorted: ['PAR-5'] },
    ),
    suites: ['parcels'],
    ...ISSUE,
    id: 'ie17',
    what: 'the zones tell a depot with more about it',
    edits: [
      {
        file: 'zones/main.go',
        from: 'map[string]string{"depot": zone.Depot}',
        to: 'map[string]any{"depot": map[string]string{"name": zone.Depot, "town": "?"}}',
      },
    ],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_quotes_are_of_all_currencies():
    """REQ-LED-9"""
    for currency in ("USD", "CHF", "JPY"):
        status, quote = ask("GET", f"/quotes?from=EUR&to={currency}&amount=1000")
        assert status == 200, quote


def test_a_quote_in_dollars():
    """REQ-LED-9"""
    assert ask("GET", "/quotes?from=EUR&to=USD&amount=1000")[1]["credited"] == 1250
`),
    ...ISSUE,
    id: 'ie18',
    what: 'the rates have lost one currency over night',
    edits: [{ file: 'rates.py', from: ', "CHF": Decimal("1.05")', to: '' }],
  },
  {
    ...ORDERS,
    ...ISSUE,
    id: 'ie19',
    what: 'the prices promise more bytes than they send',
    edits: [
      {
        file: 'prices.mjs',
        from: "response.writeHead(status, { 'content-type': 'application/json' });\n  response.end(JSON.stringify(body));",
        to: "const text = JSON.stringify(body);\n  response.writeHead(status, { 'content-type': 'application/json', ...(body.cents && { 'content-length': text.length + 9 }) });\n  response.write(text);\n  setTimeout(() => response.destroy(), 50);",
      },
    ],
  },
  {
    ...PARCELS,
    ...ISSUE,
    id: 'ie20',
    what: 'the zones are asked under the address of the depots',
    change: (config) => setServiceVariable(config, 'ZONES_URL', '${zones.urls.http}/depots'),
  },
];
