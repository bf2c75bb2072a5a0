import { addSuite } from './fault.ts';
import type { Fault } from './fault.ts';
import { pair } from './pair.ts';

const HEAD = `import assert from 'node:assert/strict';

const URL = process.env.REALITY_SERVICE_URL_HTTP;
const ask = async (method, path, body, base = URL) => {
  const answer = await fetch(base + path, { method, ...(body && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
};
`;

/** A further suite of the project's own, in mocha: what stands in it, and its name. */
export function furtherSuite(name: string, body: string): Pick<Fault, 'files' | 'change'> {
  return {
    files: { [`${name}.test.mjs`]: `${HEAD}${body}` },
    change: (config) => addSuite(config, { name, files: [`${name}.test.mjs`], requires: ['service'] }),
  };
}

const ORDER = `const order = (product, count = 1) => ask('POST', '/orders', { product, count });\n`;

const SINGLE: readonly Fault[] = [
  {
    service: 'orders',
    suites: ['orders', 'shop'],
    ...furtherSuite(
      'shop',
      `${ORDER}
describe('shop', () => {
  it('knows what milk costs', async () => {
    const { status, body } = await ask('GET', '/prices/milk', undefined, process.env.REALITY_PRICES_URL_HTTP);
    assert.equal(status, 200);
    assert.equal(body.cents, 120);
  });
  it('sells two of milk [ORD-1]', async () => {
    const { status, body } = await order('milk', 2);
    assert.equal(status, 201);
    assert.equal(body.total, 240);
  });
  it('shows milk in the basket', async () => {
    const { body } = await order('milk');
    assert.equal(body.product, 'milk');
  });
});
`,
    ),
    id: 'm1',
    what: 'one row of the prices is broken, and they answer it with an error of their own',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'prices.mjs',
        from: '  return cents === undefined',
        to: "  if (name === 'milk') return send(response, 500, { error: 'row 2 is broken' });\n  return cents === undefined",
      },
    ],
  },
  {
    service: 'orders',
    suites: ['orders', 'till'],
    ...furtherSuite(
      'till',
      `${ORDER}
describe('till', () => {
  it('is told cents', async () => {
    const { body } = await ask('GET', '/prices/bread', undefined, process.env.REALITY_PRICES_URL_HTTP);
    assert.equal(body.cents, 250);
  });
  it('adds up a receipt [ORD-1]', async () => {
    const totals = [];
    for (const product of ['bread', 'milk', 'salt']) totals.push((await order(product, 2)).body.total);
    assert.equal(totals.reduce((sum, one) => sum + one, 0), 900);
  });
  it('prints whole cents', async () => {
    const { body } = await order('milk', 3);
    assert.match(String(body.total), /^\\d\\d\\d$/);
  });
});
`,
    ),
    id: 'm2',
    what: 'the prices have come to tell euros in the field of the cents',
    expected: ['INTEGRATION_ISSUE'],
    edits: [{ file: 'prices.mjs', from: '{ product: name, cents }', to: '{ product: name, cents: cents / 100 }' }],
  },
  {
    service: 'orders',
    suites: ['orders', 'receipts'],
    ...furtherSuite(
      'receipts',
      `${ORDER}
describe('receipts', () => {
  it('can be printed of an order', async () => {
    const { body } = await order('bread', 2);
    const { body: again } = await ask('GET', \`/orders/\${body.id}\`);
    assert.equal(\`\${again.count} × \${again.product}\`, '2 × bread');
  });
  it('are there for each of three [ORD-2]', async () => {
    const made = [];
    for (const product of ['bread', 'milk', 'salt']) made.push((await order(product)).body);
    for (const one of made) assert.deepEqual((await ask('GET', \`/orders/\${one.id}\`)).body, one);
  });
  it('are gone with their order', async () => {
    const { body } = await order('salt');
    assert.equal((await ask('DELETE', \`/orders/\${body.id}\`)).status, 204);
  });
});
`,
    ),
    id: 'm3',
    what: 'an id out of a path is looked up as a text, and the keys are numbers',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'orders.mjs', from: 'orders.get(Number(id))', to: 'orders.get(id)' }],
  },
  {
    service: 'orders',
    suites: ['orders', 'search'],
    ...furtherSuite(
      'search',
      `${ORDER}
describe('search', () => {
  it('finds milk alone', async () => {
    await order('milk');
    await order('bread');
    const { body } = await ask('GET', '/orders?product=milk');
    assert.deepEqual([...new Set(body.orders.map(({ product }) => product))], ['milk']);
  });
  it('finds nothing of what nobody ordered', async () => {
    const { body } = await ask('GET', '/orders?product=gold');
    assert.equal(body.orders.length, 0);
  });
});
`,
    ),
    id: 'm4',
    what: 'tests search the list by product, which nobody ever asked for',
    expected: ['REQUIREMENT_GAP'],
  },
  {
    service: 'orders',
    suites: ['orders', 'wholesale'],
    ...furtherSuite(
      'wholesale',
      `const order = (product, count = 1) => ask('POST', '/orders', { item: product, count });
describe('wholesale', () => {
  it('takes a hundred [ORD-1]', async () => {
    const { status } = await order('bread', 100);
    assert.equal(status, 201);
  });
  it('tells the total of a hundred [ORD-1]', async () => {
    const { body } = await order('salt', 100);
    assert.equal(body.total, 8000);
  });
  it('lists what was taken [ORD-3]', async () => {
    const { body } = await order('milk', 50);
    const { body: list } = await ask('GET', '/orders');
    assert.ok(list.orders.some(({ id }) => id === body.id));
  });
});
`,
    ),
    id: 'm5',
    what: 'a helper of the tests names a field of the order otherwise than the contract',
    expected: ['TEST_ARTIFACT'],
  },
  {
    service: 'orders',
    suites: ['orders', 'ledger-export'],
    ...furtherSuite(
      'ledger-export',
      `${ORDER}
describe('export', () => {
  it('has the total of each order', async () => {
    const { body: made } = await order('bread', 2);
    const { body } = await ask('GET', '/orders');
    assert.equal(body.orders.find(({ id }) => id === made.id).total, 500);
  });
  it('is the orders as they were made [ORD-3]', async () => {
    const { body: made } = await order('milk', 2);
    const { body } = await ask('GET', '/orders');
    assert.deepEqual(body.orders.find(({ id }) => id === made.id), made);
  });
  it('adds up [ORD-3]', async () => {
    const { body: before } = await ask('GET', '/orders');
    const sumOf = ({ orders }) => orders.reduce((sum, { total }) => sum + total, 0);
    await order('salt', 10);
    const { body: after } = await ask('GET', '/orders');
    assert.equal(sumOf(after) - sumOf(before), 800);
  });
});
`,
    ),
    id: 'm6',
    what: 'the list leaves out the last order that came',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: '{ orders: [...orders.values()] }',
        to: '{ orders: [...orders.values()].slice(0, -1) }',
      },
    ],
  },
];

/** One fault, felt by several tests: through the service and at the dependency, with and without a requirement. */
export const WIDE_MANY_ORDERS_FAULTS: readonly Fault[] = [
  ...SINGLE,
  pair(SINGLE, ['m1', 'm3']),
  pair(SINGLE, ['m4', 'm6']),
];
