import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setServiceVariable } from './fault.ts';
import type { Fault, Place } from './fault.ts';
import { otherOrdersSuite } from './faults-blind2-orders.ts';
import { TLS_GATEWAY } from './gateways-blind4.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;

/** How the house issues what its programs show each other. */
const ISSUER = `[ca]
default_ca = house
[house]
database = issued.txt
new_certs_dir = .
rand_serial = yes
policy = names
default_md = sha256
copy_extensions = copy
[names]
commonName = supplied
`;

const VALID = ['-startdate', '20240901000000Z', '-enddate', '20250901000000Z'];

/** A key, and a certificate for the address of the prices that was good for a year. */
function issueCertificate({ folder }: Place): void {
  writeFileSync(join(folder, 'issuer.cnf'), ISSUER);
  writeFileSync(join(folder, 'issued.txt'), '');
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'gateway.key'];
  const whose = ['-subj', '/CN=prices.example.org', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const signed = ['-selfsign', '-keyfile', 'gateway.key', '-in', 'gateway.csr', '-out', 'gateway.crt', '-notext'];
  for (const argv of [
    ['req', '-new', ...kind, ...whose, '-out', 'gateway.csr'],
    ['ca', '-batch', '-config', 'issuer.cnf', ...signed, ...VALID],
  ]) {
    const { status, stderr } = spawnSync('openssl', argv, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`no certificate: ${stderr}`);
  }
}

