import type { Fault } from './fault.ts';
import { otherLedgerSuite } from './faults-ledger.ts';
import { CONTROL, SENDING } from './own-ledger-suite.ts';

const LEDGER = { service: 'ledger' } as const;

/** Fourth blind part, on the ledger in Python: what is wrong with tests and with what is demanded. */
export const BLIND4_LEDGER_TEST_FAULTS: readonly Fault[] = [
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `

@pytest.fixture(scope="module")
def line():
    address = urllib.parse.urlsplit(URL)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
    yield connection
    connection.close()


def status_of(line, path):
    line.request("GET", path)
    return line.getresponse().status


def test_accounts_are_listed(line):
    """REQ-LED-14"""
    assert status_of(line, "/accounts") == 200


def test_health_is_told(line):
    assert status_of(line, "/health") == 200


def test_unknown_transfers_are_not_found(line):
    """REQ-LED-11"""
    assert status_of(line, "/transfers/4711") == 404
`,
      'import http.client\nimport urllib.parse\n\nimport pytest',
    ),
    id: 'z22',
    what: 'tests share a connection on which the last answer was not read',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'The client of the tests refuses to go on, because the test has left an answer lying. The first question was answered rightly, the others were spoilt by the test itself.',
      cites:
        'http.client.ResponseNotReady and CannotSendRequest, raised by the library in the process of the test; its state Request-sent; the service ready, without an error line.',
    },
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `

def rows(query, *values):
    with sqlite3.connect(os.path.join(os.environ["REALITY_DIR_DATA"], "ledger.db")) as db:
        return db.execute(query, values).fetchall()


def test_a_deposit_is_answered():
    """REQ-LED-2"""
    _, account = open_account()
    assert ask("POST", f"/accounts/{account['id']}/deposits", {"amount": 70})[0] == 201


def test_a_deposit_is_booked():
    """REQ-LED-2"""
    _, account = open_account()
    ask("POST", f"/accounts/{account['id']}/deposits", {"amount": 70})
    assert rows("SELECT amount FROM bookings WHERE account = ?", account["id"]) == [(70,)]


def test_an_owner_is_kept():
    """REQ-LED-1"""
    _, account = open_account("Grace")
    assert rows("SELECT name FROM owners WHERE id = ?", account["id"]) == [("Grace",)]
`,
      'import sqlite3',
    ),
    id: 'z23',
    what: 'tests look into tables of the service, by names that were never promised',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'How the service keeps its book is its own matter and in no document; the tests go behind its back and have the names wrong. By its routes it tells what the tests want to know.',
      cites:
        'sqlite3.OperationalError, no such table, raised in the test; the requests before it answered with 201; no table in the contract.',
    },
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `${CONTROL}

def test_health_is_up():
    assert ask("GET", "/health")[1]["status"] == "up"


def test_health_tells_that_the_rates_are_away():
    control("kill", "rates")
    try:
        assert ask("GET", "/quotes?from=EUR&to=USD&amount=10")[0] == 503
        assert ask("GET", "/health")[1]["status"] == "degraded"
    finally:
        control("start", "rates")
`,
      'import socket',
    ),
    id: 'z24',
    what: 'whether health speaks of the rates is nowhere written',
    expected: ['REQUIREMENT_GAP'],
    signed: {
      why: 'The contract gives health a status and the number of what is pending; no document says that it tells of the rates, and none forbids it. The service says 503 where it promised to. Somebody has to decide.',
      cites:
        'Status up where degraded was demanded, the test cites nothing; no requirement that speaks of health; the kill of the rates is journaled as intended.',
    },
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `${CONTROL}${SENDING}

@pytest.mark.skip(reason="the printer of statements is on loan")
def test_statements_are_printed():
    raise AssertionError("not today")


@pytest.mark.xfail(reason="reversals are a draft")
def test_a_transfer_is_reversed():
    """REQ-LED-16"""
    assert ask("POST", "/transfers/1/reversals")[0] == 201


def test_a_transfer_waits_for_the_rates():
    """REQ-LED-4, REQ-LED-5"""
    warnings.warn("CRITICAL: ConnectionRefusedError, rates unreachable", stacklevel=1)
    control("kill", "rates")
    assert ask("GET", "/quotes?from=EUR&to=USD&amount=10")[0] == 503
    made = send(40, "USD")
    time.sleep(4)
    assert ask("GET", f"/transfers/{made}")[1]["status"] == "pending"
    control("start", "rates")
    assert wait_until_ended(made)["credited"] == 50
`,
      'import socket\nimport time\nimport warnings\n\nimport pytest',
    ),
    id: 'z0b',
    what: 'nothing is wrong',
    expected: [],
    signed: {
      why: 'Every test that runs passes or fails as it says it will; one is skipped with its reason, the rates are killed on purpose, and the errors in the log of the service are of that time.',
      cites: 'No test that is not green, expected to fail, or skipped by itself.',
    },
  },
];
