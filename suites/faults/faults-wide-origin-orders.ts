import type { Fault } from './fault.ts';
import { suiteOf } from './faults-wide-tests-orders.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;

/** Tests that are wrong by a value that nobody else has, on the service of orders; and services that are, in ways that look alike. */
export const WIDE_ORIGIN_ORDERS_FAULTS: readonly Fault[] = [
  {
    ...ORDERS,
    ...suiteOf(`
  it('of bread cost what bread costs [ORD-1]', async () => {
    assert.equal((await order('bread', 3)).body.total, 750);
  });
  it('of milk cost what milk costs [ORD-1]', async () => {
    assert.equal((await order('milk', 3)).body.total, 750);
  });
  it('of salt cost what salt costs [ORD-1]', async () => {
    assert.equal((await order('salt', 3)).body.total, 750);
  });`),
    id: 'w1',
    what: 'what one test wants was copied into the next ones',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('of bread cost what bread costs [ORD-1]', async () => {
    assert.equal((await order('bread', 3)).body.total, 750);
  });
  it('of milk cost what milk costs [ORD-1]', async () => {
    assert.equal((await order('milk', 3)).body.total, 360);
  });`),
    id: 'w2',
    what: 'the first price is used for every product',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'orders.mjs', from: 'return price.cents;', to: 'return (priceOf.first ??= price.cents);' }],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('tell their total in euros [ORD-1]', async () => {
    assert.equal((await order('bread', 3)).body.total, 7.5);
  });
  it('keep it [ORD-2]', async () => {
    const { body } = await order('bread', 2);
    assert.equal((await ask('GET', '/orders/' + body.id)).body.total, 5);
  });`),
    id: 'w3',
    what: 'tests want euros where cents are told',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('are made with their total [ORD-1]', async () => {
    assert.equal((await order('bread', 3)).body.total, 750);
  });
  it('keep it [ORD-2]', async () => {
    const { body } = await order('bread', 2);
    assert.equal((await ask('GET', '/orders/' + body.id)).body.total, 500);
  });`),
    id: 'w4',
    what: 'totals are told in euros',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'orders.mjs', from: 'total: cents * body.count', to: 'total: (cents * body.count) / 100' }],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('are numbered [ORD-1]', async () => {
    assert.deepEqual((await order('bread', 3)).body, { id: 4712, product: 'bread', count: 3, total: 750 });
  });
  it('are read by their number [ORD-2]', async () => {
    await order('milk', 1);
    assert.equal((await ask('GET', '/orders/4713')).status, 200);
  });`),
    id: 'w5',
    what: 'tests know the numbers that orders had somewhere else',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('are shown with a point [ORD-1]', async () => {
    const { body } = await order('bread', 50);
    assert.equal(String(body.total), '12.500');
  });`),
    id: 'w6',
    what: 'a test writes a number as people do in another country',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('are made with their total [ORD-1]', async () => {
    const { body } = await order('bread', 50);
    assert.equal(body.total, 12500);
  });`),
    id: 'w7',
    what: 'totals are told as people write them',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: 'total: cents * body.count }',
        to: "total: (cents * body.count).toLocaleString('de') }",
      },
    ],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('are listed in the order of their numbers [ORD-3]', async () => {
    const made = [];
    for (let round = 0; round < 11; round += 1) made.push((await order('salt', 1)).body.id);
    const { orders } = (await ask('GET', '/orders')).body;
    assert.deepEqual(orders.map(({ id }) => id), orders.map(({ id }) => id).sort());
  });`),
    id: 'w8',
    what: 'a test sorts numbers as texts',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  let id;
  it.skip('are made [ORD-1]', async () => {
    ({ id } = (await order('bread', 1)).body);
  });
  it('are read again [ORD-2]', async () => {
    assert.equal((await ask('GET', '/orders/' + id)).status, 200);
  });
  it('are deleted [ORD-7]', async () => {
    assert.equal((await ask('DELETE', '/orders/' + id)).status, 204);
  });`),
    id: 'w9',
    what: 'tests live on what a test made that is skipped now',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('can be read again [ORD-2]', async () => {
    const made = (await order('milk', 2)).body;
    assert.equal((await ask('GET', '/orders/' + made.id)).body, made);
  });`),
    id: 'w10',
    what: 'a test wants two answers to be one object',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('are all listed [ORD-3]', async () => {
    const made = (await order('milk', 2)).body;
    const { orders } = (await ask('GET', '/orders')).body;
    assert.ok(orders.some(({ id }) => id === String(made.id)), 'order ' + made.id + ' is not listed');
  });`),
    id: 'w11',
    what: 'a test compares a number with its text',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...suiteOf(`
  it('are all listed [ORD-3]', async () => {
    const made = (await order('milk', 2)).body;
    const { orders } = (await ask('GET', '/orders')).body;
    assert.ok(orders.some(({ id }) => id === made.id), 'order ' + made.id + ' is not listed');
  });`),
    id: 'w12',
    what: 'the newest order is left out of the list',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      { file: 'orders.mjs', from: 'orders: [...orders.values()] }', to: 'orders: [...orders.values()].slice(0, -1) }' },
    ],
  },
];
