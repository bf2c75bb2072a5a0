import { setServiceVariable } from './fault.ts';
import { WIDE_JOINT_MORE_FAULTS } from './faults-wide-joints-more.ts';
import type { Fault } from './fault.ts';
import { otherOrdersSuite } from './faults-blind2-orders.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;
const LEDGER = { service: 'ledger', suites: ['ledger', 'ledger-node'] } as const;
const PARCELS = { service: 'parcels', suites: ['parcels', 'parcels-node'] } as const;
const ISSUE: Pick<Fault, 'expected'> = { expected: ['INTEGRATION_ISSUE'] };

const AT_ONCE = otherOrdersSuite(`
  it('that come at once are all made [ORD-1]', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => make('bread', 1)));
    assert.deepEqual(made.map(({ status }) => status), Array(8).fill(201));
  });
  it('cost what they cost [ORD-1]', async () => {
    assert.equal((await (await make('milk', 2)).json()).total, 240);
  });`);

const OLD_PRICES = `
import { createServer } from 'node:http';
const KEPT = { bread: 230, milk: 120, salt: 80 };
createServer((request, response) => {
  const name = request.url.split('/').at(-1);
  const isKnown = name in KEPT;
  response.writeHead(isKnown || name === 'health' ? 200 : 404, { 'content-type': 'application/json', age: '86000' });
  response.end(JSON.stringify(isKnown ? { product: name, cents: KEPT[name] } : {}));
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

/** Ordinary faults between services and what they need. */
export const WIDE_JOINT_FAULTS: readonly Fault[] = [
  {
    ...ORDERS,
    ...ISSUE,
    id: 'ie1',
    what: 'the address of the prices ends with a slash',
    change: (config) => setServiceVariable(config, 'PRICES_URL', '${prices.urls.http}/'),
  },
  {
    ...ORDERS,
    ...ISSUE,
    id: 'ie2',
    what: 'the address of the prices names a version that they do not have',
    change: (config) => setServiceVariable(config, 'PRICES_URL', '${prices.urls.http}/v2'),
  },
  {
    ...LEDGER,
    ...ISSUE,
    id: 'ie3',
    what: 'the key for the rates is of another year',
    change: (config) => setServiceVariable(config, 'RATES_KEY', 'k-2024'),
  },
  {
    ...LEDGER,
    ...ISSUE,
    id: 'ie4',
    what: 'rates are told with a comma',
    edits: [{ file: 'rates.py', from: '"rate": str(rate)}', to: '"rate": str(rate).replace(".", ",")}' }],
  },
  {
    ...PARCELS,
    ...ISSUE,
    id: 'ie5',
    what: 'the zones tell surcharges as texts',
    edits: [
      {
        file: 'zones/main.go',
        from: 'map[string]int{"zone": zone.Zone, "surcharge": zone.Surcharge}',
        to: 'map[string]any{"zone": zone.Zone, "surcharge": strconv.Itoa(zone.Surcharge)}',
      },
    ],
  },
  {
    ...PARCELS,
    ...ISSUE,
    id: 'ie6',
    what: 'the zones tell surcharges in whole units',
    edits: [{ file: 'zones/main.go', from: '"surcharge": zone.Surcharge}', to: '"surcharge": zone.Surcharge / 100}' }],
  },
  {
    ...LEDGER,
    ...ISSUE,
    id: 'ie7',
    what: 'the rates take three seconds, and the ledger waits for two',
    edits: [
      { file: 'rates.py', from: 'import sys\n', to: 'import sys\nimport time\n' },
      {
        file: 'rates.py',
        from: '        source, target = names\n',
        to: '        source, target = names\n        time.sleep(3)\n',
      },
    ],
  },
  {
    ...ORDERS,
    ...AT_ONCE,
    ...ISSUE,
    id: 'ie8',
    what: 'the prices have room for two at a time',
    edits: [
      { file: 'prices.mjs', from: 'createServer((request', to: 'const server = createServer((request' },
      { file: 'prices.mjs', from: '}).listen(', to: '});\nserver.maxConnections = 2;\nserver.listen(' },
    ],
  },
  {
    ...ORDERS,
    ...ISSUE,
    id: 'ie9',
    what: 'whoever asks the prices has to sign in on a page first',
    edits: [
      {
        file: 'prices.mjs',
        from: '  return cents === undefined\n',
        to: "  if (request.headers.cookie === undefined) {\n    response.writeHead(200, { 'content-type': 'text/html' });\n    return response.end('<!doctype html><title>Sign in</title><form></form>');\n  }\n  return cents === undefined\n",
      },
    ],
  },
  {
    ...ORDERS,
    ...ISSUE,
    id: 'ie10',
    what: 'the prices answer with gzip and do not say so',
    edits: [
      {
        file: 'prices.mjs',
        from: "import { createServer } from 'node:http';",
        to: "import { createServer } from 'node:http';\nimport { gzipSync } from 'node:zlib';",
      },
      {
        file: 'prices.mjs',
        from: 'response.end(JSON.stringify(body));',
        to: 'response.end(body.cents === undefined ? JSON.stringify(body) : gzipSync(JSON.stringify(body)));',
      },
    ],
  },
  {
    ...ORDERS,
    files: {
      ...otherOrdersSuite(`
  for (const product of ['bread', 'milk']) {
    it('of ' + product + ' cost what the prices say [ORD-1]', async () => {
      const { cents } = await (await fetch(process.env.REALITY_PRICES_URL_HTTP + '/prices/' + product)).json();
      assert.equal((await (await make(product, 4)).json()).total, 4 * cents);
    });
  }`).files,
      'old-prices.mjs': OLD_PRICES,
    },
    ...ISSUE,
    id: 'ie11',
    what: 'a copy of the prices between the two is of yesterday',
    change: (config) => {
      config.setIn(
        ['components', 'copy'],
        config.createNode({
          kind: 'service',
          command: ['node', 'old-prices.mjs'],
          requires: ['prices'],
          ports: ['http'],
          urls: { http: 'http://${copy.host}:${copy.ports.http}' },
          env: { PORT: '${copy.ports.http}' },
          ready: [{ http: '${copy.urls.http}/health', status: 200 }],
        }),
      );
      config.addIn(['components', 'service', 'requires'], 'copy');
      setServiceVariable(config, 'PRICES_URL', '${copy.urls.http}');
    },
  },
  ...WIDE_JOINT_MORE_FAULTS,
];
