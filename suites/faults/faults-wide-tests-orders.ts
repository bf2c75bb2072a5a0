import type { Fault } from './fault.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;

export function suiteOf(body: string, more: Readonly<Record<string, string>> = {}): Pick<Fault, 'files'> {
  return {
    files: {
      'orders.test.mjs': `
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
const URL = process.env.REALITY_SERVICE_URL_HTTP;
async function ask(method, path, body, headers = {}) {
  const answer = await fetch(URL + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
}
const order = (product, count) => ask('POST', '/orders', { product, count });
describe('orders', () => {
  it('of nothing are refused [ORD-6]', async () => {
    assert.equal((await order('bread', 0)).status, 400);
  });
${body}
});
`,
      ...more,
    },
  };
}

/** Tests that are wrong in other ways, on the service of orders; and services that are, in ways that look alike. */
export const WIDE_TESTS_ORDERS_FAULTS: readonly Fault[] = [
  {
    ...ORDERS,
    ...suiteOf(`
  it('are made with their total [ORD-1]', async () => {
    const { body } = await order('bread', 3);
    assert.equal(body.data?.total, 750);
  });`),
    id: 't21',
    what: 'a test looks for a field one step too deep',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(
      `
  it('are made as they were last year [ORD-1]', async () => {
    const { body } = await order('bread', 3);
    const { id, ...told } = body;
    assert.deepEqual(told, JSON.parse(readFileSync(new globalThis.URL('golden.json', import.meta.url), 'utf8')));
  });`,
      { 'golden.json': '{ "product": "bread", "count": 3, "total": 720 }' },
    ),
    id: 't22',
    what: 'a golden file is of a time of other prices',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('cost what their pieces cost [ORD-1]', async () => {
    const { body } = await order('salt', 3);
    assert.equal(body.total / 100, 3 * 0.8);
  });`),
    id: 't23',
    what: 'a test compares what it multiplied in binary fractions',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('are told as JSON [ORD-1]', async () => {
    const { headers } = await order('bread', 1);
    assert.match(headers['content-type'], /json/);
  });`),
    id: 't24',
    what: 'a test reads headers as if they were fields',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  let made;
  beforeEach(async () => { made = (await order('milk', 1)).body; });
  afterEach(async () => {
    const { status } = await ask('DELETE', '/orders/' + made.id);
    assert.equal(status, 204);
  });
  it('can be read again [ORD-2]', async () => {
    assert.deepEqual((await ask('GET', '/orders/' + made.id)).body, made);
  });
  it('can be deleted [ORD-7]', async () => {
    assert.equal((await ask('DELETE', '/orders/' + made.id)).status, 204);
    assert.equal((await ask('GET', '/orders/' + made.id)).status, 404);
  });`),
    id: 't25',
    what: 'a test clears away what it has cleared away already',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  const usual = { product: 'bread', count: 1 };
  it('may be large [ORD-1]', async () => {
    const wanted = Object.assign(usual, { count: 5 });
    assert.equal((await ask('POST', '/orders', wanted)).body.total, 1250);
  });
  it('may be small [ORD-1]', async () => {
    assert.equal((await ask('POST', '/orders', usual)).body.total, 250);
  });`),
    id: 't26',
    what: 'a test changes what all tests send',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('tell their product [ORD-2]', async () => {
    const { body } = await order('milk', 2);
    assert.match(/milk/, body.product);
  });`),
    id: 't27',
    what: 'a test gives the two sides of a comparison the wrong way round',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  const persistently = async (run) => {
    let last;
    for (let round = 0; round < 3; round += 1) {
      last = await run();
      if (last.status === 200) return last;
    }
    return last;
  };
  it('are listed once [ORD-3]', async () => {
    const before = (await ask('GET', '/orders')).body.orders.length;
    await persistently(() => order('milk', 7));
    const { body } = await ask('GET', '/orders');
    assert.equal(body.orders.length - before, 1);
  });`),
    id: 't28',
    what: 'a helper tries again what was done already',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('are listed [ORD-3]', async function () {
    return new Promise((resolve) => setTimeout(resolve, 20)).then(() => ask('GET', '/orders'));
  });
  it('are listed for who calls back [ORD-3]', async (done) => {
    const { status } = await ask('GET', '/orders');
    assert.equal(status, 200);
    done();
  });`),
    id: 't29',
    what: 'a test both calls back and promises',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('that nobody made are not found [ORD-4]', async () => {
    const answer = await fetch(URL.replace('http:', 'https:') + '/orders/4711');
    assert.equal(answer.status, 404);
  });`),
    id: 't30',
    what: 'a test speaks TLS where nobody does',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('can be read again [ORD-2]', async () => {
    const { body } = await order('milk', 2);
    const again = (await ask('GET', '/orders/' + body.id)).body;
    assert.equal(JSON.stringify(again), JSON.stringify({ product: 'milk', count: 2, id: body.id, total: 240 }));
  });`),
    id: 't31',
    what: 'a test compares the order of the fields',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('may hold what was told as text [ORD-1]', async () => {
    const { count } = Object.fromEntries(new URLSearchParams('product=bread&count=2'));
    assert.equal((await order('bread', count)).status, 201);
  });`),
    id: 't32',
    what: 'a test sends the text of a number',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('are made with their total [ORD-1]', async () => {
    const { body } = await order('salt', 3);
    assert.equal(body.total, 240);
  });`),
    id: 't33',
    what: 'totals are multiplied in binary fractions',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      { file: 'orders.mjs', from: 'total: cents * body.count', to: 'total: (cents / 100) * body.count * 100 + 1e-13' },
    ],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('are made with their total [ORD-1]', async () => {
    const { body } = await order('bread', 3);
    assert.equal(body.total, 750);
  });`),
    id: 't34',
    what: 'count and total have changed places',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: 'count: body.count, total: cents * body.count }',
        to: 'count: cents * body.count, total: body.count }',
      },
    ],
  },
];