/** Seventh blind part, on the service of orders. */
export const BLIND7_ORDERS_FAULTS: readonly Fault[] = [
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  const makeAtOnce = (many) =>
    Promise.all(Array.from({ length: many }, async (_, index) => (await make('bread', index + 1)).json()));
  it('have their total [ORD-1]', async () => {
    assert.deepEqual((await makeAtOnce(4)).map(({ total }) => total), [250, 500, 750, 1000]);
  });
  it('that come at once can be read again [ORD-2]', async () => {
    for (const order of await makeAtOnce(16)) {
      const answer = await fetch(URL + '/orders/' + order.id);
      assert.equal(answer.status, 200, 'order ' + order.id);
      assert.deepEqual(await answer.json(), order);
    }
  });
  it('that come at once are all listed [ORD-3]', async () => {
    const made = await makeAtOnce(32);
    const { orders } = await (await fetch(URL + '/orders')).json();
    for (const wanted of made) {
      const isListed = orders.some(({ id, count }) => id === wanted.id && count === wanted.count);
      assert.ok(isListed, \`order \${wanted.id} of \${wanted.count} is not listed\`);
    }
  });`),
    id: 'p7',
    what: 'the service runs in two processes, each with orders of its own',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: "import { createServer } from 'node:http';",
        to: "import cluster from 'node:cluster';\nimport { createServer } from 'node:http';",
      },
      {
        file: 'orders.mjs',
        from: 'server.listen(Number(process.env.PORT)',
        to: 'const WORKERS = 2;\nif (cluster.isPrimary) for (let one = 0; one < WORKERS; one += 1) cluster.fork();\nelse server.listen(Number(process.env.PORT)',
      },
    ],
    signed: {
      why: 'ORD-2 and ORD-3, approved and critical: an order can be read again, and all are listed. Orders are kept in memory, and since there are two processes each knows its own and counts from one by itself; what one of them was told the other does not know. The prices have no part in it.',
      cites:
        'One id in two answers 201 to different orders; another order, or 404, for an id that was answered with 201; a list without orders that were made; two processes below the service that serve its port; ORD-2, ORD-3.',
    },
  },
  {
    ...ORDERS,
    id: 'p8',
    what: 'a count of nothing is taken for one that was left out, and becomes one',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: 'async function create(_, body) {\n',
        to: 'async function create(_, given) {\n  const body = { ...given, count: given.count || 1 };\n',
      },
      {
        file: 'orders.test.mjs',
        from: "  it('can be deleted [ORD-7]'",
        to: `  it('of nothing are not listed [ORD-6]', async () => {
    const { body: before } = await ask('GET', '/orders');
    await order('salt', 0);
    const { body: after } = await ask('GET', '/orders');
    assert.deepEqual(after.orders, before.orders);
  });

  it('of less than nothing or of halves are refused [ORD-6]', async () => {
    for (const count of [-1, 1.5, '2']) assert.equal((await order('bread', count)).status, 400, String(count));
  });

  it('can be deleted [ORD-7]'`,
      },
    ],
    signed: {
      why: 'ORD-6, approved: a count below 1 is 400. The service takes 0 for a count that is missing, puts 1 in its place, and makes an order that nobody gave; other counts below 1 are refused. Everything happens before the prices are asked.',
      cites: 'Status 201 for a count of 0, and an order of count 1 in the list after it; 400 for -1; ORD-6.',
    },
  },
  {
    ...ORDERS,
    files: { 'gateway.mjs': TLS_GATEWAY },
    id: 'p9',
    what: 'the certificate under which the prices are reached has run out',
    expected: ['INTEGRATION_ISSUE'],
    change: (config, place) => {
      issueCertificate(place);
      config.setIn(
        ['components', 'gateway'],
        config.createNode({
          kind: 'service',
          command: ['node', 'gateway.mjs'],
          requires: ['prices'],
          ports: ['in'],
          env: { LISTEN: '${gateway.ports.in}', UPSTREAM: '${prices.ports.http}' },
          ready: [{ tcp: '${gateway.host}:${gateway.ports.in}' }],
        }),
      );
      config.addIn(['components', 'service', 'requires'], 'gateway');
      setServiceVariable(config, 'PRICES_URL', 'https://${gateway.host}:${gateway.ports.in}');
      setServiceVariable(config, 'NODE_EXTRA_CA_CERTS', join(place.folder, 'gateway.crt'));
    },
    signed: {
      why: 'The service trusts who issued the certificate, looks at it as it should, and refuses one whose time is over; the prices are well and right when asked directly. What stands between the two has not been renewed.',
      cites:
        'Status 500 for each order that needs a price; the log of the service: fetch failed, CERT_HAS_EXPIRED, certificate has expired; notAfter of gateway.crt; prices and gateway ready; what needs no price is served.',
    },
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  const order = async (product, count) => {
    const answer = await make(product, count);
    const body = await answer.json();
    if (!answer.ok) throw new Error(\`\${answer.status} \${body.error}\`);
    return body;
  };
  it('are made [ORD-1]', async () => {
    assert.equal((await order('bread', 2)).total, 500);
  });
  it('of what has no price are refused [ORD-5]', () => {
    assert.throws(() => order('gold', 1), /^Error: 422 no such product/);
  });
  it('of nothing are refused [ORD-6]', () => {
    assert.throws(() => order('bread', 0), /^Error: 400/);
  });
  it('are all listed [ORD-3]', async () => {
    const { id } = await order('salt', 3);
    const { orders } = await (await fetch(URL + '/orders')).json();
    assert.ok(orders.some((one) => one.id === id));
  });`),
    id: 'p10',
    what: 'tests wait for a function to throw that gives a promise',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'An async function never throws, it gives a promise that is refused later: assert.throws has seen nothing and says so, and nobody waits for the promise. ORD-5 and ORD-6, approved, say 422 and 400, which is what came; with assert.rejects the tests pass.',
      cites:
        'Missing expected exception, raised in orders.test.mjs; assert.throws before an async function, order; status 422 and 400 of the two requests, which is what the tests want; ORD-5, ORD-6.',
    },
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(
      `
  const ask = (path, more = {}) => fetch(URL + path, { ...PATIENCE, ...more });
  it('are listed [ORD-3]', async () => {
    const { id } = await (await make('bread', 1)).json();
    const { orders } = await (await ask('/orders')).json();
    assert.ok(orders.some((order) => order.id === id));
  });
  it('are still there after a while [ORD-2]', async function () {
    this.timeout(10_000);
    const order = await (await make('milk', 2)).json();
    await new Promise((resolve) => setTimeout(resolve, 3500));
    assert.deepEqual(await (await ask('/orders/' + order.id)).json(), order);
  });
  it('that nobody made are not found', async () => {
    assert.equal((await ask('/orders/4711')).status, 404);
  });
  it('can be deleted [ORD-7]', async () => {
    const { id } = await (await make('salt', 1)).json();
    assert.equal((await ask('/orders/' + id, { method: 'DELETE' })).status, 204);
  });`,
      '\n// No request waits longer than that.\nconst PATIENCE = { signal: AbortSignal.timeout(3000) };',
    ),
    id: 'p11',
    what: 'one time limit, begun when the file was loaded, is that of all requests',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'AbortSignal.timeout begins when it is made, and it was made once: three seconds after the file was loaded it ends every request that is given it, before anything is sent. The service answers the requests without it at once, in the same tests.',
      cites:
        'TimeoutError, The operation was aborted due to timeout, raised in orders.test.mjs, within milliseconds; AbortSignal.timeout(3000) at the head of the file; 201 for the orders of the same tests; no such request at the service.',
    },
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('are made [ORD-1]', async () => {
    assert.equal((await make('bread', 2)).status, 201);
  });
  it('that somebody presses twice are made once', async () => {
    const [one, other] = await Promise.all([make('milk', 3), make('milk', 3)]);
    assert.equal((await other.json()).id, (await one.json()).id);
  });
  it('that somebody presses twice are listed once', async () => {
    await Promise.all([make('salt', 77), make('salt', 77)]);
    const { orders } = await (await fetch(URL + '/orders')).json();
    assert.equal(orders.filter(({ count }) => count === 77).length, 1);
  });`),
    id: 'p12',
    what: 'whether an order that is pressed twice is one or two stands in no document',
    expected: ['REQUIREMENT_GAP'],
    signed: {
      why: 'No requirement says what becomes of a second order that is like the first and comes at once; by the guide a new order is answered with 201, and two came. Others may want it to be one: that has to be decided, and how the two would be told apart from two that are meant.',
      cites:
        'Two answers 201 with different ids; the tests cite nothing; the texts of ORD-1 and ORD-3, which are silent on it.',
    },
  },
];
