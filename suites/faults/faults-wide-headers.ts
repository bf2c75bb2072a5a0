import { WIDE_HEADER_LATER_FAULTS } from './faults-wide-headers-later.ts';
import { ordersOf } from './orders-with-headers.ts';
import type { Fault } from './fault.ts';

const KEYED = `
  it('are told their total [ORD-1]', async () => {
    assert.equal((await (await make('bread', 3, { 'idempotency-key': 'K1' })).json()).total, 750);
  });
  it('are told their total, of many [ORD-1]', async () => {
    assert.equal((await (await make('bread', 9, { 'idempotency-key': 'K2' })).json()).total, 2250);
  });`;
const CHANGED = `
  it('are changed [ORD-24]', async () => {
    const { id } = await (await make('bread', 1)).json();
    const version = (await read(id)).headers.get('etag');
    assert.equal((await change(id, 2, version)).status, 200);
  });`;

const TESTS: readonly Fault[] = [
  {
    ...ordersOf(KEYED.replace('K2', 'K1')),
    id: 'hd1',
    what: 'two tests order with one key',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ordersOf(`
  it('are made once [ORD-21]', async () => {
    const once = { 'idempotency_key': 'K3' };
    const [one, two] = [await (await make('salt', 1, once)).json(), await (await make('salt', 1, once)).json()];
    assert.equal(two.id, one.id);
  });`),
    id: 'hd2',
    what: 'a test writes the name of the header otherwise',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ordersOf(`
  it('are told their total [ORD-1]', async () => {
    const answer = await fetch(URL + '/orders', { method: 'POST', body: JSON.stringify({ product: 'bread', count: 1 }) });
    assert.equal(answer.status, 201);
  });
  it('can be read again [ORD-2]', async () => {
    const { id } = await (await make('bread', 1)).json();
    assert.equal((await read(id)).status, 200);
  });`),
    id: 'hd3',
    what: 'a test sends JSON and calls it plain text',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ordersOf(`${CHANGED}
  it('are changed again [ORD-24]', async () => {
    const { id } = await (await make('bread', 1)).json();
    const version = (await read(id)).headers.get('etag');
    await change(id, 2, version);
    assert.equal((await change(id, 3, version)).status, 200);
  });`),
    id: 'hd4',
    what: 'a test shows a version that it has changed itself',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ordersOf(`
  it('can be deleted [ORD-7]', async () => {
    const { id } = await (await make('milk', 1)).json();
    assert.equal((await fetch(URL + '/orders/' + id, { method: 'DELETE' })).status, 204);
  });`),
    id: 'hd5',
    what: 'a test forgets to say who it is',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ordersOf(`
  it('are listed [ORD-3]', async () => {
    const answer = await fetch(URL + '/orders');
    assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
  });`),
    id: 'hd6',
    what: 'a test wants a type of content to the letter',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ordersOf(`
  it('are listed anew each time [ORD-23]', async () => {
    const answer = await fetch(URL + '/orders');
    assert.equal(answer.headers.get('cache-control'), 'no-cache');
  });`),
    id: 'hd7',
    what: 'a test wants another word than the document has',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ordersOf(`
  it('are made once [ORD-21]', async () => {
    const [one, two] = [await (await make('salt', 1)).json(), await (await make('salt', 1)).json()];
    assert.equal(two.id, one.id);
  });`),
    id: 'hd8',
    what: 'a test sends no key at all',
    expected: ['TEST_ARTIFACT'],
  },
];

