import type { Fault } from './fault.ts';
import { furtherSuite } from './faults-wide-many-orders.ts';
import { pair } from './pair.ts';

const ORDER = `const order = (product, count = 1) => ask('POST', '/orders', { product, count });
const PRICES = process.env.REALITY_PRICES_URL_HTTP;
`;

const ORDERS: readonly Fault[] = [
  {
    service: 'orders',
    suites: ['orders', 'counter'],
    ...furtherSuite(
      'counter',
      `${ORDER}
const within = async (ms, url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(ms) });
describe('counter', () => {
  it('has the price of salt at hand', async () => {
    assert.equal((await within(2000, PRICES + '/prices/salt')).status, 200);
  });
  it('takes an order of salt [ORD-1]', async () => {
    const body = JSON.stringify({ product: 'salt', count: 2 });
    assert.equal((await within(3000, URL + '/orders', { method: 'POST', body })).status, 201);
  });
  it('takes an order of bread', async () => {
    assert.equal((await order('bread')).status, 201);
  });
});
`,
    ),
    id: 'm31',
    what: 'the prices never answer for one product',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'prices.mjs',
        from: '  return cents === undefined',
        to: "  if (name === 'salt') return;\n  return cents === undefined",
      },
    ],
  },
  {
    service: 'orders',
    suites: ['orders', 'mixed'],
    ...furtherSuite(
      'mixed',
      `${ORDER}
describe('a mixed basket', () => {
  it('has a price for each', async () => {
    const totals = [];
    for (const product of ['bread', 'milk', 'salt']) totals.push((await order(product)).body.total);
    assert.equal(new Set(totals).size, 3);
  });
  it('costs what stands on the shelf', async () => {
    const { body } = await ask('GET', '/prices/milk', undefined, PRICES);
    assert.equal((await order('milk')).body.total, body.cents);
  });
  it('has its totals [ORD-1]', async () => {
    assert.deepEqual([(await order('milk', 2)).body.total, (await order('salt', 2)).body.total], [240, 160]);
  });
});
`,
    ),
    id: 'm32',
    what: 'a memory of prices does not ask of which product',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: '  const price = await answer.json();\n  return price.cents;',
        to: '  const price = await answer.json();\n  return (known ??= price.cents);',
      },
      { file: 'orders.mjs', from: 'async function priceOf(', to: 'let known;\n\nasync function priceOf(' },
    ],
  },
  {
    service: 'orders',
    suites: ['orders', 'undo'],
    ...furtherSuite(
      'undo',
      `${ORDER}
describe('undo', () => {
  it('takes an order from the list', async () => {
    const { body } = await order('bread');
    await ask('DELETE', \`/orders/\${body.id}\`);
    const { body: list } = await ask('GET', '/orders');
    assert.ok(!list.orders.some(({ id }) => id === body.id), 'still listed');
  });
  it('works once [ORD-7]', async () => {
    const { body } = await order('milk');
    await ask('DELETE', \`/orders/\${body.id}\`);
    assert.equal((await ask('DELETE', \`/orders/\${body.id}\`)).status, 404);
  });
});
`,
    ),
    id: 'm33',
    what: 'a deleted order is not deleted',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'orders.mjs', from: '  orders.delete(find(id).id);', to: '  find(id);' }],
  },
  {
    service: 'orders',
    suites: ['orders', 'invoices'],
    ...furtherSuite(
      'invoices',
      `
describe('invoices', () => {
  it('are there', async () => {
    assert.equal((await ask('GET', '/invoices')).status, 200);
  });
  it('are a list', async () => {
    const { body } = await ask('GET', '/invoices');
    assert.ok(Array.isArray(body.invoices));
  });
  it('have numbers', async () => {
    const { body } = await ask('GET', '/invoices');
    for (const { number } of body.invoices) assert.ok(number > 0);
  });
});
`,
    ),
    id: 'm34',
    what: 'a route of the contract was never built',
    expected: ['REQUIREMENT_GAP'],
  },
  {
    service: 'orders',
    suites: ['orders', 'quick'],
    ...furtherSuite(
      'quick',
      `
const order = (product, count = 1) => ask('POST', '/order', { product, count });
describe('quick orders', () => {
  it('are taken [ORD-1]', async () => {
    assert.equal((await order('bread')).status, 201);
  });
  it('have a total [ORD-1]', async () => {
    assert.equal((await order('milk', 2)).body.total, 240);
  });
  it('can be read [ORD-2]', async () => {
    const { body } = await order('salt');
    assert.equal((await ask('GET', \`/orders/\${body.id}\`)).status, 200);
  });
  it('are refused when there is nothing in them', async () => {
    assert.equal((await order('salt', 0)).status, 400);
  });
});
`,
    ),
    id: 'm35',
    what: 'a helper of the tests asks a route that there is not',
    expected: ['TEST_ARTIFACT'],
  },
];

const OPEN = `
const open = async (currency = 'EUR', balance = 0) => {
  const { body } = await ask('POST', '/accounts', { owner: 'Ada', currency });
  if (balance > 0) await ask('POST', \`/accounts/\${body.id}/deposits\`, { amount: balance });
  return body.id;
};
`;

