import type { Fault } from './fault.ts';
import { otherLedgerSuite } from './faults-ledger.ts';
import { LOGIN_PAGE, QUIET_TESTS, SEND_PAGE } from './faults-blind5-texts.ts';

const LEDGER = { service: 'ledger', suites: ['ledger', 'ledger-node'] } as const;

/** Fifth blind part, on the ledger in Python. */
export const BLIND5_LEDGER_FAULTS: readonly Fault[] = [
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def pay(source, target, amount, key):
    body = json.dumps({"from": source, "to": target, "amount": amount}).encode()
    request = urllib.request.Request(URL + "/transfers", body, {"Idempotency-Key": key}, method="POST")
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


def open_two():
    (_, source), (_, target) = open_account(), open_account()
    assert ask("POST", f"/accounts/{source['id']}/deposits", {"amount": 1000})[0] == 201
    return source["id"], target["id"]


def test_one_key_is_one_transfer():
    """REQ-LED-7"""
    source, target = open_two()
    first, again = (pay(source, target, 10, "rent 2026-11") for _ in range(2))
    assert first["id"] == again["id"]


def test_two_keys_are_two_transfers():
    """REQ-LED-7"""
    source, target = open_two()
    first, second = (pay(source, target, 10, f"invoice 2026-11-22 no {number}") for number in (1, 2))
    assert first["id"] != second["id"]


def test_a_transfer_is_taken_as_it_was_sent():
    """REQ-LED-3"""
    source, target = open_two()
    amounts = [pay(source, target, amount, f"salaries of November, no {amount}")["amount"] for amount in (100, 200, 300)]
    assert amounts == [100, 200, 300]
`),
    id: 'v19',
    what: 'of a key only the first sixteen characters count',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'ledger.py',
        from: 'request.headers.get("Idempotency-Key"))',
        to: '(request.headers.get("Idempotency-Key") or "")[:16] or None)',
      },
    ],
    signed: {
      why: 'REQ-LED-7 and REQ-LED-3, approved and critical: the same key is the first transfer, any other transfer is taken. Two keys that differ at their end are taken for one, and the second transfer is answered with 202 and never booked. All within one currency.',
      cites:
        'One id for two transfers with different keys; the amount of the first in the answer to the second; short keys in order; REQ-LED-7.',
    },
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def amounts_of(account):
    return [entry["amount"] for entry in ask("GET", f"/accounts/{account['id']}/entries")[1]["entries"]]


def deposit_all(amounts):
    _, account = open_account()
    for amount in amounts:
        assert ask("POST", f"/accounts/{account['id']}/deposits", {"amount": amount})[0] == 201
    return account


def test_few_entries_are_listed_oldest_first():
    """REQ-LED-8"""
    assert amounts_of(deposit_all([7, 5, 6])) == [7, 5, 6]


def test_many_entries_are_listed_oldest_first():
    """REQ-LED-8"""
    amounts = list(range(1, 16))
    assert amounts_of(deposit_all(amounts)) == amounts


def test_the_newest_entry_is_the_last():
    """REQ-LED-8"""
    assert amounts_of(deposit_all([*[100] * 95, 1]))[-1] == 1
`),
    id: 'v20',
    what: 'entries are put in order as if their numbers were words',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'book.py',
        from: 'WHERE account = ? ORDER BY id", account)',
        to: 'WHERE account = ? ORDER BY CAST(id AS TEXT)", account)',
      },
    ],
    signed: {
      why: 'REQ-LED-8, approved: oldest first. Entry 10 comes before entry 4; as long as the numbers have the same length nothing is seen of it. The ledger alone sorts.',
      cites:
        'Expected and actual list of the same amounts in another order; the list of three entries in order; REQ-LED-8.',
    },
  },
  {
    ...LEDGER,
    id: 'v21',
    what: 'whoever asks the rates is shown a page where one logs in',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      { file: 'rates.py', from: '        if self.headers', to: LOGIN_PAGE },
      { file: 'rates.py', from: '    def log_message', to: SEND_PAGE },
    ],
    signed: {
      why: 'Something was put before the rates that answers 200 with a page for people. The ledger brings the agreed key, says 503 rightly, and does all that needs no rate.',
      cites:
        'Status 503, which the contract says is of the rates; the log of the service: answered something else than a rate, JSONDecodeError; rates ready and alive; transfers of one currency are settled.',
    },
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_purse_is_empty(purse):
    """REQ-LED-1"""
    assert purse["balance"] == 0


