import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';
import { otherLedgerSuite } from './faults-ledger.ts';
import {
  BALANCER,
  CLOSINGS,
  CLOSING_PROMISE,
  GUARDED_GET,
  PAYMENTS,
  SEVERAL_QUOTES,
  TRANSFER_AND_KILL,
} from './faults-blind6-ledger-texts.ts';

const LEDGER = { service: 'ledger', suites: ['ledger', 'ledger-node'] } as const;

const QUOTES_SUITE = otherLedgerSuite(SEVERAL_QUOTES, 'import pytest');

/** A second instance of the rates, with a key of its own. */
const SECOND_RATES = {
  kind: 'service',
  command: ['python3', 'rates.py'],
  ports: ['http'],
  secrets: ['key'],
  urls: { http: 'http://${rates-b.host}:${rates-b.ports.http}' },
  env: { PORT: '${rates-b.ports.http}', RATES_KEY: '${rates-b.secrets.key}' },
  ready: [{ http: '${rates-b.urls.http}/health', status: 200 }],
};

/** What stands before both. */
const BETWEEN = {
  kind: 'service',
  command: ['node', 'balancer.mjs'],
  requires: ['rates', 'rates-b'],
  ports: ['http'],
  urls: { http: 'http://${balancer.host}:${balancer.ports.http}' },
  env: { LISTEN: '${balancer.ports.http}', INSTANCES: '${rates.urls.http} ${rates-b.urls.http}' },
  ready: [{ http: '${balancer.urls.http}/health', status: 200 }],
};

