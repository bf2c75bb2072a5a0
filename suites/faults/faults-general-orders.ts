import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;

function otherSuite(body: string, head = ''): Pick<Fault, 'files'> {
  return {
    files: {
      'orders.test.mjs': `
import assert from 'node:assert/strict';
${head}
const URL = process.env.REALITY_SERVICE_URL_HTTP;
const post = (body) => fetch(URL + '/orders', { method: 'POST', body: JSON.stringify(body) });
describe('orders', () => {
  it('of nothing are refused [ORD-6]', async () => {
    assert.equal((await post({ product: 'bread', count: 0 })).status, 400);
  });
${body}
});
`,
    },
  };
}

function orders(from: string, to: string): { readonly file: string; readonly from: string; readonly to: string } {
  return { file: 'orders.mjs', from, to };
}

function prices(from: string, to: string): { readonly file: string; readonly from: string; readonly to: string } {
  return { file: 'prices.mjs', from, to };
}

const TOLD = 'send(response, 200, { product: name, cents })';

/** What a careful adversary would do to a service of orders; rules are written with these in sight. */
export const GENERAL_ORDERS_FAULTS: readonly Fault[] = [
  {
    ...ORDERS,
    id: 'g1',
    what: 'totals are rounded to whole euros',
    expected: ['SYSTEM_CRITICAL'],
    edits: [orders('total: cents * body.count', 'total: Math.round((cents * body.count) / 100) * 100')],
  },
  {
    ...ORDERS,
    id: 'g2',
    what: 'a refusal is told with 200',
    expected: ['SYSTEM_CRITICAL'],
    edits: [orders('return [error.status, { error: error.message }]', 'return [200, { error: error.message }]')],
  },
  {
    ...ORDERS,
    id: 'g3',
    what: 'the list is made once and kept',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      orders(
        "'GET /orders': () => [200, { orders: [...orders.values()] }],",
        "'GET /orders': () => [200, (kept ??= { orders: [...orders.values()].slice(0, -1) })],",
      ),
      orders('let lastId =', 'let kept;\nlet lastId ='),
    ],
  },
  {
    ...ORDERS,
    id: 'g4',
    what: 'the address of the prices is given by another name',
    expected: ['INTEGRATION_ISSUE'],
    change: (config) => {
      setServiceVariable(config, 'PRICE_URL', '${prices.urls.http}');
      config.deleteIn(['components', 'service', 'env', 'PRICES_URL']);
    },
  },
  {
    ...ORDERS,
    id: 'g5',
    what: 'prices have moved to another route',
    expected: ['INTEGRATION_ISSUE'],
    edits: [prices(".replace('/prices/', '')", ".replace('/v2/prices/', '')")],
  },
  {
    ...ORDERS,
    id: 'g6',
    what: 'prices are told in a list of prices',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      prices(TOLD, 'send(response, 200, { prices: [{ product: name, cents }] })'),
      orders('return price.cents;', 'return price.cents.toFixed(0) * 1;'),
    ],
  },
  {
    ...ORDERS,
    id: 'g7',
    what: 'prices answer what is not right with 200 and an error',
    expected: ['INTEGRATION_ISSUE'],
    edits: [prices(TOLD, "send(response, 200, { error: 'try again' })")],
  },
  {
    ...ORDERS,
    ...otherSuite(`
  it('are made in time [ORD-1]', async () => {
    const answer = await fetch(URL + '/orders', { method: 'POST', body: JSON.stringify({ product: 'bread', count: 1 }), signal: AbortSignal.timeout(3000) });
    assert.equal(answer.status, 201);
  });`),
    id: 'g8',
    what: 'prices take six seconds, and the test waits for three',
    expected: ['INTEGRATION_ISSUE'],
    edits: [prices(`: ${TOLD}`, `: setTimeout(() => ${TOLD}, 6000)`)],
  },
  {
    ...ORDERS,
    ...otherSuite(`
  it('are made [ORD-1]', async () => {
    assert.equal((await post({ product: 'bread', count: 3 })).status, 201);
  });
  it('are numbered from one [ORD-1]', async () => {
    const made = await (await post({ product: 'milk', count: 1 })).json();
    assert.equal(made.id, 1);
  });`),
    id: 'g9',
    what: 'a test counts on being the first',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...otherSuite(`
  it('are made [ORD-1]', async () => {
    assert.equal((await post({ product: 'bread', amount: 3 })).status, 201);
  });`),
    id: 'g10',
    what: 'the test sends a field by another name than the service takes it',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...otherSuite(`
  it('tell where they are', async () => {
    const answer = await post({ product: 'bread', count: 3 });
    assert.match(answer.headers.get('location') ?? '', /^.orders./);
  });`),
    id: 'g11',
    what: 'a header is demanded that nobody promised',
    expected: ['REQUIREMENT_GAP'],
  },
  {
    ...ORDERS,
    ...otherSuite(
      `
  it('can be printed [ORD-3]', async () => {
    const { orders } = await (await fetch(URL + '/orders')).json();
    execSync('column-of-orders --json', { input: JSON.stringify(orders) });
  });`,
      "import { execSync } from 'node:child_process';",
    ),
    id: 'g12',
    what: 'a test pipes an answer into a program that this host lacks',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...otherSuite(`
  it('of an unknown product are refused', async () => {
    assert.equal((await post({ product: 'gold', count: 1 })).status, 404);
  });`),
    id: 'g13',
    what: 'a test that cites nothing wants another code than the approved text says',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...otherSuite(
      `
  const FILE = join(tmpdir(), 'orders-of-the-suite.json');
  it('are noted', async () => {
    writeFileSync(FILE, JSON.stringify({ ids: [1, 2] }));
    assert.equal((await fetch(URL + '/orders')).status, 200);
  });
  it('of yesterday are noted as well', async () => {
    assert.deepEqual(JSON.parse(readFileSync(FILE, 'utf8')), { ids: [1] });
  });`,
      "import { readFileSync, writeFileSync } from 'node:fs';\nimport { tmpdir } from 'node:os';\nimport { join } from 'node:path';",
    ),
    id: 'g14',
    what: 'two tests share a file of their own',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...otherSuite(`
  it('are made [ORD-1]', async () => {
    const answer = await post({ product: 'bread', count: 3 });
    const made = await answer.json();
    const line = Buffer.alloc(made.total - 751).toString();
    assert.equal(line, '');
  });`),
    id: 'g15',
    what: 'a test calculates wrongly with what it was answered',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...otherSuite(`
  it('of the same product are refused the second time', async () => {
    assert.equal((await post({ product: 'salt', count: 1 })).status, 201);
    assert.equal((await post({ product: 'salt', count: 1 })).status, 409);
  });`),
    id: 'g16',
    what: 'a refusal is demanded that no document knows',
    expected: ['REQUIREMENT_GAP'],
  },
  {
    ...ORDERS,
    ...otherSuite(`
  it('are listed [ORD-3]', async () => {
    const { orders } = await (await fetch(URL + '/orders')).json();
    await new Promise((resolve) => { if (orders.length > 99) resolve(); });
  });`),
    id: 'g18',
    what: 'a test waits for a promise that nobody keeps, after it was answered',
    expected: ['TEST_ARTIFACT'],
    change: (config) => config.setIn(['suites', 0, 'timeout'], '8s'),
  },
  {
    ...ORDERS,
    id: 'g17',
    what: 'a deleted order comes back with the next read of the file',
    expected: ['SYSTEM_CRITICAL'],
    edits: [orders('  orders.delete(find(id).id);\n', '  find(id);\n')],
  },
];
