import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';
import { otherOrdersSuite } from './faults-blind2-orders.ts';
import { HALF_MERGED, PRICES_STAGING, TWO_SENTENCES } from './faults-blind5-texts.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;

const CHARGED = otherOrdersSuite(`
  const PRICES = process.env.REALITY_PRICES_URL_HTTP;
  for (const product of ['bread', 'milk', 'salt']) {
    it(\`of \${product} cost what the prices tell [ORD-1]\`, async () => {
      const { cents } = await (await fetch(PRICES + '/prices/' + product)).json();
      const { total } = await (await make(product, 2)).json();
      assert.equal(total, 2 * cents);
    });
  }
  it('of what has no price are refused [ORD-5]', async () => {
    assert.equal((await fetch(PRICES + '/prices/gold')).status, 404);
    assert.equal((await make('gold', 1)).status, 422);
  });`);

/** Fifth blind part, on the service of orders. */
export const BLIND5_ORDERS_FAULTS: readonly Fault[] = [
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  const made = async (product) => (await make(product, 1)).json();
  const forget = async ({ id }) => fetch(URL + '/orders/' + id, { method: 'DELETE' });
  it('outlive the end of others [ORD-2]', async () => {
    const [first, second] = [await made('bread'), await made('milk')];
    assert.equal((await forget(first)).status, 204);
    await made('salt');
    assert.deepEqual(await (await fetch(URL + '/orders/' + second.id)).json(), second);
  });
  it('are all listed, whichever were deleted [ORD-3]', async () => {
    const [one, other] = [await made('salt'), await made('bread')];
    await forget(one);
    const last = await made('milk');
    const { orders } = await (await fetch(URL + '/orders')).json();
    for (const order of [other, last]) assert.ok(orders.some(({ product, id }) => id === order.id && product === order.product));
  });`),
    id: 'v12',
    what: 'a new order takes the number of one that is still there',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'orders.mjs', from: '  lastId += 1;', to: '  lastId = orders.size + 1;' }],
    signed: {
      why: 'ORD-2 and ORD-3, approved and critical: an order can be read again, and all are listed. Once another was deleted a new one is written in its place, and it is lost. The prices have no part in it.',
      cites:
        'GET /orders/:id answers another product than POST /orders did for the same id, after a DELETE that succeeded; ORD-2 and ORD-3.',
    },
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  const WANTED = Array.from({ length: 12 }, (_, index) => ({ product: ['bread', 'milk', 'salt'][index % 3], count: index + 1 }));
  const CENTS = { bread: 250, milk: 120, salt: 80 };
  it('that come one after the other have their totals [ORD-1]', async () => {
    for (const { product, count } of WANTED) assert.equal((await (await make(product, count)).json()).total, CENTS[product] * count);
  });
  it('that come at once have their totals [ORD-1]', async () => {
    const answers = await Promise.all(WANTED.map(({ product, count }) => make(product, count)));
    const totals = await Promise.all(answers.map(async (answer) => (await answer.json()).total));
    assert.deepEqual(totals, WANTED.map(({ product, count }) => CENTS[product] * count));
  });
  it('that come at once are all listed as they came [ORD-3]', async () => {
    await Promise.all([1001, 1002, 1003, 1004, 1005, 1006].map((count) => make('salt', count)));
    const { orders } = await (await fetch(URL + '/orders')).json();
    const counts = orders.map(({ count }) => count).filter((count) => count > 1000);
    assert.deepEqual(counts.toSorted(), [1001, 1002, 1003, 1004, 1005, 1006]);
  });`),
    id: 'v13',
    what: 'orders that come at once share one place in memory',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: 'async function create(_, body) {\n',
        to: 'let wanted;\n\nasync function create(_, body) {\n  wanted = body;\n',
      },
      {
        file: 'orders.mjs',
        from: 'count: body.count, total: cents * body.count };',
        to: 'count: wanted.count, total: cents * wanted.count };',
      },
    ],
    signed: {
      why: 'ORD-1, approved and critical: the total is count times price. Each order alone is right; while the price of one is awaited the next overwrites its count. The prices answer each request as they should.',
      cites:
        'Totals and counts of other orders in the answers that were asked for at once, right ones for the same orders one after the other; ORD-1.',
    },
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('are made, of whatever there is [ORD-1]', async () => {
    for (const product of ['bread', 'milk', 'salt']) assert.equal((await make(product, 1)).status, 201, product);
  });
  it('are made again of the same [ORD-1]', async () => {
    assert.equal((await make('milk', 1)).status, 201);
    assert.equal((await make('milk', 2)).status, 201);
  });
  it('cost what the prices tell, whenever they are asked', async () => {
    const asked = Array.from({ length: 4 }, () => fetch(process.env.REALITY_PRICES_URL_HTTP + '/prices/salt'));
    assert.deepEqual((await Promise.all(asked)).map(({ status }) => status), [200, 200, 200, 200]);
  });`),
    id: 'v14',
    what: 'every second request reaches a copy of the prices that has no products yet',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'prices.mjs',
        from: 'createServer((request, response) => {\n',
        to: 'let turn = 0;\n\ncreateServer((request, response) => {\n',
      },
      {
        file: 'prices.mjs',
        from: '  const cents = CENTS.get(name);\n',
        to: "  if (request.url !== '/health') turn += 1;\n  const copy = turn % 2 === 0 ? new Map() : CENTS;\n  const cents = copy.get(name);\n",
      },
    ],
    signed: {
      why: 'The prices say of one and the same product now what it costs and now that there is none; the service tells its caller what it was told, 422 as ORD-5 has it. The other program contradicts itself.',
      cites:
        'The prices asked directly: 200 and 404 for salt in turn; status 422 for products that were ordered before with 201; both components ready and alive.',
    },
  },
  {
    ...ORDERS,
    files: { ...CHARGED.files, 'prices-staging.mjs': PRICES_STAGING },
    id: 'v15',
    what: 'the service asks the prices that are kept for trials',
    expected: ['INTEGRATION_ISSUE'],
    change: (config) => {
      config.setIn(
        ['components', 'staging'],
        config.createNode({
          kind: 'service',
          command: ['node', 'prices-staging.mjs'],
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
      why: 'The service reckons rightly with the prices that it is told; PRICES_URL leads to another instance than the one that counts. Both instances and the service are well, the setting that joins them is wrong.',
      cites:
        'PRICES_URL equals the address of staging; no connection from the service to prices; the prices asked directly tell 250 for bread, the totals are made of 230.',
    },
  },
  {
    ...ORDERS,
    id: 'v16',
    what: 'a file of tests still holds both sides of a merge',
    expected: ['TEST_ARTIFACT'],
    files: { 'orders.test.mjs': HALF_MERGED },
    signed: {
      why: 'The file cannot be read by Node, no test of it ran, and the service was not asked. Who ends the merge has it green.',
      cites:
        'SyntaxError at <<<<<<< HEAD in orders.test.mjs while the suite was loaded; the service ready, without a request.',
    },
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  const anyCount = () => Math.floor(Math.random() * 4);
  const anyProduct = () => ['bread', 'milk', 'salt'][Math.floor(Math.random() * 3)];
  it('are made of all sorts [ORD-1]', async () => {
    for (let round = 1; round <= 60; round += 1) assert.equal((await make(anyProduct(), anyCount())).status, 201);
  });
  it('are listed, all of them [ORD-3]', async () => {
    const made = [];
    for (let round = 1; round <= 60; round += 1) made.push((await (await make(anyProduct(), anyCount())).json()).id);
    const { orders } = await (await fetch(URL + '/orders')).json();
    for (const wanted of made) assert.ok(orders.some(({ id }) => id === wanted), \`order \${wanted} is not listed\`);
  });`),
    id: 'v17',
    what: 'a test makes up its data by chance, and sometimes orders nothing',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'ORD-6, approved: a count below 1 is 400, and that is the answer to a count of 0. The numbers of the test begin at 0; with any of the others the order is made.',
      cites:
        'Status 400 and "count must be a whole number of at least 1"; Math.floor(Math.random() * 4) in the test, which may be 0; ORD-6.',
    },
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  const remove = ({ id }) => fetch(URL + '/orders/' + id, { method: 'DELETE' });
  it('are binding [ORD-10]', async () => {
    const made = await (await make('bread', 1)).json();
    assert.equal((await remove(made)).status, 409);
  });
  it('stay, whoever wants to be rid of them [ORD-10]', async () => {
    const made = await (await make('milk', 1)).json();
    await remove(made);
    assert.equal((await fetch(URL + '/orders/' + made.id)).status, 200);
  });`),
    id: 'v18',
    what: 'by the guide an order can be deleted, by the terms it cannot, and both are approved',
    expected: ['REQUIREMENT_GAP'],
    edits: [{ file: 'requirements.yaml', from: 'contract:\n', to: TWO_SENTENCES }],
    signed: {
      why: 'ORD-9, with ORD-7, lets orders be deleted; ORD-10 forbids it, and all are approved. The service does what the guide says; the people of guide and terms have to agree.',
      cites: 'The texts of ORD-9 and ORD-10, both approved, both of DELETE /orders/:id; status 204.',
    },
  },
];
