import type { Fault } from './fault.ts';
import { ordersOf } from './orders-with-headers.ts';

/** Of the later ones those of the orders. */
export const HEADER_ORDERS_FAULTS: readonly Fault[] = [
  {
    ...ordersOf(`
  it('tell where they are [ORD-20]', async () => {
    const answer = await make('bread', 1);
    const { id } = await answer.json();
    assert.equal(answer.headers.get('location'), URL + '/orders/' + id);
  });`),
    id: 'hd51',
    what: 'a test wants an address in full',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ordersOf(
      `
  it('tell where they are [ORD-20]', async () => {
    const answer = await make('bread', 1);
    const { id } = await answer.json();
    assert.equal(answer.headers.get('location'), '/orders/' + id);
  });`,
      { file: 'orders.mjs', from: "'/orders/' + order.id }", to: "'/orders/' + (order.id - 1) }" },
    ),
    id: 'hd52',
    what: 'a new order tells the address of another',
    expected: ['SYSTEM_CRITICAL'],
  },
  {
    ...ordersOf(
      `
  it('are not deleted by anybody [ORD-25]', async () => {
    const { id } = await (await make('milk', 2)).json();
    const answer = await fetch(URL + '/orders/' + id, { method: 'DELETE' });
    assert.equal(answer.status, 401);
    assert.ok(answer.headers.get('www-authenticate'), 'WWW-Authenticate is missing');
  });`,
      { file: 'orders.mjs', from: ", { 'www-authenticate': 'Bearer' }]", to: ']' },
    ),
    id: 'hd53',
    what: 'who is refused is not told how to say who he is',
    expected: ['SYSTEM_CRITICAL'],
  },
  {
    ...ordersOf(
      `
  it('are not deleted by anybody [ORD-25]', async () => {
    const { id } = await (await make('milk', 2)).json();
    assert.equal((await fetch(URL + '/orders/' + id, { method: 'DELETE' })).status, 401);
  });`,
      {
        file: 'orders.mjs',
        from: "if (headers.authorization !== 'Bearer clerk-7')",
        to: "if (headers.authorization !== undefined && headers.authorization !== 'Bearer clerk-7')",
      },
    ),
    id: 'hd54',
    what: 'who says nothing of himself is let in',
    expected: ['SYSTEM_CRITICAL'],
  },
  {
    ...ordersOf(`
  it('are told with the number of the request [ORD-2]', async () => {
    const { id } = await (await make('bread', 1)).json();
    const answer = await fetch(URL + '/orders/' + id, { headers: { 'x-request-id': 'r-4711' } });
    assert.equal(answer.headers.get('x-request-id'), 'r-4711');
  });`),
    id: 'hd55',
    what: 'whether the number of a request comes back is nowhere said',
    expected: ['REQUIREMENT_GAP'],
  },
  {
    ...ordersOf(`
  it('have a version [ORD-24]', async () => {
    const { id } = await (await make('bread', 1)).json();
    assert.equal((await read(id)).headers.get('etag'), id + '-1');
  });`),
    id: 'hd56',
    what: 'a test wants a version without its quotes',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ordersOf(`
  it('are changed [ORD-24]', async () => {
    const { id } = await (await make('bread', 1)).json();
    const answer = await fetch(URL + '/orders/' + id, { method: 'PUT', headers: JSON_TYPE, body: JSON.stringify({ count: 2 }) });
    assert.equal(answer.status, 200);
  });`),
    id: 'hd57',
    what: 'a test changes without the version that the document wants',
    expected: ['TEST_ARTIFACT'],
  },
];