def test_a_purse_can_be_filled(purse):
    """REQ-LED-2"""
    assert ask("POST", f"/accounts/{purse['id']}/deposits", {"amount": 5})[0] == 201
    assert ask("GET", f"/accounts/{purse['id']}")[1]["balance"] == 5


def test_a_purse_is_listed(purse):
    """REQ-LED-14"""
    assert purse["id"] in [account["id"] for account in ask("GET", "/accounts")[1]["accounts"]]
`),
    id: 'v22',
    what: 'tests want a fixture whose file was never checked in',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'Nothing in the project defines purse; pytest ends these tests in their set-up, before the ledger is asked. With the conftest.py of whoever wrote them they run.',
      cites: "fixture 'purse' not found, phase set-up, in three tests; no request of them to the service.",
    },
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def in_euros(cents):
    return cents / 100


def open_with(*amounts):
    _, account = open_account()
    for amount in amounts:
        assert ask("POST", f"/accounts/{account['id']}/deposits", {"amount": amount})[0] == 201
    return f"/accounts/{account['id']}"


def test_a_balance_is_the_sum_of_what_was_paid_in():
    """REQ-LED-2"""
    account = open_with(10, 20)
    assert in_euros(ask("GET", account)[1]["balance"]) == in_euros(10) + in_euros(20)


def test_entries_add_up_to_the_balance():
    """REQ-LED-8"""
    account = open_with(110, 220)
    entries = ask("GET", f"{account}/entries")[1]["entries"]
    assert sum(in_euros(entry["amount"]) for entry in entries) == in_euros(ask("GET", account)[1]["balance"])
`),
    id: 'v23',
    what: 'a test adds euros as floating-point numbers and wants them exact',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'The ledger answers whole cents, 30 and 330, which is right to the cent. The test divides by a hundred and compares sums that no float can hold exactly.',
      cites:
        '0.3 against 0.30000000000000004, and 3.3000000000000003 against 3.3, in the assertions; the division in the test; whole cents in REQ-LED-12.',
    },
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def ask_for_many_quotes():
    return [ask("GET", "/quotes?from=EUR&to=USD&amount=100") for _ in range(60)]


def test_quotes_are_not_for_free():
    assert ask_for_many_quotes()[-1][0] == 429


def test_who_asks_too_often_is_told_so():
    _, answer = ask_for_many_quotes()[-1]
    assert "too many" in answer.get("error", ""), answer
`),
    id: 'v24',
    what: 'a limit on quotes is demanded that nobody wrote down',
    expected: ['REQUIREMENT_GAP'],
    signed: {
      why: 'No document says how many quotes one may ask for, and 429 stands in none. The ledger answers each of the sixty. Somebody may want such a limit, and has to decide on it.',
      cites:
        'Status 200 of the sixtieth quote; no requirement and no code of the contract on how often; the tests cite nothing.',
    },
  },
  {
    ...LEDGER,
    id: 'v0b',
    what: 'nothing is wrong',
    expected: [],
    edits: [
      { file: 'rates.py', from: 'import sys\n', to: 'import sys\nimport time\n' },
      { file: 'rates.py', from: '        rate = (WORTH', to: '        time.sleep(0.9)\n        rate = (WORTH' },
      { file: 'test_ledger.py', from: 'import urllib.request\n', to: 'import urllib.request\n\nimport pytest\n' },
      { file: 'test_ledger.py', from: 'def test_a_killed_ledger_forgets_nothing():', to: QUIET_TESTS },
    ],
    signed: {
      why: 'Every test that has to pass passes. The rates are slow and within what the ledger waits; a draft fails as expected, one test is skipped with its reason.',
      cites: 'No test that failed; xfail and skip with their reasons.',
    },
  },
];
