import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;

/** The suite with other tests in it; `head` stands before them. */
export function otherOrdersSuite(body: string, head = ''): Pick<Fault, 'files'> {
  return {
    files: {
      'orders.test.mjs': `
import assert from 'node:assert/strict';
${head}
const URL = process.env.REALITY_SERVICE_URL_HTTP;
const make = (product, count) => fetch(URL + '/orders', { method: 'POST', body: JSON.stringify({ product, count }) });
describe('orders', () => {
  it('are counted in pieces [ORD-6]', async () => {
    assert.equal((await make('bread', -1)).status, 400);
  });
${body}
});
`,
    },
  };
}

/** Second blind part, on the service of orders. */
export const BLIND2_ORDERS_FAULTS: readonly Fault[] = [
  {
    ...ORDERS,
    id: 'x9',
    what: 'an order that is read again has lost its total',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: "'GET /orders/:id': (id) => [200, find(id)],",
        to: "'GET /orders/:id': (id) => [200, { ...find(id), total: undefined }],",
      },
    ],
    signed: {
      why: 'ORD-2, approved and critical, says that an order can be read again, and the contract lists total among the fields of GET /orders/:id; no other program has a part in it.',
      cites:
        'Expected and actual of the assertion, which differ by total; the contract of GET /orders/:id; prices were ready and answered.',
    },
  },
  {
    ...ORDERS,
    id: 'x10',
    what: 'the prices have come to want a key, and the service brings none',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'prices.mjs',
        from: '  return cents === undefined',
        to: "  if (request.headers['x-key'] === undefined) return send(response, 401, { error: 'no key' });\n  return cents === undefined",
      },
    ],
    signed: {
      why: 'Prices run and are healthy, the service serves all that needs no price; the two do not agree on who may ask.',
      cites: 'The log of the service: the address of the prices answered 401; both components ready and alive.',
    },
  },
  {
    ...ORDERS,
    id: 'x11',
    what: 'the service is given its own address as that of the prices',
    expected: ['INTEGRATION_ISSUE'],
    change: (config) => setServiceVariable(config, 'PRICES_URL', '${service.urls.http}'),
    signed: {
      why: 'Service and prices are each well; the setting that joins them leads elsewhere, so that every product is unknown.',
      cites:
        'PRICES_URL in the configuration equals the address of the service; no connection to the prices; 422 for products that the prices do know.',
    },
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('are made [ORD-1]', async () => {
    assert.equal((await make('bread', 2)).status, 200);
  });`),
    id: 'x12',
    what: 'a test expects another status than the approved requirement names',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'ORD-1, approved, says 201, which is what came; the test expects 200.',
      cites: 'Actual 201, expected 200; the text of ORD-1.',
    },
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(
      `
  const listen = async () => {
    const calls = [];
    const server = createServer((request, response) => { calls.push(request.url); response.end(); }).listen(18_417, '127.0.0.1');
    await once(server, 'listening');
    return calls;
  };
  it('tell nobody when they are read [ORD-3]', async () => {
    const calls = await listen();
    assert.equal((await fetch(URL + '/orders')).status, 200);
    assert.deepEqual(calls, []);
  });
  it('tell nobody when they are made [ORD-1]', async () => {
    const calls = await listen();
    assert.equal((await make('bread', 2)).status, 201);
    assert.deepEqual(calls, []);
  });`,
      "import { once } from 'node:events';\nimport { createServer } from 'node:http';",
    ),
    id: 'x13',
    what: 'a test leaves its listener open, and the next one wants the same port',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'The port is held by the process of the suite itself, since an earlier test; the service was not even asked.',
      cites:
        'EADDRINUSE raised in the test; the owner of the port is the process of the suite; no exchange with the service failed.',
    },
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('are listed with the newest first', async () => {
    await make('bread', 1);
    const made = await (await make('milk', 1)).json();
    const { orders } = await (await fetch(URL + '/orders')).json();
    assert.equal(orders[0].id, made.id);
  });`),
    id: 'x14',
    what: 'an order of the list is demanded that nobody promised',
    expected: ['REQUIREMENT_GAP'],
    signed: {
      why: 'ORD-3 says that all orders are listed and nothing of their order; both are in the list.',
      cites: 'The list holds both ids; the test cites no requirement, and none speaks of an order.',
    },
  },
];
