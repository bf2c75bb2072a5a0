import type { Fault } from './fault.ts';

const HEAD = `
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
const URL = process.env.REALITY_SERVICE_URL_HTTP;
async function ask(method, path, body) {
  const answer = await fetch(URL + path, { method, ...(body && { body: JSON.stringify(body) }) });
  return { status: answer.status, body: await answer.json() };
}
`;

/** The suite of node:test on the ledger with other tests in it. */
export function ledgerSuiteOf(body: string): Pick<Fault, 'service' | 'files' | 'suites'> {
  return {
    service: 'ledger',
    suites: ['ledger-node'],
    files: {
      'ledger.test.mjs': `${HEAD}
const openAccount = async () => (await ask('POST', '/accounts', { owner: 'Ada', currency: 'EUR' })).body.id;
describe('ledger', () => {
  it('does not know everybody [REQ-LED-11]', async () => {
    assert.equal((await ask('GET', '/accounts/4711')).status, 404);
  });
${body}
});
`,
    },
  };
}

/** The same on the parcels. */
export function parcelsSuiteOf(body: string): Pick<Fault, 'service' | 'files' | 'suites'> {
  return {
    service: 'parcels',
    suites: ['parcels-node'],
    files: {
      'parcels.test.mjs': `${HEAD}
const handIn = (to, postcode = '8001', grams = 100) => ask('POST', '/parcels', { to, postcode, grams });
describe('parcels', () => {
  it('that nobody handed in are not found [PAR-12]', async () => {
    assert.equal((await ask('GET', '/parcels/P999999')).status, 404);
  });
${body}
});
`,
    },
  };
}

/** Tests in node:test that are wrong in other ways, on ledger and parcels; and services that are, in ways that look alike. */
export const WIDE_TESTS_NODE_FAULTS: readonly Fault[] = [
  {
    ...ledgerSuiteOf(`
  it('keeps what was paid in', async (t) => {
    t.test('of one [REQ-LED-2]', async () => {
      const id = await openAccount();
      await new Promise((resolve) => setTimeout(resolve, 200));
      await ask('POST', '/accounts/' + id + '/deposits', { amount: 5 });
      assert.equal((await ask('GET', '/accounts/' + id)).body.balance, 5);
    });
  });`),
    id: 't49',
    what: 'a test does not wait for its parts',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ledgerSuiteOf(`
  it('lists its entries [REQ-LED-8]', async () => {
    const id = await openAccount();
    await Promise.all([1, 2, 3].map((amount) => ask('POST', '/accounts/' + id + '/deposits', { amount })));
    await ask('POST', '/accounts/' + id + '/deposits', { amount: 4 });
    const { entries } = (await ask('GET', '/accounts/' + id + '/entries')).body;
    assert.deepEqual(entries.map(({ amount }) => amount), [4, 3, 2, 1]);
  });`),
    id: 't50',
    what: 'a test wants the newest first where the oldest is promised first',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ledgerSuiteOf(`
  it('tells what would arrive [REQ-LED-9]', async () => {
    const { body } = await ask('GET', '/quotes?from=EUR&to=USD&amount=400');
    assert.strictEqual(body.rate, 1.25);
  });`),
    id: 't51',
    what: 'a test takes a text for a number',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...ledgerSuiteOf(`
  it('lists its entries [REQ-LED-8]', async () => {
    const id = await openAccount();
    for (const amount of [1, 2, 3]) await ask('POST', '/accounts/' + id + '/deposits', { amount });
    const { entries } = (await ask('GET', '/accounts/' + id + '/entries')).body;
    assert.deepEqual(entries.map(({ amount }) => amount), [1, 2, 3]);
  });`),
    id: 't53',
    what: 'entries are listed newest first',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'book.py',
        from: 'FROM entries WHERE account = ? ORDER BY id"',
        to: 'FROM entries WHERE account = ? ORDER BY id DESC"',
      },
    ],
  },
  {
    ...parcelsSuiteOf(`
  it('are read as they were told [PAR-7]', async () => {
    const { body } = await handIn('Zo\\u00eb M\\u00fcller');
    const again = await ask('GET', '/parcels/' + body.code);
    assert.equal(again.body.to, 'Zoe\\u0308 Mu\\u0308ller');
  });`),
    id: 't67',
    what: 'a test writes a letter in one piece and looks for it in two',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...parcelsSuiteOf(`
  it('are listed by their state [PAR-8]', async () => {
    const { body } = await handIn('Ada');
    const listed = await ask('GET', '/parcels?state=Accepted');
    assert.ok(listed.body.parcels.some(({ code }) => code === body.code), 'the parcel is not listed');
  });`),
    id: 't68',
    what: 'a test writes a state with a capital letter',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...parcelsSuiteOf(`
  it('are sorted to a depot [PAR-5]', async () => {
    const { body } = await handIn('Ada', '6500');
    await new Promise((resolve) => setTimeout(resolve, 3500));
    assert.equal(body.state, 'sorted');
  });`),
    id: 't69',
    what: 'a test waits, and looks at what it was told before',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...parcelsSuiteOf(`
  it('are all listed [PAR-8]', async () => {
    const codes = [];
    for (const name of ['Ada', 'Bob', 'Eve']) codes.push((await handIn(name)).body.code);
    const { parcels } = (await ask('GET', '/parcels')).body;
    assert.equal(parcels.length, codes.length - 1);
  });`),
    id: 't70',
    what: 'a test counts one too few',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...parcelsSuiteOf(`
  it('are read as they were told [PAR-7]', async () => {
    const { body } = await handIn('Zo\\u00eb M\\u00fcller');
    const again = await ask('GET', '/parcels/' + body.code);
    assert.equal(again.body.to, 'Zo\\u00eb M\\u00fcller');
  });`),
    id: 't71',
    what: 'names are taken apart into letters and accents',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'parcels/routes.go',
        from: '\t\tTo: wanted.To,',
        to: '\t\tTo: strings.NewReplacer("\\u00eb", "e\\u0308", "\\u00fc", "u\\u0308").Replace(wanted.To),',
      },
    ],
  },
];
