import type { Fault } from './fault.ts';
import { otherLedgerSuite } from './faults-ledger.ts';

const LEDGER = { service: 'ledger' } as const;

/** Tests that are wrong in other ways, on the ledger; and services that are, in ways that look alike. */
export const WIDE_TESTS_LEDGER_FAULTS: readonly Fault[] = [
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_deposit_of_francs_and_cents():
    """REQ-LED-2"""
    _, account = open_account()
    status, _ = ask("POST", f"/accounts/{account['id']}/deposits", {"amount": 12.50})
    assert status == 201
`),
    id: 't41',
    what: 'a test pays in euros where cents are wanted',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_deposit_is_on_the_account():
    """REQ-LED-2"""
    _, account = open_account()
    ask("POST", f"/accounts/{account['id']}/deposits", {"amount": 10})
    assert ask("GET", f"/accounts/{account['id']}")[1]["balance"] == 1000
`),
    id: 't42',
    what: 'a test pays in euros and counts in cents',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `

def test_everybody_may_pay_in():
    """REQ-LED-2"""
    _, account = open_account()
    barrier = threading.Barrier(4)

    def pay(_):
        before = ask("GET", f"/accounts/{account['id']}")[1]["balance"]
        barrier.wait()
        ask("POST", f"/accounts/{account['id']}/deposits", {"amount": 50})
        barrier.wait()
        return ask("GET", f"/accounts/{account['id']}")[1]["balance"] - before

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(pay, range(4))) == [50, 50, 50, 50]
`,
      'import threading\nfrom concurrent.futures import ThreadPoolExecutor',
    ),
    id: 't43',
    what: 'four at once count on being alone with an account',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `

def test_all_are_listed():
    """REQ-LED-14"""
    for number in range(40):
        open_account(f"Ada the {number}th of her name")
    host, port = URL.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(b"GET /accounts HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n")
        time.sleep(0.5)
        head, _, body = connection.recv(1024).partition(b"\\r\\n\\r\\n")
    assert len(json.loads(body)["accounts"]) >= 40
`,
      'import socket\nimport time',
    ),
    id: 't44',
    what: 'a test reads the beginning of an answer and takes it for all',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_key_is_for_one_transfer():
    """REQ-LED-7"""
    (_, source), (_, target) = open_account(), open_account("Bob")
    ask("POST", f"/accounts/{source['id']}/deposits", {"amount": 500})
    made = []
    for _ in range(2):
        data = json.dumps({"from": source["id"], "to": target["id"], "amount": 250}).encode()
        request = urllib.request.Request(URL + "/transfers", data, {"Idempotence-Key": "k-1"}, method="POST")
        with urllib.request.urlopen(request, timeout=10) as answer:
            made.append(json.loads(answer.read())["id"])
    assert made[0] == made[1]
`),
    id: 't45',
    what: 'a test misspells the header that it is about',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `

def test_an_account_is_opened_by_a_form():
    """REQ-LED-1"""
    data = urllib.parse.urlencode({"owner": "Ada", "currency": "EUR"}).encode()
    with urllib.request.urlopen(urllib.request.Request(URL + "/accounts", data), timeout=10) as answer:
        assert answer.status == 201
`,
      'import urllib.parse',
    ),
    id: 't46',
    what: 'a test sends a form where JSON is wanted',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `

@pytest.fixture(scope="module")
def account(request, tmp_path):
    return open_account()[1]


def test_an_account_begins_with_nothing(account):
    """REQ-LED-1"""
    assert account["balance"] == 0
`,
      'import pytest',
    ),
    id: 't47',
    what: 'a fixture of the file wants one of the test',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def opened(owner="Ada", log=[]):
    log.append(open_account(owner)[1])
    return log


def test_an_account_is_opened():
    """REQ-LED-1"""
    assert [one["owner"] for one in opened("Bob")] == ["Bob"]


def test_an_account_has_its_owner():
    """REQ-LED-1"""
    assert [one["owner"] for one in opened("Eve")] == ["Eve"]
`),
    id: 't48',
    what: 'a list of a helper outlives the test',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_deposit_is_on_the_account():
    """REQ-LED-2"""
    _, account = open_account()
    ask("POST", f"/accounts/{account['id']}/deposits", {"amount": 1000})
    assert ask("GET", f"/accounts/{account['id']}")[1]["balance"] == 1000
`),
    id: 't52',
    what: 'deposits are kept in euros and told in cents',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'ledger.py',
        from: 'self._book.deposit(found["id"], amount_of(request.body))',
        to: 'self._book.deposit(found["id"], amount_of(request.body) // 100)',
      },
    ],
  },
];