const OTHERS: readonly Fault[] = [
  {
    service: 'ledger',
    suites: ['ledger', 'ledger-node', 'exchange'],
    ...furtherSuite(
      'exchange',
      `
describe('exchange', () => {
  it('gives more dollars than euros', async () => {
    const { body } = await ask('GET', '/quotes?from=EUR&to=USD&amount=1000');
    assert.ok(body.credited > 1000, \`\${body.credited} for 1000\`);
  });
  it('tells what arrives [REQ-LED-9]', async () => {
    const { body } = await ask('GET', '/quotes?from=EUR&to=USD&amount=2000');
    assert.equal(body.credited, 2500);
  });
});
`,
    ),
    id: 'm41',
    what: 'the rates are told the other way round',
    expected: ['INTEGRATION_ISSUE'],
    edits: [{ file: 'rates.py', from: 'WORTH[source] / WORTH[target]', to: 'WORTH[target] / WORTH[source]' }],
  },
  {
    service: 'ledger',
    suites: ['ledger', 'ledger-node', 'branch'],
    ...furtherSuite(
      'branch',
      `${OPEN}
describe('branch', () => {
  it('sees all of a family', async () => {
    const family = [];
    for (let one = 1; one <= 6; one += 1) family.push(await open());
    const { body } = await ask('GET', '/accounts');
    assert.deepEqual(family.filter((id) => !body.accounts.some((account) => account.id === id)), []);
  });
  it('sees the newest [REQ-LED-14]', async () => {
    const id = await open('CHF', 5);
    const { body } = await ask('GET', '/accounts');
    assert.equal(body.accounts.at(-1).id, id);
  });
});
`,
    ),
    id: 'm42',
    what: 'the list of accounts ends after five',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'book.py', from: '{ACCOUNT} ORDER BY id")', to: '{ACCOUNT} ORDER BY id LIMIT 5")' }],
  },
  {
    service: 'parcels',
    suites: ['parcels', 'parcels-node', 'loading'],
    ...furtherSuite(
      'loading',
      `
describe('loading', () => {
  it('knows where each zone is loaded', async () => {
    const { body } = await ask('GET', '/depots/1', undefined, process.env.REALITY_ZONES_URL_HTTP);
    assert.equal(body.depot, 'MITTE');
  });
  it('finds a parcel at its depot', async () => {
    const { body } = await ask('POST', '/parcels', { to: 'Ada', postcode: '8001', grams: 100 });
    await new Promise((done) => setTimeout(done, 3500));
    const { body: found } = await ask('GET', \`/parcels/\${body.code}\`);
    assert.equal(found.depot, 'MITTE');
  });
});
`,
    ),
    id: 'm51',
    what: 'whoever asks the zones for a depot is shown a page of maintenance',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'zones/main.go',
        from: '\t\tnumber, _ := strconv.Atoi(r.PathValue("zone"))\n',
        to: '\t\tif r != nil {\n\t\t\tw.Header().Set("Content-Type", "text/html")\n\t\t\t_, _ = w.Write([]byte("<h1>We are back soon</h1>"))\n\t\t\treturn\n\t\t}\n\t\tnumber, _ := strconv.Atoi(r.PathValue("zone"))\n',
      },
    ],
  },
  {
    service: 'parcels',
    suites: ['parcels', 'vans'],
    ...furtherSuite(
      'vans',
      `
const handIn = async (postcode) => (await ask('POST', '/parcels', { to: 'Ada', postcode, grams: 100 })).body.code;
const manifestOf = async (depot) => (await fetch(URL + '/manifests/' + depot)).text();
describe('vans', () => {
  it('carry nothing of elsewhere', async () => {
    const code = await handIn('8001');
    await new Promise((done) => setTimeout(done, 3500));
    assert.ok(!(await manifestOf('BERG')).includes(code));
  });
  it('carry what is theirs [PAR-6]', async () => {
    const codes = [await handIn('8001'), await handIn('6500')];
    await new Promise((done) => setTimeout(done, 3500));
    const lines = (await manifestOf('SUED')).trim().split('\\n').slice(1);
    assert.deepEqual(lines.filter((line) => codes.some((code) => line.startsWith(code))).length, 1);
  });
});
`,
    ),
    id: 'm52',
    what: 'a manifest lists the parcels of all depots',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'parcels/routes.go',
        from: 'p.State == Sorted && p.Depot == r.PathValue("depot")',
        to: 'p.State == Sorted || p.Depot == r.PathValue("depot")',
      },
    ],
  },
  {
    service: 'parcels',
    suites: ['parcels', 'pages'],
    ...furtherSuite(
      'pages',
      `
describe('pages', () => {
  before(async () => {
    for (let one = 1; one <= 3; one += 1) await ask('POST', '/parcels', { to: 'Ada', postcode: '8001', grams: 100 });
  });
  it('have as many parcels as are wanted', async () => {
    assert.equal((await ask('GET', '/parcels?limit=2')).body.parcels.length, 2);
  });
  it('are followed by another', async () => {
    const { body } = await ask('GET', '/parcels?limit=2');
    assert.equal(typeof body.next, 'string');
  });
});
`,
    ),
    id: 'm53',
    what: 'pages of the list are tested, which nobody ever promised',
    expected: ['REQUIREMENT_GAP'],
  },
];

/** One fault, felt by several tests: written when it was known how such tests are brought together. */
export const WIDE_SEVERAL_FAULTS: readonly Fault[] = [
  ...ORDERS,
  pair(ORDERS, ['m33', 'm34']),
  ...OTHERS,
  pair(OTHERS, ['m41', 'm42']),
];
