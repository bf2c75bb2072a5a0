import type { Fault } from './fault.ts';
import { otherLedgerSuite } from './faults-ledger.ts';

const LEDGER = { service: 'ledger' } as const;

/** Pays in and looks, but not at how paying in ended. */
const PAYS = `

def paid(*amounts):
    _, account = open_account()
    for amount in amounts:
        ask("POST", f"/accounts/{account['id']}/deposits", {"amount": amount})
    return f"/accounts/{account['id']}"

`;

/** Tests that are wrong by a value that nobody else has, on the ledger; and services that are, in ways that look alike. */
export const WIDE_ORIGIN_LEDGER_FAULTS: readonly Fault[] = [
  {
    ...LEDGER,
    ...otherLedgerSuite(`${PAYS}
def test_what_was_paid_in_is_there():
    """REQ-LED-2"""
    assert ask("GET", paid(500, 12.5))[1]["balance"] == 512.5


def test_entries_are_listed():
    """REQ-LED-8"""
    assert [entry["amount"] for entry in ask("GET", paid(0.5, 700) + "/entries")[1]["entries"]] == [0.5, 700]
`),
    id: 'w21',
    what: 'tests pay in parts of a cent and do not see that this is refused',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`${PAYS}
def test_what_was_paid_in_is_there():
    """REQ-LED-2"""
    assert ask("GET", paid(500, 1200))[1]["balance"] == 1700


def test_entries_are_listed():
    """REQ-LED-8"""
    assert [entry["amount"] for entry in ask("GET", paid(1500, 700) + "/entries")[1]["entries"]] == [1500, 700]
`),
    id: 'w22',
    what: 'more than ten euros at once are refused',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'ledger.py', from: 'MAX_AMOUNT = 100_000_000', to: 'MAX_AMOUNT = 1_000' }],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`${PAYS}
def test_all_that_was_paid_in_is_there():
    """REQ-LED-2"""
    account = paid(*(100 * number for number in range(1, 4)))
    assert ask("GET", account)[1]["balance"] == 1000
`),
    id: 'w23',
    what: 'a test counts to three and thinks of four',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`${PAYS}
def test_all_that_was_paid_in_is_there():
    """REQ-LED-2"""
    account = paid(*(100 * number for number in range(1, 4)))
    assert ask("GET", account)[1]["balance"] == 600
`),
    id: 'w24',
    what: 'the third deposit is lost',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'book.py',
        from: 'return {"id": self._enter(account, amount), "account"',
        to: 'return {"id": 9 if amount == 300 else self._enter(account, amount), "account"',
      },
    ],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`
def test_an_account_has_a_currency():
    """REQ-LED-1"""
    _, account = open_account()
    assert account["currency_code"] == "EUR"


def test_accounts_are_listed_with_their_currency():
    """REQ-LED-14"""
    open_account()
    assert {account["currency_code"] for account in ask("GET", "/accounts")[1]["accounts"]} == {"EUR"}
`),
    id: 'w25',
    what: 'tests read a field by the name that it had once',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`
def test_an_account_has_a_currency():
    """REQ-LED-1"""
    _, account = open_account()
    assert account["currency"] == "EUR"


def test_accounts_are_listed_with_their_currency():
    """REQ-LED-14"""
    open_account()
    assert {account["currency"] for account in ask("GET", "/accounts")[1]["accounts"]} == {"EUR"}
`),
    id: 'w26',
    what: 'the service tells a field by another name than is documented',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'book.py',
        from: 'SELECT id, owner, currency, (SELECT',
        to: 'SELECT id, owner, currency AS currency_code, (SELECT',
      },
    ],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `
KEY = "rent"


def send(amount):
    (_, source), (_, target) = open_account(), open_account()
    ask("POST", f"/accounts/{source['id']}/deposits", {"amount": 1000})
    data = json.dumps({"from": source["id"], "to": target["id"], "amount": amount}).encode()
    request = urllib.request.Request(URL + "/transfers", data, {"Idempotency-Key": KEY}, method="POST")
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


def test_a_transfer_is_taken():
    """REQ-LED-3"""
    assert send(250)["amount"] == 250


def test_a_large_transfer_is_taken():
    """REQ-LED-3"""
    assert send(900)["amount"] == 900
`,
    ),
    id: 'w27',
    what: 'two tests send with one key',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `

def send(amount, key):
    (_, source), (_, target) = open_account(), open_account()
    ask("POST", f"/accounts/{source['id']}/deposits", {"amount": 1000})
    data = json.dumps({"from": source["id"], "to": target["id"], "amount": amount}).encode()
    request = urllib.request.Request(URL + "/transfers", data, {"Idempotency-Key": key}, method="POST")
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


def test_a_transfer_is_taken():
    """REQ-LED-3"""
    assert send(250, "rent-a")["amount"] == 250


def test_a_large_transfer_is_taken():
    """REQ-LED-3"""
    assert send(900, "rent-b")["amount"] == 900
`,
    ),
    id: 'w28',
    what: 'of a key only the beginning counts',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'ledger.py',
        from: 'request.headers.get("Idempotency-Key"))',
        to: '(request.headers.get("Idempotency-Key") or "")[:4])',
      },
    ],
  },
];
