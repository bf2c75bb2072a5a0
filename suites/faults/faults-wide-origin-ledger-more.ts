import type { Fault } from './fault.ts';
import { otherLedgerSuite } from './faults-ledger.ts';

const LEDGER = { service: 'ledger' } as const;

/** More of them. */
export const WIDE_ORIGIN_LEDGER_MORE_FAULTS: readonly Fault[] = [
  {
    ...LEDGER,
    ...otherLedgerSuite(`
def test_a_quote_is_exact():
    """REQ-LED-5"""
    assert ask("GET", "/quotes?from=EUR&to=USD&amount=333")[1]["credited"] == 333 * 1.25
`),
    id: 'w29',
    what: 'a test does not round as the requirement says',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`
def test_a_quote_is_rounded():
    """REQ-LED-5"""
    assert ask("GET", "/quotes?from=EUR&to=USD&amount=335")[1]["credited"] == 419
`),
    id: 'w30',
    what: 'parts of a cent are dropped in quotes',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'ledger.py', from: '"credited": round(amount * rate)', to: '"credited": int(amount * rate)' }],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`
def test_a_new_account_has_a_balance():
    """REQ-LED-1"""
    _, account = open_account()
    assert account["balance"]
`),
    id: 'w31',
    what: 'a test takes nothing for no',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`
def test_a_new_account_has_a_balance():
    """REQ-LED-1"""
    _, account = open_account()
    assert account["balance"] is not None
`),
    id: 'w32',
    what: 'an account without entries has no balance',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'book.py', from: '(SELECT coalesce(sum(amount), 0) FROM', to: '(SELECT sum(amount) FROM' }],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `
def test_a_transfer_is_settled():
    """REQ-LED-4"""
    (_, source), (_, target) = open_account(), open_account()
    ask("POST", f"/accounts/{source['id']}/deposits", {"amount": 1000})
    _, made = ask("POST", "/transfers", {"from": source["id"], "to": target["id"], "amount": 300})
    time.sleep(4)
    assert ask("GET", f"/transfers/{made['id']}")[1]["status"] == "settled"
`,
      'import time',
    ),
    id: 'w34',
    what: 'transfers are settled once in a minute',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      { file: 'settler.py', from: 'AGAIN_S = 0.5', to: 'AGAIN_S = 60' },
      { file: 'settler.py', from: '        self._woken.set()', to: '        pass' },
    ],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`
def test_an_account_is_opened():
    """REQ-LED-1"""
    assert open_account()[1] == {"id": 118, "owner": "Ada", "currency": "EUR", "balance": 0}


def test_an_account_can_be_read():
    """REQ-LED-14"""
    _, account = open_account("Bob")
    assert ask("GET", f"/accounts/{account['id']}")[1] == {"id": 119, "owner": "Bob", "currency": "EUR", "balance": 0}
`),
    id: 'w35',
    what: 'answers are compared with those that somebody copied from another run',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`
def test_an_account_can_be_read():
    """REQ-LED-14"""
    _, account = open_account("Bob")
    assert ask("GET", f"/accounts/{account['id']}")[1] == account
`),
    id: 'w36',
    what: 'accounts are read with the number of the next one',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'ledger.py',
        from: 'return 200, self._find_account(account)\n',
        to: 'found = self._find_account(account)\n        return 200, {**found, "id": found["id"] + 117}\n',
      },
    ],
  },
];
