import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';
import { otherOrdersSuite } from './faults-blind2-orders.ts';
import { otherLedgerSuite } from './faults-ledger.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;
const LEDGER = { service: 'ledger', suites: ['ledger', 'ledger-node'] } as const;
const PARCELS = { service: 'parcels', suites: ['parcels'] } as const;

/** Written after the rules that ask what a service was given. */
export const WIDE_EDGES_MORE_FAULTS: readonly Fault[] = [
  {
    ...LEDGER,
    id: 'we61',
    what: 'what arrives from another currency is booked twice',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'book.py',
        from: '            self._enter(transfer["to"], credited, transfer["id"])\n',
        to: '            credited = credited if credited == transfer["amount"] else 2 * credited\n            self._enter(transfer["to"], credited, transfer["id"])\n',
      },
    ],
  },
  {
    ...PARCELS,
    id: 'we62',
    what: 'a parcel is sorted before its depot is asked for',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'parcels/sorter.go',
        from: '\t\tp.State, p.Depot = Sorted, depot\n',
        to: '\t\tp.State = Sorted\n\t\tparcel.Depot = depot\n',
      },
    ],
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  for (const count of [1, 2, 3, 4]) {
    it('of ' + count + ' are made soon [ORD-1]', async () => {
      const answer = await fetch(URL + '/orders', { method: 'POST', body: JSON.stringify({ product: 'bread', count }), signal: AbortSignal.timeout(3000) });
      assert.equal(answer.status, 201);
    });
  }`),
    id: 'we63',
    what: 'each order waits for all before it once more',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: '  const cents = await priceOf(body.product);',
        to: '  const cents = await priceOf(body.product);\n  await new Promise((resolve) => setTimeout(resolve, 20 * 8 ** orders.size));',
      },
    ],
  },
  {
    id: 'we64',
    what: 'streams are advertised on the port that is usual, and not on the one that was set',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['discovery'],
    edits: [
      {
        file: 'mediamtx-client.ts',
        from: 'hls: `http://${this.#host}:${hlsPort}/${path}/index.m3u8`',
        to: 'hls: `http://${this.#host}:${hlsPort && 8888}/${path}/index.m3u8`',
      },
    ],
  },
  {
    ...PARCELS,
    id: 'we65',
    what: 'what lies in a depot is listed with semicolons',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'parcels/routes.go',
        from: '\tlines := csv.NewWriter(&text)\n',
        to: "\tlines := csv.NewWriter(&text)\n\tlines.Comma = ';'\n",
      },
    ],
  },
  {
    ...ORDERS,
    id: 'we71',
    what: 'the prices write in two bytes for each letter',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'prices.mjs',
        from: '  response.end(JSON.stringify(body));',
        to: "  response.end(Buffer.from(JSON.stringify(body), 'utf16le'));",
      },
    ],
  },
  {
    ...LEDGER,
    id: 'we72',
    what: 'the rates are told with one digit behind the point',
    expected: ['INTEGRATION_ISSUE'],
    edits: [{ file: 'rates.py', from: 'Decimal("0.0001")', to: 'Decimal("0.1")' }],
  },
  {
    ...PARCELS,
    id: 'we73',
    what: 'a zone may have several depots since the last version of the zones',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'zones/main.go',
        from: 'map[string]string{"depot": zone.Depot}',
        to: 'map[string][]string{"depot": {zone.Depot}}',
      },
    ],
  },
  {
    ...LEDGER,
    id: 'we74',
    what: 'the address of the rates has a path too many',
    expected: ['INTEGRATION_ISSUE'],
    change: (config) => setServiceVariable(config, 'RATES_URL', '${rates.urls.http}/api'),
  },
  {
    ...PARCELS,
    id: 'we75',
    what: 'the zones are asked by TLS and speak none',
    expected: ['INTEGRATION_ISSUE'],
    change: (config) => setServiceVariable(config, 'ZONES_URL', 'https://${zones.host}:${zones.ports.http}'),
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('of bread cost what bread costs [ORD-1]', async () => {
    assert.equal((await (await make('bread', 2)).json()).total, 500);
  });
  it('of milk cost what milk costs [ORD-1]', async () => {
    assert.equal((await (await make('milk', 2)).json()).total, 240);
  });`),
    id: 'we81',
    what: 'the price of the product before is asked for',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: 'async function priceOf(product) {\n',
        to: 'let last;\nasync function priceOf(wanted) {\n  const product = last ?? wanted;\n  last = wanted;\n',
      },
    ],
  },
  {
    ...LEDGER,
    suites: ['ledger'],
    id: 'we82',
    what: 'a quote asks for the rate of the way back',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'ledger.py', from: 'self._rates.rate(source, target)', to: 'self._rates.rate(target, source)' }],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_unknown_currencies_have_no_quote():
    """REQ-LED-10"""
    assert ask("GET", "/quotes?from=EUR&to=XXX&amount=1000")[0] == 422


def test_a_quote_tells_what_would_arrive():
    """REQ-LED-9"""
    status, quote = ask("GET", "/quotes?from=EUR&to=USD&amount=1000")
    assert status == 200, quote
    assert quote["credited"] == 1250
`),
    id: 'we83',
    what: 'after a currency that is not known none is known',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'rates_client.py',
        from: '        url = f"{self._url}/rates/{source}/{target}"\n',
        to: '        url = f"{self._url}/rates/{source}/{target}"\n        if getattr(self, "_unknown", False):\n            raise NoSuchRate(f"no rate from {source} to {target}")\n',
      },
      {
        file: 'rates_client.py',
        from: '            if error.code == 404:\n',
        to: '            self._unknown = error.code == 404\n            if error.code == 404:\n',
      },
    ],
  },
  {
    ...ORDERS,
    id: 'we91',
    what: 'prices have names in capitals since the last version of the prices',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'prices.mjs',
        from: '  const cents = CENTS.get(name);',
        to: '  const cents = name === name.toLowerCase() ? undefined : CENTS.get(name.toLowerCase());',
      },
    ],
  },
];
