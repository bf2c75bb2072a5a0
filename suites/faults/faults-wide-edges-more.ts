import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';
import { otherOrdersSuite } from './faults-blind2-orders.ts';

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
];
