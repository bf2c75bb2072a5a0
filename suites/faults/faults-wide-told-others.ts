import type { Fault } from './fault.ts';
import { otherLedgerSuite } from './faults-ledger.ts';
import { BREAD } from './faults-wide-told.ts';
import { suiteOf as ordersSuiteOf } from './faults-wide-tests-orders.ts';
import { suiteOf } from './own-suite.ts';

const LEDGER = { service: 'ledger' } as const;

const STATUS = `
  it('the first tells its name [REQ-CAM-010]', async () => {
    const client = await connect();
    assert.match(JSON.stringify((await client.call('get_camera_status', { device: 'video0' })).streams), /camera0/);
  });
  it('the second tells its name [REQ-CAM-010]', async () => {
    const client = await connect();
    const { streams } = await client.call('get_camera_status', { device: 'video1' });
    assert.equal(streams.rtsp.split('/').at(-1), `;

/** The same on ledger and cameras, and what was written later. */
export const WIDE_TOLD_OTHER_FAULTS: readonly Fault[] = [
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_deposit_is_there():
    """REQ-LED-2"""
    _, account = open_account()
    ask("POST", f"/accounts/{account['id']}/deposits", {"amount": 500})
    assert ask("GET", f"/accounts/{account['id']}")[1]["balance"] == 500


def test_an_account_begins_with_nothing():
    """REQ-LED-1"""
    open_account("Ben")
    assert ask("GET", "/accounts/1")[1]["balance"] == 0
`),
    id: 'wt21',
    what: 'a test looks at the account of another test',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_deposit_is_there():
    """REQ-LED-2"""
    _, account = open_account()
    ask("POST", f"/accounts/{account['id']}/deposits", {"amount": 500})
    assert ask("GET", f"/accounts/{account['id']}")[1]["balance"] == 500


def test_an_account_begins_with_nothing():
    """REQ-LED-1"""
    _, account = open_account("Ben")
    assert ask("GET", f"/accounts/{account['id']}")[1]["balance"] == 0
`),
    id: 'wt22',
    what: 'what is paid in is on all accounts',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'book.py',
        from: 'return self._one(f"{ACCOUNT} WHERE id = ?", account)',
        to: 'found = self._one(f"{ACCOUNT} WHERE id = ?", account)\n        return found and {**found, "balance": sum(one["balance"] for one in self.accounts())}',
      },
    ],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_quote_in_dollars():
    """REQ-LED-9"""
    assert ask("GET", "/quotes?from=EUR&to=USD&amount=1000")[1]["credited"] == 1250


def test_a_quote_in_francs():
    """REQ-LED-9"""
    assert ask("GET", "/quotes?from=EUR&to=CHF&amount=1000")[1]["credited"] == 1250
`),
    id: 'wt23',
    what: 'what dollars are worth is wanted of francs',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_quote_in_dollars():
    """REQ-LED-9"""
    assert ask("GET", "/quotes?from=EUR&to=USD&amount=1000")[1]["credited"] == 1250


def test_a_quote_in_francs():
    """REQ-LED-9"""
    assert ask("GET", "/quotes?from=EUR&to=CHF&amount=1000")[1]["credited"] == 952
`),
    id: 'wt24',
    what: 'each quote is reckoned by the first rate',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'ledger.py',
        from: 'rate = self._rates.rate(source, target)',
        to: 'rate = self._first = getattr(self, "_first", None) or self._rates.rate(source, target)',
      },
    ],
  },
  {
    ...suiteOf(`${STATUS}'camera0');\n  });`),
    id: 'wt25',
    what: 'what the first camera is called is wanted of the second',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...suiteOf(`${STATUS}'camera1');\n  });`),
    id: 'wt26',
    what: 'all cameras are told the stream of the first',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'methods-camera.ts',
        from: 'streams: client.streamUrls(camera.path),',
        to: "streams: client.streamUrls(camera.path.replace(/\\d+$/u, '0')),",
      },
    ],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_quote_in_dollars():
    """REQ-LED-9"""
    assert ask("GET", "/quotes?from=EUR&to=USD&amount=1000")[1]["credited"] == 1250


def test_a_quote_of_more():
    """REQ-LED-9"""
    assert ask("GET", "/quotes?from=EUR&to=USD&amount=2000")[1]["credited"] == 1250
`),
    id: 'wt31',
    what: 'what half of it is worth is wanted of all',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_quote_in_dollars():
    """REQ-LED-9"""
    assert ask("GET", "/quotes?from=EUR&to=USD&amount=1000")[1]["credited"] == 1250


def test_a_quote_of_more():
    """REQ-LED-9"""
    assert ask("GET", "/quotes?from=EUR&to=USD&amount=2000")[1]["credited"] == 2500
`),
    id: 'wt32',
    what: 'of more than a thousand only a thousand is reckoned',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'ledger.py', from: 'round(amount * rate)', to: 'round(min(amount, 1000) * rate)' }],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_an_account_is_opened():
    """REQ-LED-1"""
    assert open_account("Ada")[1]["balance"] == 0


def test_an_account_is_read():
    """REQ-LED-1"""
    open_account("Ben")
    assert ask("GET", f"/accounts/1")[1]["owner"] == "Ben"
`),
    id: 'wt33',
    what: 'a test reads the first account, which is of somebody else',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_an_account_is_opened():
    """REQ-LED-1"""
    assert open_account("Ada")[1]["balance"] == 0


def test_an_account_is_read():
    """REQ-LED-1"""
    _, account = open_account("Ben")
    assert ask("GET", f"/accounts/{account['id']}")[1]["owner"] == "Ben"
`),
    id: 'wt34',
    what: 'each account has the owner of the first',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'book.py',
        from: 'return self._one(f"{ACCOUNT} WHERE id = ?", account)',
        to: 'found = self._one(f"{ACCOUNT} WHERE id = ?", account)\n        return found and {**found, "owner": self.accounts()[0]["owner"]}',
      },
    ],
  },
  {
    service: 'orders',
    suites: ['orders'],
    ...ordersSuiteOf(`${BREAD}
  it('are read again [ORD-2]', async () => {
    await order('milk', 2);
    const { body } = await ask('GET', '/orders/1');
    assert.equal(body.count, 2);
  });`),
    id: 'wt35',
    what: 'a test counts the pieces of an order that another test made',
    expected: ['TEST_ARTIFACT'],
  },
  {
    service: 'orders',
    suites: ['orders'],
    ...ordersSuiteOf(`${BREAD}
  it('are read again [ORD-2]', async () => {
    const { body: made } = await order('milk', 2);
    const { body } = await ask('GET', '/orders/' + made.id);
    assert.equal(body.count, 2);
  });`),
    id: 'wt36',
    what: 'reading tells the pieces of the order before',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: '(id) => [200, find(id)]',
        to: '(id) => [200, { ...find(id), count: (orders.get(Number(id) - 1) ?? find(id)).count }]',
      },
    ],
  },
];
