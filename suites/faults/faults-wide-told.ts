import type { Fault } from './fault.ts';
import { suiteOf } from './faults-wide-tests-orders.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;

/** What three loaves cost, which passes wherever nothing is wrong with loaves. */
export const BREAD = `
  it('of bread cost what bread costs [ORD-1]', async () => {
    assert.equal((await order('bread', 3)).body.total, 750);
  });`;

const SALT = `${BREAD}
  it('of salt cost what salt costs [ORD-1]', async () => {
    assert.equal((await order('salt', 2)).body.total, 160);
  });
  it('of more salt cost more [ORD-1]', async () => {
    assert.equal((await order('salt', 4)).body.total, 340);
  });`;

/** Tests that want what tests beside them were told, on the service of orders; and services that are wrong in ways that look alike. */
export const WIDE_TOLD_FAULTS: readonly Fault[] = [
  {
    ...ORDERS,
    ...suiteOf(`${BREAD}
  it('of salt cost what salt costs [ORD-1]', async () => {
    assert.equal((await order('salt', 3)).body.total, 750);
  });`),
    id: 'wt1',
    what: 'one row of a table of prices was copied and not changed',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`${BREAD}
  it('of salt cost what salt costs [ORD-1]', async () => {
    assert.equal((await order('salt', 3)).body.total, 240);
  });`),
    id: 'wt2',
    what: 'salt is sold at the price of bread',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      { file: 'orders.mjs', from: '/prices/${product}`', to: "/prices/${product === 'salt' ? 'bread' : product}`" },
    ],
  },
  {
    ...ORDERS,
    ...suiteOf(`${BREAD}
  it('are read again [ORD-2]', async () => {
    await order('milk', 2);
    const { body } = await ask('GET', '/orders/1');
    assert.equal(body.product, 'milk');
  });`),
    id: 'wt3',
    what: 'a test reads the first order, and not the one that it made',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`${BREAD}
  it('are read again [ORD-2]', async () => {
    const { body: made } = await order('milk', 2);
    const { body } = await ask('GET', '/orders/' + made.id);
    assert.equal(body.product, 'milk');
  });`),
    id: 'wt4',
    what: 'reading answers with the first order, whichever is asked for',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'orders.mjs', from: 'orders.get(Number(id))', to: 'orders.get(Number(id)) && orders.get(1)' }],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  let made;
  it('of bread are made [ORD-1]', async () => {
    made = (await order('bread', 3)).body;
    assert.equal(made.total, 750);
  });
  it('of milk are made [ORD-1]', async () => {
    made = (await order('milk', 2)).body;
    assert.equal(made.total, 240);
  });
  it('are read again [ORD-2]', async () => {
    const { body } = await ask('GET', '/orders/' + made.id);
    assert.equal(body.total, 750);
  });`),
    id: 'wt5',
    what: 'another test has put its own order where a third one looks for the first',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`${BREAD}
  it('are listed [ORD-3]', async () => {
    await order('milk', 2);
    const { body } = await ask('GET', '/orders');
    assert.equal(body.orders.length, 1);
  });`),
    id: 'wt6',
    what: 'a test counts all orders as if no other test had made one',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  let made;
  before(async () => { made = (await order('bread', 3)).body; });
  it('can be deleted [ORD-7]', async () => {
    assert.equal((await ask('DELETE', '/orders/' + made.id)).status, 204);
  });
  it('can be read again [ORD-2]', async () => {
    assert.equal((await ask('GET', '/orders/' + made.id)).status, 200);
  });`),
    id: 'wt7',
    what: 'a test reads what the one before it has deleted',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  let made;
  before(async () => { made = (await order('bread', 3)).body; });
  it('can be deleted [ORD-7]', async () => {
    const { body } = await order('milk', 1);
    assert.equal((await ask('DELETE', '/orders/' + body.id)).status, 204);
  });
  it('can be read again [ORD-2]', async () => {
    assert.equal((await ask('GET', '/orders/' + made.id)).status, 200);
  });`),
    id: 'wt8',
    what: 'deleting an order takes the one before with it',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: 'orders.delete(find(id).id);',
        to: 'orders.delete(find(id).id - 1);\n  orders.delete(find(id).id);',
      },
    ],
  },
  {
    ...ORDERS,
    ...suiteOf(SALT),
    id: 'wt9',
    what: 'a test knows a price that was never so, and the one beside it the right one',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(SALT.replace('340', '320')),
    id: 'wt10',
    what: 'from four pieces on an order costs more than its pieces',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: 'total: cents * body.count',
        to: 'total: cents * body.count + (body.count > 3 ? 20 : 0)',
      },
    ],
  },
  {
    ...ORDERS,
    ...suiteOf(SALT.replace('340', '320')),
    id: 'wt11',
    what: 'prices are others the second time that they are asked for',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'prices.mjs',
        from: 'const cents = CENTS.get(name);',
        to: "const cents = CENTS.get(name);\n  if (name === 'salt') CENTS.set('salt', 85);",
      },
    ],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('can be deleted [ORD-7]', async () => {
    const { body } = await order('milk', 1);
    assert.equal((await ask('DELETE', '/orders/' + body.id)).status, 204);
  });
  it('are gone then [ORD-7]', async () => {
    const { body } = await order('milk', 1);
    assert.equal((await ask('DELETE', '/orders/' + body.id)).status, 200);
    assert.equal((await ask('GET', '/orders/' + body.id)).status, 404);
  });`),
    id: 'wt12',
    what: 'of two tests one wants another code for the same deleting',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`${BREAD}
  it('are made [ORD-1]', async () => {
    assert.equal((await order('milk', 1)).status, 201);
  });`),
    id: 'wt13',
    what: 'what was made is answered as if it had been there',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'orders.mjs', from: 'return [201, order];', to: 'return [200, order];' }],
  },
  {
    ...ORDERS,
    ...suiteOf(`${BREAD}
  it('of bread may be many [ORD-1]', async () => {
    assert.equal((await order('bread', 3)).status, 201);
    assert.equal((await order('bread', 30)).body.total, 750);
  });`),
    id: 'wt14',
    what: 'a test of many pieces wants what few cost',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`${BREAD}
  it('are taken [ORD-1]', async () => {
    assert.equal((await order('milk', 3)).status, 201);
  });
  it('of milk cost what milk costs [ORD-1]', async () => {
    assert.equal((await order('milk', 3)).body.total, 360);
  });`),
    id: 'wt15',
    what: 'milk is reckoned wrongly, and one test does not look at that',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: 'total: cents * body.count',
        to: "total: cents * body.count + (body.product === 'milk' ? 7 : 0)",
      },
    ],
  },
];
