import type { Fault } from './fault.ts';
import { setServiceVariable } from './fault.ts';

const LEDGER = { service: 'ledger', suites: ['ledger', 'ledger-node'] } as const;

/** The suite in pytest with other tests in it; `head` stands before them. */
export function otherLedgerSuite(body: string, head = ''): Pick<Fault, 'files' | 'suites'> {
  return {
    suites: ['ledger'],
    files: {
      'test_ledger.py': `${head}
import json
import os
import urllib.error
import urllib.request

URL = os.environ["REALITY_SERVICE_URL_HTTP"]


def ask(method, path, body=None, timeout=10):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(URL + path, data, method=method)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def open_account(owner="Ada", **more):
    return ask("POST", "/accounts", {"owner": owner, "currency": "EUR"}, **more)


def test_unknown_accounts_are_not_found():
    """REQ-LED-11"""
    assert ask("GET", "/accounts/4711")[0] == 404
${body}`,
    },
  };
}

/** Second blind part, on the ledger in Python. */
export const LEDGER_FAULTS: readonly Fault[] = [
  {
    ...LEDGER,
    id: 'x15',
    what: 'a transfer that is sent twice with one key is booked twice',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      { file: 'book.py', from: 'self._one(f"{TRANSFER} WHERE key = ?", key) if key else None', to: 'None' },
      {
        file: 'book.py',
        from: 'values = (source, target, amount, key)',
        to: 'values = (source, target, amount, None)',
      },
    ],
    signed: {
      why: 'REQ-LED-7, approved and critical: the second transfer of one key books nothing. It books, between two accounts of one currency, where nobody else is asked.',
      cites: 'Two ids and a balance of 500 instead of one and 250; REQ-LED-7; no line of the rates.',
    },
  },
  {
    ...LEDGER,
    id: 'x16',
    what: 'deposits are not written through to the disk',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'book.py',
        from: '        with self._lock, self._db:\n            return {"id": self._enter(account, amount)',
        to: '        with self._lock:\n            return {"id": self._enter(account, amount)',
      },
    ],
    signed: {
      why: 'REQ-LED-13, approved and critical: what was answered with 201 outlives a kill. The suite killed the service on purpose; that the money is gone is the loss of data that was to be excluded.',
      cites: 'Balance 0 instead of 777 after kill and start; the kill is journaled as intended; REQ-LED-13.',
    },
  },
  {
    ...LEDGER,
    id: 'x17',
    what: 'the thread that settles ends at the first transfer that is refused',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'settler.py',
        from: 'logging.info("transfer %d %s", ended["id"], ended["status"])',
        to: "logging.info(f\"transfer {ended['id']} {ended['status']} {ended['credited']:d}\")",
      },
    ],
    signed: {
      why: 'REQ-LED-4, approved and critical: settled within 3 s whatever became of others. Since a refusal nothing is settled any more, and the log of the service holds the exception that ended its thread.',
      cites:
        'The traceback of thread settler in the log of the service, before the first test that fails; transfers that stay pending between accounts of one currency; REQ-LED-4.',
    },
  },
  {
    ...LEDGER,
    id: 'x18',
    what: 'the rates write their numbers with a comma',
    expected: ['INTEGRATION_ISSUE'],
    edits: [{ file: 'rates.py', from: '"rate": str(rate)', to: '"rate": str(rate).replace(".", ",")' }],
    signed: {
      why: 'Both programs run and are healthy; the other side has another form of a number than was agreed, and only what crosses the two fails.',
      cites:
        'Status 503, which the contract says is of the rates; the log of the service: answered something else than a rate; transfers of one currency are settled.',
    },
  },
  {
    ...LEDGER,
    id: 'x19',
    what: 'the rates take five seconds, and the service waits for two',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      { file: 'rates.py', from: 'import sys\n', to: 'import sys\nimport time\n' },
      { file: 'rates.py', from: '        rate = (WORTH', to: '        time.sleep(5)\n        rate = (WORTH' },
    ],
    signed: {
      why: 'The rates answer rightly and late, the service gives up as it should and says so; what fails is what needs both.',
      cites:
        'Status 503 and the log of the service: the rates do not answer, timed out; rates ready and alive; transfers of one currency are settled.',
    },
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_an_account_is_opened():
    """REQ-LED-1"""
    assert open_account(timeout=0.0005)[0] == 201
`),
    id: 'x20',
    what: 'a client of the test gives up after half a millisecond',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'No requirement promises an answer within half a millisecond; with any limit a client would set, the service answers.',
      cites:
        'TimeoutError raised in the test at its own limit, which stands in the frame; the service ready, without an error line.',
    },
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `

@pytest.fixture
def numbers():
    locale.setlocale(locale.LC_NUMERIC, "de_LI.UTF-8")
    yield
    locale.setlocale(locale.LC_NUMERIC, "C")


def test_a_balance_can_be_shown(numbers):
    """REQ-LED-1"""
    _, account = open_account()
    assert locale.format_string("%.2f", account["balance"] / 100) == "0.00"
`,
      'import locale\n\nimport pytest',
    ),
    id: 'x21',
    what: 'a fixture wants a locale that this host does not have',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'The set-up of the test fails on the host before the service is asked.',
      cites: 'locale.Error in the fixture, phase set-up; no exchange of that test with the service.',
    },
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_transfer_can_be_reversed():
    """REQ-LED-16"""
    (_, source), (_, target) = open_account(), open_account()
    assert ask("POST", f"/accounts/{source['id']}/deposits", {"amount": 5})[0] == 201
    _, made = ask("POST", "/transfers", {"from": source["id"], "to": target["id"], "amount": 5})
    status, answer = ask("POST", f"/transfers/{made['id']}/reversals")
    assert status == 201, answer
`),
    id: 'x22',
    what: 'a draft is tested, and the service says that it does not have it yet',
    expected: ['REQUIREMENT_GAP'],
    signed: {
      why: 'REQ-LED-16 and its route are drafts, and 501 says that it is not there; all else works.',
      cites: 'Status 501 on POST /transfers/:id/reversals; status draft of route and requirement.',
    },
  },
  {
    ...LEDGER,
    id: 'x23',
    what: 'a documented route was never joined to its code',
    expected: ['REQUIREMENT_GAP'],
    edits: [{ file: 'ledger.py', from: '    ("GET", r"/accounts/(\\d+)/entries", Ledger.list_entries),\n', to: '' }],
    signed: {
      why: 'GET /accounts/:id/entries is documented and absent, and the service is otherwise healthy. That the test then trips over a missing key is only how it shows.',
      cites:
        'The contract lists the route; asked directly the service answers 404 no such route, while the account itself is found.',
    },
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_the_name_of_an_owner_has_a_limit():
    """REQ-LED-17"""
    assert open_account("A" * 50)[0] == 400
`),
    id: 'x24',
    what: 'two documents disagree on the length of a name',
    expected: ['REQUIREMENT_GAP'],
    signed: {
      why: 'REQ-LED-17 is in conflict with itself, 40 or 70 characters; a name of 50 is right by one document and wrong by the other.',
      cites: 'Status conflicting of REQ-LED-17; the service took 50 characters with 201.',
    },
  },
  {
    ...LEDGER,
    id: 'x0a',
    what: 'nothing is wrong',
    expected: [],
    change: (config) => setServiceVariable(config, 'PYTHONWARNINGS', 'default'),
    signed: { why: 'Every test passes.', cites: 'No test that is not green.' },
  },
];
