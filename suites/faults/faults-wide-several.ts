import type { Fault } from './fault.ts';
import { furtherSuite } from './faults-wide-many-orders.ts';
import { pair } from './pair.ts';

const ORDER = `const order = (product, count = 1) => ask('POST', '/orders', { product, count });
const PRICES = process.env.REALITY_PRICES_URL_HTTP;
`;

const ORDERS: readonly Fault[] = [
  {
    service: 'orders',
    suites: ['orders', 'counter'],
    ...furtherSuite(
      'counter',
      `${ORDER}
const within = async (ms, url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(ms) });
describe('counter', () => {
  it('has the price of salt at hand', async () => {
    assert.equal((await within(2000, PRICES + '/prices/salt')).status, 200);
  });
  it('takes an order of salt [ORD-1]', async () => {
    const body = JSON.stringify({ product: 'salt', count: 2 });
    assert.equal((await within(3000, URL + '/orders', { method: 'POST', body })).status, 201);
  });
  it('takes an order of bread', async () => {
    assert.equal((await order('bread')).status, 201);
  });
});
`,
    ),
    id: 'm31',
    what: 'the prices never answer for one product',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'prices.mjs',
        from: '  return cents === undefined',
        to: "  if (name === 'salt') return;\n  return cents === undefined",
      },
    ],
  },
  {
    service: 'orders',
    suites: ['orders', 'mixed'],
    ...furtherSuite(
      'mixed',
      `${ORDER}
describe('a mixed basket', () => {
  it('has a price for each', async () => {
    const totals = [];
    for (const product of ['bread', 'milk', 'salt']) totals.push((await order(product)).body.total);
    assert.equal(new Set(totals).size, 3);
  });
  it('costs what stands on the shelf', async () => {
    const { body } = await ask('GET', '/prices/milk', undefined, PRICES);
    assert.equal((await order('milk')).body.total, body.cents);
  });
  it('has its totals [ORD-1]', async () => {
    assert.deepEqual([(await order('milk', 2)).body.total, (await order('salt', 2)).body.total], [240, 160]);
  });
});
`,
    ),
    id: 'm32',
    what: 'a memory of prices does not ask of which product',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: '  const price = await answer.json();\n  return price.cents;',
        to: '  const price = await answer.json();\n  return (known ??= price.cents);',
      },
      { file: 'orders.mjs', from: 'async function priceOf(', to: 'let known;\n\nasync function priceOf(' },
    ],
  },
  {
    service: 'orders',
    suites: ['orders', 'undo'],
    ...furtherSuite(
      'undo',
      `${ORDER}
describe('undo', () => {
  it('takes an order from the list', async () => {
    const { body } = await order('bread');
    await ask('DELETE', \`/orders/\${body.id}\`);
    const { body: list } = await ask('GET', '/orders');
    assert.ok(!list.orders.some(({ id }) => id === body.id), 'still listed');
  });
  it('works once [ORD-7]', async () => {
    const { body } = await order('milk');
    await ask('DELETE', \`/orders/\${body.id}\`);
    assert.equal((await ask('DELETE', \`/orders/\${body.id}\`)).status, 404);
  });
});
`,
    ),
    id: 'm33',
    what: 'a deleted order is not deleted',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'orders.mjs', from: '  orders.delete(find(id).id);', to: '  find(id);' }],
  },
  {
    service: 'orders',
    suites: ['orders', 'invoices'],
    ...furtherSuite(
      'invoices',
      `
describe('invoices', () => {
  it('are there', async () => {
    assert.equal((await ask('GET', '/invoices')).status, 200);
  });
  it('are a list', async () => {
    const { body } = await ask('GET', '/invoices');
    assert.ok(Array.isArray(body.invoices));
  });
  it('have numbers', async () => {
    const { body } = await ask('GET', '/invoices');
    for (const { number } of body.invoices) assert.ok(number > 0);
  });
});
`,
    ),
    id: 'm34',
    what: 'a route of the contract was never built',
    expected: ['REQUIREMENT_GAP'],
  },
  {
    service: 'orders',
    suites: ['orders', 'quick'],
    ...furtherSuite(
      'quick',
      `
const order = (product, count = 1) => ask('POST', '/order', { product, count });
describe('quick orders', () => {
  it('are taken [ORD-1]', async () => {
    assert.equal((await order('bread')).status, 201);
  });
  it('have a total [ORD-1]', async () => {
    assert.equal((await order('milk', 2)).body.total, 240);
  });
  it('can be read [ORD-2]', async () => {
    const { body } = await order('salt');
    assert.equal((await ask('GET', \`/orders/\${body.id}\`)).status, 200);
  });
  it('are refused when there is nothing in them', async () => {
    assert.equal((await order('salt', 0)).status, 400);
  });
});
`,
    ),
    id: 'm35',
    what: 'a helper of the tests asks a route that there is not',
    expected: ['TEST_ARTIFACT'],
  },
];

/** One fault, felt by several tests: written when it was known how such tests are brought together. */
export const WIDE_SEVERAL_FAULTS: readonly Fault[] = [...ORDERS, pair(ORDERS, ['m33', 'm34'])];
