import type { Edit } from '../mutants/service-copies.ts';
import type { Fault } from './fault.ts';

/** Orders that go by headers: where a new one is, keys, types, versions, caches, and who may delete. */
const SERVICE: readonly Edit[] = [
  {
    file: 'orders.mjs',
    from: "const [status, body] = await answer(request).catch(explain);\n  response.writeHead(status, { 'content-type': 'application/json' });",
    to: "const [status, body, more] = await answer(request).catch(explain);\n  response.writeHead(status, { 'content-type': 'application/json', ...more });",
  },
  {
    file: 'orders.mjs',
    from: "return route(id, text === '' ? {} : JSON.parse(text));",
    to: `if (request.method === 'POST' && !/^application\\/json\\b/.test(request.headers['content-type']))
    throw new Refusal(415, 'this type of content is not taken');
  return route(id, text === '' ? {} : JSON.parse(text), request.headers);`,
  },
  {
    file: 'orders.mjs',
    from: 'async function create(_, body) {\n',
    to: `const keys = new Map();

async function create(_, body, headers) {
  const key = headers['idempotency-key'];
  if (keys.has(key)) return keys.get(key);
`,
  },
  {
    file: 'orders.mjs',
    from: 'return [201, order];',
    to: "const made = [201, order, { location: '/orders/' + order.id }];\n  if (key !== undefined) keys.set(key, made);\n  return made;",
  },
  {
    file: 'orders.mjs',
    from: "'GET /orders': () => [200, { orders: [...orders.values()] }],",
    to: "'GET /orders': () => [200, { orders: [...orders.values()] }, { 'cache-control': 'no-store' }],",
  },
  {
    file: 'orders.mjs',
    from: "'GET /orders/:id': (id) => [200, find(id)],",
    to: "'GET /orders/:id': (id) => [200, find(id), { etag: tagOf(find(id)) }],\n  'PUT /orders/:id': change,",
  },
  {
    file: 'orders.mjs',
    from: 'function remove(id) {\n',
    to: `const tagOf = ({ id, count }) => '"' + id + '-' + count + '"';

function change(id, body, headers) {
  const order = find(id);
  const shown = headers['if-match'];
  if (shown === undefined) throw new Refusal(428, 'the version is missing');
  if (shown !== tagOf(order)) throw new Refusal(412, 'it was changed meanwhile');
  Object.assign(order, { total: (order.total / order.count) * body.count, count: body.count });
  return [200, order, { etag: tagOf(order) }];
}

function remove(id, _, headers) {
  if (headers.authorization !== 'Bearer clerk-7') return [401, { error: 'who are you?' }, { 'www-authenticate': 'Bearer' }];
`,
  },
];

const MORE = `  - { id: ORD-20, text: 'A new order is answered with 201 and the Location at which it can be read.', source: guide 3, status: approved, critical: true, kind: behaviour, names: [POST /orders] }
  - { id: ORD-21, text: 'A second order with the same Idempotency-Key is the first one.', source: guide 3, status: approved, critical: true, kind: behaviour, names: [POST /orders] }
  - { id: ORD-22, text: 'Orders are taken as application/json; anything else is 415.', source: guide 3, status: approved, critical: true, kind: error, names: [POST /orders] }
  - { id: ORD-23, text: 'The list of orders is answered with Cache-Control: no-store.', source: guide 3, status: approved, critical: true, kind: behaviour, names: [GET /orders] }
  - { id: ORD-24, text: 'An order is read with its ETag, and changed with an If-Match that holds the last one; another is 412, none is 428.', source: guide 3, status: approved, critical: true, kind: behaviour, names: ['PUT /orders/:id', 'GET /orders/:id'] }
  - { id: ORD-25, text: 'Only a clerk deletes orders, by an Authorization; anybody else is 401, with WWW-Authenticate.', source: guide 3, status: approved, critical: true, kind: behaviour, names: ['DELETE /orders/:id'] }
  - { id: ORD-26, text: 'The list of orders tells X-Total-Count.', source: wish list, status: draft, critical: false, kind: behaviour, names: [GET /orders] }
contract:
`;

const ROUTE: Edit = {
  file: 'requirements.yaml',
  from: "    - { name: 'DELETE /orders/:id', status: approved }\n",
  to: "    - { name: 'DELETE /orders/:id', status: approved }\n    - { name: 'PUT /orders/:id', status: approved }\n",
};

/** The suite with other tests in it. */
export function ordersOf(
  body: string,
  ...wrong: readonly Edit[]
): Pick<Fault, 'service' | 'suites' | 'files' | 'edits'> {
  return {
    service: 'orders',
    suites: ['orders'],
    edits: [...SERVICE, ROUTE, { file: 'requirements.yaml', from: 'contract:\n', to: MORE }, ...wrong],
    files: {
      'orders.test.mjs': `
import assert from 'node:assert/strict';
const URL = process.env.REALITY_SERVICE_URL_HTTP;
const JSON_TYPE = { 'content-type': 'application/json' };
const CLERK = { authorization: 'Bearer clerk-7' };
const make = (product, count, headers = {}) =>
  fetch(URL + '/orders', { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify({ product, count }) });
const read = (id) => fetch(URL + '/orders/' + id);
const change = (id, count, version) =>
  fetch(URL + '/orders/' + id, { method: 'PUT', headers: { ...JSON_TYPE, 'if-match': version }, body: JSON.stringify({ count }) });
describe('orders', () => {
  it('are counted in pieces [ORD-6]', async () => {
    assert.equal((await make('bread', -1)).status, 400);
  });
  it('are deleted by clerks [ORD-25]', async () => {
    const { id } = await (await make('milk', 1)).json();
    assert.equal((await fetch(URL + '/orders/' + id, { method: 'DELETE', headers: CLERK })).status, 204);
  });
${body}
});
`,
    },
  };
}