const SERVICES: readonly Fault[] = [
  {
    ...ordersOf(
      `
  it('tell where they are [ORD-20]', async () => {
    const answer = await make('bread', 1);
    const { id } = await answer.json();
    assert.equal(answer.headers.get('location'), '/orders/' + id);
  });`,
      { file: 'orders.mjs', from: "{ location: '/orders/' + order.id }", to: '{}' },
    ),
    id: 'hd11',
    what: 'a new order does not say where it is',
    expected: ['SYSTEM_CRITICAL'],
  },
  {
    ...ordersOf(
      `
  it('are listed anew each time [ORD-23]', async () => {
    const answer = await fetch(URL + '/orders');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
  });`,
      { file: 'orders.mjs', from: "'no-store'", to: "'public, max-age=60'" },
    ),
    id: 'hd12',
    what: 'a list may be kept by caches',
    expected: ['SYSTEM_CRITICAL'],
  },
  {
    ...ordersOf(KEYED, {
      file: 'orders.mjs',
      from: "const key = headers['idempotency-key'];",
      to: "const key = headers['idempotency-key']?.slice(0, 1);",
    }),
    id: 'hd13',
    what: 'of a key only the beginning counts',
    expected: ['SYSTEM_CRITICAL'],
  },
  {
    ...ordersOf(CHANGED, {
      file: 'orders.mjs',
      from: 'if (shown !== tagOf(order))',
      to: 'if (shown !== tagOf({ ...order, count: order.count + 1 }))',
    }),
    id: 'hd14',
    what: 'the last version is refused',
    expected: ['SYSTEM_CRITICAL'],
  },
  {
    ...ordersOf(
      `
  it('can be deleted [ORD-25]', async () => {
    const { id } = await (await make('milk', 2)).json();
    assert.equal((await fetch(URL + '/orders/' + id, { method: 'DELETE', headers: CLERK })).status, 204);
  });`,
      {
        file: 'orders.mjs',
        from: "if (headers.authorization !== 'Bearer clerk-7')",
        to: "if (headers.authorization !== 'Bearer clerk-7' || find(id).count > 1)",
      },
    ),
    id: 'hd15',
    what: 'a clerk is taken for nobody, for some orders',
    expected: ['SYSTEM_CRITICAL'],
  },
  {
    ...ordersOf(
      `
  it('are taken in JSON [ORD-22]', async () => {
    assert.equal((await make('bread', 1, { 'content-type': 'application/json; charset=utf-8' })).status, 201);
  });`,
      { file: 'orders.mjs', from: '/^application\\/json\\b/', to: '/^application\\/json$/' },
    ),
    id: 'hd16',
    what: 'JSON that says how it is written is not taken',
    expected: ['SYSTEM_CRITICAL'],
  },
  {
    ...ordersOf(
      `
  it('are made once [ORD-21]', async () => {
    const once = { 'Idempotency-Key': 'K3' };
    const [one, two] = [await (await make('salt', 1, once)).json(), await (await make('salt', 1, once)).json()];
    assert.equal(two.id, one.id);
  });`,
      { file: 'orders.mjs', from: "headers['idempotency-key']", to: "headers['idempotence-key']" },
    ),
    id: 'hd17',
    what: 'the service writes the name of the header otherwise',
    expected: ['SYSTEM_CRITICAL'],
  },
  {
    ...ordersOf(
      `
  it('are told their total [ORD-1]', async () => {
    assert.equal((await (await make('bread', 3, { 'x-tenant': 'north' })).json()).total, 750);
  });
  it('are told their total, of many [ORD-1]', async () => {
    assert.equal((await (await make('bread', 9, { 'x-tenant': 'north' })).json()).total, 2250);
  });`,
      {
        file: 'orders.mjs',
        from: "const key = headers['idempotency-key'];",
        to: 'const key = body.count > 0 ? body.product : undefined;',
      },
    ),
    id: 'hd18',
    what: 'an order of the same product is answered with the first',
    expected: ['SYSTEM_CRITICAL'],
  },
];

const WISHES: readonly Fault[] = [
  {
    ...ordersOf(`
  it('can be read again [ORD-2]', async () => {
    const { id } = await (await make('bread', 1)).json();
    assert.equal((await read(id)).headers.get('cache-control'), 'max-age=60');
  });`),
    id: 'hd21',
    what: 'how long an order may be kept is nowhere said',
    expected: ['REQUIREMENT_GAP'],
  },
  {
    ...ordersOf(`
  it('are counted [ORD-26]', async () => {
    const answer = await fetch(URL + '/orders');
    const { orders } = await answer.json();
    assert.equal(answer.headers.get('x-total-count'), String(orders.length));
  });`),
    id: 'hd22',
    what: 'a header of a draft is not there',
    expected: ['REQUIREMENT_GAP'],
  },
];

/** Faults that only headers show, and services that are wrong in ways that look alike. */
export const WIDE_HEADER_FAULTS: readonly Fault[] = [...TESTS, ...SERVICES, ...WISHES, ...WIDE_HEADER_LATER_FAULTS];
