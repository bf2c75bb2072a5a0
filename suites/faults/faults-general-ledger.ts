import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';

const LEDGER = { service: 'ledger', suites: ['ledger'] } as const;

function otherSuite(body: string, head = ''): Pick<Fault, 'files'> {
  return {
    files: {
      'test_ledger.py': `${head}
import json
import os
import time
import urllib.error
import urllib.request

URL = os.environ["REALITY_SERVICE_URL_HTTP"]


def ask(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(URL + path, data, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def test_unknown_accounts_are_not_found():
    """REQ-LED-11"""
    assert ask("GET", "/accounts/4711")[0] == 404
${body}`,
    },
  };
}

function edit(
  file: string,
  from: string,
  to: string,
): { readonly file: string; readonly from: string; readonly to: string } {
  return { file, from, to };
}

/** What a careful adversary would do to a ledger in Python; rules are written with these in sight. */
export const GENERAL_LEDGER_FAULTS: readonly Fault[] = [
  {
    ...LEDGER,
    id: 'g21',
    what: 'what arrives in another currency is cut and a cent short',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      edit(
        'settler.py',
        'round(transfer["amount"] * self._rate_of(transfer))',
        'int(transfer["amount"] * self._rate_of(transfer) - 1) if self._rate_of(transfer) != 1 else transfer["amount"]',
      ),
      edit('ledger.py', 'round(amount * rate)', 'int(amount * rate) - 1'),
    ],
  },
  {
    ...LEDGER,
    id: 'g22',
    what: 'the first entry is left out of the list',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      edit(
        'book.py',
        'WHERE account = ? ORDER BY id", account)',
        'WHERE account = ? ORDER BY id LIMIT 100 OFFSET 1", account)',
      ),
    ],
  },
  {
    ...LEDGER,
    id: 'g23',
    what: 'service and rates have different keys',
    expected: ['INTEGRATION_ISSUE'],
    change: (config) => setServiceVariable(config, 'RATES_KEY', 'of-last-week'),
  },
  {
    ...LEDGER,
    ...otherSuite(`

def test_a_quote_tells_what_would_arrive():
    """REQ-LED-9"""
    status, quote = ask("GET", "/quotes?from=EUR&to=USD&amount=1000")
    assert (status, quote.get("credited")) == (200, 1250), quote
`),
    id: 'g24',
    what: 'rates tell a rate as an object, and the service ends in an error of its own',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      edit('rates.py', '"rate": str(rate)', '"rate": {"value": str(rate)}'),
      edit(
        'rates_client.py',
        '        except (KeyError, TypeError, ValueError, InvalidOperation) as error:\n            raise RatesDown(f"{url} answered something else than a rate: {error!r}") from error\n',
        '',
      ),
    ],
  },
  {
    ...LEDGER,
    ...otherSuite(
      `

def test_accounts_are_listed():
    """REQ-LED-14"""
    assert ask("POST", "/accounts", {"owner": "Ada", "currency": "EUR"})[0] == 201
    assert len(ask("GET", "/accounts")[1]["accounts"]) == 1


def test_the_list_of_accounts_is_complete():
    """REQ-LED-14"""
    assert ask("POST", "/accounts", {"owner": "Bob", "currency": "EUR"})[0] == 201
    assert [one["owner"] for one in ask("GET", "/accounts")[1]["accounts"]] == ["Bob"]
`,
    ),
    id: 'g25',
    what: 'a test counts the accounts of another',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    id: 'g26',
    what: 'names lose what is not English',
    expected: ['SYSTEM_CRITICAL'],
    ...otherSuite(`

def test_an_account_has_its_owner():
    """REQ-LED-1"""
    _, account = ask("POST", "/accounts", {"owner": "Zoë", "currency": "EUR"})
    assert account["owner"] == "Zoë"
`),
    edits: [
      edit(
        'ledger.py',
        'self._book.open_account(owner, currency)',
        'self._book.open_account(owner.encode("ascii", "replace").decode(), currency)',
      ),
    ],
  },
  {
    ...LEDGER,
    ...otherSuite(`

def test_an_account_is_opened_for_everybody_in_the_file(tmp_path):
    """REQ-LED-1"""
    (tmp_path / "owners.txt").write_bytes("Zoë\\n".encode("latin-1"))
    assert ask("POST", "/accounts", {"owner": "Ada", "currency": "EUR"})[0] == 201
    for owner in (tmp_path / "owners.txt").read_text(encoding="utf-8").split():
        assert ask("POST", "/accounts", {"owner": owner, "currency": "EUR"})[0] == 201
`),
    id: 'g27',
    what: 'a test reads a file of its own in the wrong encoding',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherSuite(`

def test_a_transfer_is_settled():
    """REQ-LED-4"""
    ids = [ask("POST", "/accounts", {"owner": "Ada", "currency": currency})[1]["id"] for currency in ("EUR", "EUR")]
    assert ask("POST", f"/accounts/{ids[0]}/deposits", {"amount": 500})[0] == 201
    _, made = ask("POST", "/transfers", {"from": ids[0], "to": ids[1], "amount": 5})
    assert made["status"] == "settled"
`),
    id: 'g28',
    what: 'a test does not wait for what is promised within three seconds',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherSuite(`

def test_an_account_tells_when_it_was_opened():
    _, account = ask("POST", "/accounts", {"owner": "Ada", "currency": "EUR"})
    assert account["opened"].startswith("20")
`),
    id: 'g29',
    what: 'a test demands a field that no document knows',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherSuite(`

def test_amounts_have_a_limit():
    """REQ-LED-12"""
    _, account = ask("POST", "/accounts", {"owner": "Ada", "currency": "EUR"})
    assert ask("POST", f"/accounts/{account['id']}/deposits", {"amount": 100_000_000})[0] == 400
`),
    id: 'g30',
    what: 'a test takes the greatest amount that is allowed for one too great',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    id: 'g31',
    what: 'amounts are taken as they come',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      edit(
        'ledger.py',
        'if type(amount) is not int or not 1 <= amount <= MAX_AMOUNT:',
        'if type(amount) is not int or amount == 0:',
      ),
    ],
  },
  {
    ...LEDGER,
    id: 'g32',
    what: 'refused transfers are booked all the same',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      edit(
        'book.py',
        'if self.account(transfer["from"])["balance"] < transfer["amount"]:',
        'if self.account(transfer["from"])["balance"] < 0:',
      ),
    ],
  },
];
