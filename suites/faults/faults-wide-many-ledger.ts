import type { Fault } from './fault.ts';
import { furtherSuite } from './faults-wide-many-orders.ts';
import { pair } from './pair.ts';

const OPEN = `
const open = async (currency, balance = 0) => {
  const { body } = await ask('POST', '/accounts', { owner: 'Ada', currency });
  if (balance > 0) await ask('POST', \`/accounts/\${body.id}/deposits\`, { amount: balance });
  return body.id;
};
const ended = async (id, withinMs = 5000) => {
  let found;
  for (const until = Date.now() + withinMs; Date.now() < until; await new Promise((done) => setTimeout(done, 50))) {
    found = (await ask('GET', \`/transfers/\${id}\`)).body;
    if (found.status !== 'pending') return found;
  }
  return found;
};
`;

const LEDGER: readonly Fault[] = [
  {
    service: 'ledger',
    suites: ['ledger', 'ledger-node', 'abroad'],
    ...furtherSuite(
      'abroad',
      `${OPEN}
describe('abroad', () => {
  it('money arrives', async () => {
    const [from, to] = [await open('EUR', 1000), await open('USD')];
    const { body } = await ask('POST', '/transfers', { from, to, amount: 100 });
    assert.equal((await ended(body.id)).status, 'settled');
  });
  it('a quote is told', async () => {
    const { body } = await ask('GET', '/quotes?from=EUR&to=CHF&amount=100');
    assert.equal(body.from, 'EUR');
  });
});
`,
    ),
    id: 'm21',
    what: 'the rates take another key since yesterday',
    expected: ['INTEGRATION_ISSUE'],
    edits: [{ file: 'rates.py', from: '!= os.environ["RATES_KEY"]', to: '!= os.environ["RATES_KEY"] + "-2"' }],
  },
  {
    service: 'ledger',
    suites: ['ledger', 'ledger-node', 'statements'],
    ...furtherSuite(
      'statements',
      `${OPEN}
describe('statements', () => {
  it('show what is left', async () => {
    const [from, to] = [await open('EUR', 1000), await open('EUR')];
    const { body } = await ask('POST', '/transfers', { from, to, amount: 300 });
    await ended(body.id);
    assert.equal((await ask('GET', \`/accounts/\${from}\`)).body.balance, 700);
  });
  it('agree with their entries [REQ-LED-8]', async () => {
    const [from, to] = [await open('EUR', 500), await open('EUR')];
    const { body } = await ask('POST', '/transfers', { from, to, amount: 200 });
    await ended(body.id);
    const { body: listed } = await ask('GET', \`/accounts/\${from}/entries\`);
    const sum = listed.entries.reduce((total, { amount }) => total + amount, 0);
    assert.equal((await ask('GET', \`/accounts/\${from}\`)).body.balance, sum);
  });
  it('list all accounts with what is left [REQ-LED-14]', async () => {
    const [from, to] = [await open('EUR', 100), await open('EUR')];
    const { body } = await ask('POST', '/transfers', { from, to, amount: 100 });
    await ended(body.id);
    const { body: listed } = await ask('GET', '/accounts');
    assert.equal(listed.accounts.find(({ id }) => id === from).balance, 0);
  });
});
`,
    ),
    id: 'm22',
    what: 'what goes out is not taken off a balance',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'book.py',
        from: 'FROM entries WHERE account = accounts.id) AS balance',
        to: 'FROM entries WHERE account = accounts.id AND amount > 0) AS balance',
      },
    ],
  },
  {
    service: 'ledger',
    suites: ['ledger', 'euros'],
    ...furtherSuite(
      'euros',
      `${OPEN}
describe('euros', () => {
  const send = async (euros, currency = 'EUR') => {
    const [from, to] = [await open('EUR', 1000), await open(currency)];
    return ask('POST', '/transfers', { from, to, amount: euros });
  };
  it('are taken [REQ-LED-3]', async () => {
    assert.equal((await send(3.5)).status, 202);
  });
  it('are changed [REQ-LED-5]', async () => {
    const { body } = await send(4.4, 'USD');
    assert.equal((await ended(body.id)).credited, 550);
  });
  it('are refused where there are too few', async () => {
    const { body } = await send(20.5);
    assert.equal((await ended(body.id)).reason, 'insufficient funds');
  });
});
`,
    ),
    id: 'm23',
    what: 'a helper sends euros where cents are wanted',
    expected: ['TEST_ARTIFACT'],
  },
  {
    service: 'ledger',
    suites: ['ledger', 'corrections'],
    ...furtherSuite(
      'corrections',
      `${OPEN}
describe('corrections', () => {
  const sent = async () => {
    const [from, to] = [await open('EUR', 1000), await open('EUR')];
    const { body } = await ask('POST', '/transfers', { from, to, amount: 100 });
    await ended(body.id);
    return { from, transfer: body.id };
  };
  it('of a transfer are taken', async () => {
    const { transfer } = await sent();
    assert.equal((await ask('POST', \`/transfers/\${transfer}/reversals\`)).status, 201);
  });
  it('bring the money back [REQ-LED-16]', async () => {
    const { from, transfer } = await sent();
    await ask('POST', \`/transfers/\${transfer}/reversals\`);
    assert.equal((await ask('GET', \`/accounts/\${from}\`)).body.balance, 1000);
  });
  it('are told at the transfer [REQ-LED-16]', async () => {
    const { transfer } = await sent();
    const { body } = await ask('POST', \`/transfers/\${transfer}/reversals\`);
    assert.equal(body.status, 'reversed');
  });
});
`,
    ),
    id: 'm24',
    what: 'reversals are tested, and are only wished for',
    expected: ['REQUIREMENT_GAP'],
  },
];

/** One fault, felt by several tests of several suites. */
export const WIDE_MANY_LEDGER_FAULTS: readonly Fault[] = [
  ...LEDGER,
  pair(LEDGER, ['m21', 'm22']),
  pair(LEDGER, ['m23', 'm24']),
];
