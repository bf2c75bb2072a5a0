import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;

const OTHER_SUITE = (body: string): Pick<Fault, 'files'> => ({
  files: {
    'orders.test.mjs': `
import assert from 'node:assert/strict';
const URL = process.env.REALITY_SERVICE_URL_HTTP;
describe('orders', () => {
  it('is up', async () => {
    assert.equal((await fetch(URL + '/health')).status, 200);
  });
${body}
});
`,
  },
});

/** A second service, in which nobody records an exchange: the same judge must get along with less. */
export const ORDERS_FAULTS: readonly Fault[] = [
  {
    ...ORDERS,
    id: 'o1',
    what: 'totals forget the count',
    expected: ['SYSTEM_CRITICAL'],
    edits: [orders('cents * body.count', 'cents')],
  },
  {
    ...ORDERS,
    id: 'o2',
    what: 'an order of nothing ends the service',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      orders(
        "throw new Refusal(400, 'count",
        "setImmediate(() => { throw new RangeError('no count'); }); throw new Refusal(400, 'count",
      ),
    ],
  },
  {
    ...ORDERS,
    id: 'o3',
    what: 'an unknown id is answered with an empty order',
    expected: ['SYSTEM_CRITICAL'],
    edits: [orders('throw new Refusal(404, `no order ${id}`)', 'return {}')],
  },
  {
    ...ORDERS,
    id: 'o4',
    what: 'a new order is never answered',
    expected: ['SYSTEM_CRITICAL'],
    edits: [orders('  save();\n  return [201, order];', '  save();\n  return new Promise(() => undefined);')],
  },
  {
    ...ORDERS,
    id: 'o5',
    what: 'the address of the prices is another one',
    expected: ['INTEGRATION_ISSUE'],
    change: (config) => setServiceVariable(config, 'PRICES_URL', 'http://127.0.0.1:9109'),
  },
  {
    ...ORDERS,
    id: 'o6',
    what: 'the prices call their field otherwise',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      { file: 'prices.mjs', from: 'product: name, cents })', to: 'product: name, amount: { cents } })' },
      orders('return price.cents;', 'return price.cents.valueOf();'),
    ],
    isHeldOut: true,
  },
  {
    ...ORDERS,
    id: 'o7',
    what: 'the prices answer every request with 503',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'prices.mjs',
        from: 'send(response, 200, { product: name, cents })',
        to: "send(response, 503, { error: 'busy' })",
      },
    ],
  },
  {
    ...ORDERS,
    ...OTHER_SUITE(`
  it('are listed [ORD-3]', async () => {
    const list = await fetchOrders(URL);
    assert.ok(list.length >= 0);
  });`),
    id: 'o8',
    what: 'the test calls a function that it does not have',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ORDERS,
    ...OTHER_SUITE(`
  it('are listed [ORD-3]', async () => {
    const answer = await fetch('http://127.0.0.1:8080/orders');
    assert.equal(answer.status, 200);
  });`),
    id: 'o9',
    what: 'the test has an address of its own',
    expected: ['TEST_ARTIFACT'],
    isHeldOut: true,
  },
  {
    ...ORDERS,
    ...OTHER_SUITE(`
  it('can be billed', async () => {
    assert.equal((await fetch(URL + '/invoices')).status, 200, 'GET /invoices');
  });`),
    id: 'o10',
    what: 'a route is demanded that the service does not have',
    expected: ['REQUIREMENT_GAP'],
  },
  {
    ...ORDERS,
    ...OTHER_SUITE(`
  it('hold at most 1000 pieces [ORD-8]', async () => {
    const answer = await fetch(URL + '/orders', { method: 'POST', body: JSON.stringify({ product: 'bread', count: 1001 }) });
    assert.equal(answer.status, 400);
  });`),
    id: 'o11',
    what: 'a limit is demanded that is only a draft',
    expected: ['REQUIREMENT_GAP'],
    isHeldOut: true,
  },
  { ...ORDERS, id: 'o0', what: 'nothing is wrong', expected: [] },
];

function orders(from: string, to: string): { readonly file: string; readonly from: string; readonly to: string } {
  return { file: 'orders.mjs', from, to };
}