/** Sixth blind part, on the ledger in Python. */
export const BLIND6_LEDGER_FAULTS: readonly Fault[] = [
  {
    ...LEDGER,
    id: 'u21',
    what: 'entries hold a moment that cannot be made into JSON',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      { file: 'book.py', from: 'import time\n', to: 'import time\nfrom datetime import datetime, timezone\n' },
      {
        file: 'book.py',
        from: 'return self._all("SELECT id, amount, transfer, at FROM entries WHERE account = ? ORDER BY id", account)',
        to: `query = "SELECT id, amount, transfer, at FROM entries WHERE account = ? ORDER BY id"
        return [{**row, "at": datetime.fromtimestamp(row["at"], timezone.utc)} for row in self._all(query, account)]`,
      },
      {
        file: 'test_ledger.py',
        from: 'def test_a_quote_tells_what',
        to: `def test_an_account_without_money_has_no_entries():
    """REQ-LED-8"""
    assert ask("GET", f"/accounts/{open_account()}/entries") == (200, {"entries": []})


def test_a_quote_tells_what`,
      },
      {
        file: 'ledger.test.mjs',
        from: "it('does not send",
        to: `it('tells what was paid in, and when [REQ-LED-8]', async () => {
    const id = await openAccount('EUR', 35);
    const { status, body } = await ask('GET', \`/accounts/\${id}/entries\`);
    assert.deepEqual([status, body.entries.map(({ amount }) => amount)], [200, [35]]);
  });

  it('does not send`,
      },
    ],
    signed: {
      why: 'REQ-LED-8, approved: entries are listed. As soon as there is one, the service makes a datetime of it, fails when it writes the answer, and lets go of the connection without one. Nobody else has a part in that route.',
      cites:
        'Connections that end without an answer on GET /accounts/:id/entries; the log of the service: TypeError, Object of type datetime is not JSON serializable; the empty list of an account without entries, answered with 200; REQ-LED-8.',
    },
  },
  {
    ...LEDGER,
    id: 'u22',
    what: 'a column is added to the book at each start, and the second time it is there already',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'book.py',
        from: '        self._db.executescript(TABLES)\n',
        to: '        self._db.executescript(TABLES)\n        self._db.execute("ALTER TABLE accounts ADD COLUMN closed REAL")\n',
      },
      { file: 'test_ledger.py', from: '    assert balance_of(account) == 777\n', to: TRANSFER_AND_KILL },
    ],
    signed: {
      why: 'REQ-LED-13, approved and critical: what was answered with 201 is there after a kill. The suite killed the ledger on purpose and started it again; that it ends at once with a book that it has written itself is its own doing.',
      cites:
        'The traceback in the log of the service: sqlite3.OperationalError, duplicate column name; its end with status 1 before it was ready, after a start that the suite asked for; the first start in order; REQ-LED-13.',
    },
  },
  {
    ...LEDGER,
    ...QUOTES_SUITE,
    files: { ...QUOTES_SUITE.files, 'balancer.mjs': BALANCER },
    id: 'u23',
    what: 'of two instances of the rates one was left out when the key was changed',
    expected: ['INTEGRATION_ISSUE'],
    change: (config) => {
      config.setIn(['components', 'rates-b'], config.createNode(SECOND_RATES));
      config.setIn(['components', 'balancer'], config.createNode(BETWEEN));
      config.setIn(['components', 'service', 'requires'], config.createNode(['balancer']));
      setServiceVariable(config, 'RATES_URL', '${balancer.urls.http}');
    },
    signed: {
      why: 'The ledger brings the key that it was given, and one of the two instances between which its questions are shared knows another. It says 503 where it is told 401, as documented, and every second question is answered rightly.',
      cites:
        'Status 503, which the contract says is of the rates, and 200 for the same question; the log of the service: answered 401; 401 of rates-b alone in the log of the balancer; both instances ready; two keys in the configuration.',
    },
  },
  {
    ...LEDGER,
    id: 'u24',
    what: 'the rates end in an error of their own whenever dollars are asked for',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      { file: 'rates.py', from: 'import json\n', to: 'import json\nimport logging\n' },
      { file: 'rates.py', from: '"USD": Decimal("0.8"),', to: '"USD": None,' },
      { file: 'rates.py', from: '    def do_GET(self):\n', to: GUARDED_GET },
    ],
    signed: {
      why: 'The rates answer 500 for one currency and rightly for the others: their table has a hole. The ledger says 503 and lets the transfer wait, as it promises for rates that do not answer; francs and all of one currency work.',
      cites:
        'Status 503, which the contract says is of the rates; the log of the service: /rates/EUR/USD answered 500; the traceback in the log of the rates: TypeError with a Decimal and None; francs are changed.',
    },
  },
  {
    ...LEDGER,
    suites: ['ledger-node'],
    id: 'u25',
    what: 'a helper of the tests pays every bill with the same key',
    expected: ['TEST_ARTIFACT'],
    edits: [{ file: 'ledger.test.mjs', from: "it('does not send to the same account", to: PAYMENTS }],
    signed: {
      why: 'REQ-LED-7, approved and critical: a second transfer with the same key is the first one and books nothing. The helper has its key written into it; the first payment of the run is booked, and all later ones bring that one back. With a key for each payment the tests pass.',
      cites:
        'One and the same idempotency-key in all these requests, and one id in all answers; balance 0 instead of 120; the constant in the helper; REQ-LED-7.',
    },
  },
  {
    ...LEDGER,
    id: 'u26',
    what: 'the tests use a package that is not installed where they run',
    expected: ['TEST_ARTIFACT'],
    edits: [
      {
        file: 'test_ledger.py',
        from: 'import urllib.request\n\nURL',
        to: 'import urllib.request\n\nfrom bank_testkit.waiting import eventually\n\nURL',
      },
      {
        file: 'test_ledger.py',
        from: '    assert balance_of(open_account(balance=1250)) == 1250',
        to: '    account = open_account(balance=1250)\n    eventually(lambda: balance_of(account) == 1250, within_s=2)',
      },
    ],
    signed: {
      why: 'Python ends while it loads the file of the tests, at an import, before anything is asked. The package belongs to the tests and to no promise of the ledger, which the other suite finds in order.',
      cites:
        "ModuleNotFoundError: No module named 'bank_testkit', phase collection, at line and file of the test; no request of that suite to the service; the suite in Node green.",
    },
  },
  {
    ...LEDGER,
    id: 'u27',
    what: 'the guide tells how accounts are closed, and the ledger has no such route',
    expected: ['REQUIREMENT_GAP'],
    edits: [
      { file: 'test_ledger.py', from: 'def test_a_killed_ledger_forgets_nothing():', to: CLOSINGS },
      { file: 'requirements.yaml', from: '  - {\n      id: REQ-LED-16,', to: CLOSING_PROMISE },
      {
        file: 'requirements.yaml',
        from: "    - { name: 'GET /accounts/:id/entries'",
        to: "    - { name: 'DELETE /accounts/:id' }\n    - { name: 'GET /accounts/:id/entries'",
      },
      {
        file: 'requirements.yaml',
        from: "    - { code: '422'",
        to: "    - { code: '409', meaning: there is money on the account, blames: caller }\n    - { code: '422'",
      },
    ],
    signed: {
      why: 'DELETE /accounts/:id is documented and not there at all: the server answers 501, unsupported method, before any code of the ledger is reached. All other routes keep what they promise. Whether it is built or taken out of the guide has to be decided.',
      cites:
        'Status 501 for both, an empty account and one with money; the contract lists the route, and says of 501: not there yet, unsupported; GET of the same account answered with 200; REQ-LED-18.',
    },
  },
];
