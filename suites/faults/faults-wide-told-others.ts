import type { Fault } from './fault.ts';
import { otherLedgerSuite } from './faults-ledger.ts';
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

/** The same on ledger and cameras. */
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
];
