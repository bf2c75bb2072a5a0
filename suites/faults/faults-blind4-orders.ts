import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';
import { otherOrdersSuite } from './faults-blind2-orders.ts';
import type { Edit } from '../mutants/service-copies.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;
const LAST_TEST = "  it('can be deleted [ORD-7]'";

function edit(file: string, from: string, to: string): Edit {
  return { file, from, to };
}

/** Tests that were added to the suite as it is. */
function withTests(tests: string): Edit {
  return edit('orders.test.mjs', LAST_TEST, `${tests.trimStart()}\n\n${LAST_TEST}`.replace(/^it/u, '  it'));
}

/** Prices as they are on the machine where everybody tries things. */
const STAGING = `
import { createServer } from 'node:http';
const CENTS = new Map([['bread', 230], ['milk', 110]]);
createServer((request, response) => {
  const name = request.url.replace('/prices/', '');
  const cents = CENTS.get(name);
  const known = request.url === '/health' || cents !== undefined;
  response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(known ? { product: name, cents } : { error: 'no price' }));
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

const OURS = '<'.repeat(7);
const BETWEEN = '='.repeat(7);
const THEIRS = '>'.repeat(7);

/** Fourth blind part, on the service of orders. */
export const BLIND4_ORDERS_FAULTS: readonly Fault[] = [
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  let made;
  before(async () => {
    made = [];
    for (let one = 0; one < 12; one += 1) made.push(await (await make('salt', 1)).json());
    await fetch(URL + '/orders/' + made[0].id, { method: 'DELETE' });
  });
  it('can be deleted [ORD-7]', async () => {
    assert.equal((await fetch(URL + '/orders/' + made[0].id)).status, 404);
  });
  it('can be read although another was deleted [ORD-2]', async () => {
    for (const { id } of made.slice(1)) assert.equal((await fetch(URL + '/orders/' + id)).status, 200, 'order ' + id);
  });
  it('are listed although another was deleted [ORD-3]', async () => {
    const { orders } = await (await fetch(URL + '/orders')).json();
    assert.deepEqual(orders.map(({ id }) => id), made.slice(1).map(({ id }) => id));
  });`),
    id: 'z12',
    what: 'who deletes order 1 deletes 10, 11 and 12 as well',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      edit(
        'orders.mjs',
        '  orders.delete(find(id).id);\n',
        '  const { id: key } = find(id);\n  for (const known of orders.keys()) if (`${known}`.startsWith(`${key}`)) orders.delete(known);\n',
      ),
    ],
    signed: {
      why: 'ORD-2 and ORD-3, approved and critical: orders that nobody deleted can be read and are listed. The service has lost them by itself; no price is asked where that happens.',
      cites: 'Status 404 for order 10, made with 201 and never deleted; the list without 10 to 12; ORD-2, ORD-3.',
    },
  },
  {
    ...ORDERS,
    id: 'z13',
    what: 'the list has come to end after ten orders',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      edit('orders.mjs', '{ orders: [...orders.values()] }', '{ orders: [...orders.values()].slice(0, PAGE) }'),
      edit('orders.mjs', 'class Refusal', 'const PAGE = 10;\n\nclass Refusal'),
      withTests(`
  it('are listed, however many there are [ORD-3]', async () => {
    const made = [];
    for (let one = 0; one < 15; one += 1) made.push((await order('salt', 1)).body.id);
    const { body: list } = await ask('GET', '/orders');
    const listed = list.orders.map(({ id }) => id);
    assert.deepEqual(made.filter((id) => !listed.includes(id)), []);
  });

  it('are listed as soon as they are made [ORD-1, ORD-3]', async () => {
    const { body } = await order('milk', 2);
    const { body: list } = await ask('GET', '/orders');
    assert.equal(list.orders.find(({ id }) => id === body.id)?.total, 240);
  });`),
    ],
    signed: {
      why: 'ORD-3, approved and critical: all orders are listed. No document speaks of pages, and the answer gives no hint that there is more; each of the orders can be read by its id.',
      cites:
        'A list of ten where more were made with 201; ORD-3; the contract of GET /orders with orders as its only field.',
    },
  },
  {
    ...ORDERS,
    id: 'z14',
    what: 'prices hang up at the second question on one connection',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      edit(
        'prices.mjs',
        "  const name = (request.url ?? '')",
        "  request.socket.asked = (request.socket.asked ?? 0) + 1;\n  if (request.socket.asked > 1) return request.socket.destroy();\n  const name = (request.url ?? '')",
      ),
    ],
    signed: {
      why: 'Prices say by no header that a connection is good for one question, and the service keeps it as HTTP allows. Each is well by itself, asked once; what fails is every second exchange between them.',
      cites:
        'Status 500, here and there, for products that have a price; the log of the service: fetch failed, other side closed, with the address of the prices; prices ready and alive.',
    },
  },
  {
    ...ORDERS,
    id: 'z15',
    what: 'the service asks the prices of the staging environment',
    expected: ['INTEGRATION_ISSUE'],
    files: { 'staging.mjs': STAGING },
    change: (config) => {
      config.setIn(
        ['components', 'staging'],
        config.createNode({
          kind: 'service',
          command: ['node', 'staging.mjs'],
          ports: ['http'],
          urls: { http: 'http://${staging.host}:${staging.ports.http}' },
          env: { PORT: '${staging.ports.http}' },
          ready: [{ http: '${staging.urls.http}/health', status: 200 }],
        }),
      );
      config.addIn(['components', 'service', 'requires'], 'staging');
      setServiceVariable(config, 'PRICES_URL', '${staging.urls.http}');
    },
    signed: {
      why: 'The service multiplies rightly what it is told, and prices have the right prices: a setting leads the one past the other. Mending that one line turns it green.',
      cites:
        'PRICES_URL in the configuration, with the address of staging; a total of 690 where the prices say 250 each; 422 for salt, which the prices know; no connection from the service to the prices.',
    },
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  // One for each day until the fair.
  const daysLeft = () => Math.ceil((Date.parse('2025-06-28') - Date.now()) / 86_400_000);
  it('are made [ORD-1]', async () => {
    assert.equal((await make('milk', 2)).status, 201);
  });
  it('are made for every day until the fair [ORD-1]', async () => {
    assert.equal((await make('bread', daysLeft())).status, 201);
  });
  it('for the fair have their total [ORD-1]', async () => {
    const { total } = await (await make('bread', daysLeft())).json();
    assert.equal(total, daysLeft() * 250);
  });`),
    id: 'z16',
    what: 'a test counts the days to a date that is long past',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'The count is below zero since the fair, and ORD-6, approved, says 400 for that: the service refuses rightly what the test should no longer send. On the day it was written it was green.',
      cites:
        'Status 400, count must be a whole number of at least 1; the date in the test against that of the run; ORD-6.',
    },
  },
  {
    ...ORDERS,
    id: 'z17',
    what: 'a merge was left half-done in the file of the tests',
    expected: ['TEST_ARTIFACT'],
    edits: [
      edit(
        'orders.test.mjs',
        '    assert.equal(body.total, 750);',
        `${OURS} HEAD\n    assert.equal(body.total, 750);\n${BETWEEN}\n    assert.equal(body.total, 3 * 250);\n${THEIRS} tidy-up`,
      ),
    ],
    signed: {
      why: 'The file cannot be read as a program, so that no test of it was run; the service was never asked.',
      cites:
        'SyntaxError with the file of the suite and its line, phase collection; the service ready; no connection to it.',
    },
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  const makeOne = () => fetch(URL + '/orders', { method: 'POST', body: JSON.stringify({ product: 'bread' }) });
  it('of no count are orders of one piece [ORD-9]', async () => {
    const answer = await makeOne();
    assert.equal(answer.status, 201);
    assert.equal((await answer.json()).count, 1);
  });
  it('of no count cost one piece [ORD-9]', async () => {
    assert.equal((await (await makeOne()).json()).total, 250);
  });`),
    id: 'z18',
    what: 'what an order without a count means is in dispute',
    expected: ['REQUIREMENT_GAP'],
    edits: [
      edit(
        'requirements.yaml',
        'contract:\n',
        `  - {
      id: ORD-9,
      text: 'An order without a count is one of a single piece (terms 3), or is answered with 400 (guide 4).',
      source: terms 3 against guide 4,
      status: conflicting,
      kind: behaviour,
      names: [POST /orders],
    }
contract:
`,
      ),
    ],
    signed: {
      why: 'ORD-9 is marked as conflicting: by the guide the service is right, by the terms the test is. ORD-6 speaks of a count that is given. Nobody can be blamed before that is settled.',
      cites: 'Status conflicting of ORD-9, with both readings in its text; status 400 for an order without a count.',
    },
  },
];
