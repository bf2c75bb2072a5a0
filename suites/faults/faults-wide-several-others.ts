import type { Fault } from './fault.ts';
import { furtherSuite } from './faults-wide-many-orders.ts';
import { pair } from './pair.ts';

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

/** Of the other services. */
export const WIDE_SEVERAL_OTHERS_FAULTS: readonly Fault[] = [...OTHERS, pair(OTHERS, ['m41', 'm42'])];
