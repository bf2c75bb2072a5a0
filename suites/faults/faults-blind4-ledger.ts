import type { Edit } from '../mutants/service-copies.ts';
import type { Fault } from './fault.ts';
import { otherLedgerSuite } from './faults-ledger.ts';
import { SENDING } from './own-ledger-suite.ts';

const LEDGER = { service: 'ledger' } as const;

function edit(file: string, from: string, to: string): Edit {
  return { file, from, to };
}

/** Fourth blind part, on the ledger in Python. */
export const BLIND4_LEDGER_FAULTS: readonly Fault[] = [
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `${SENDING}

def test_a_quote_tells_what_would_arrive():
    """REQ-LED-9"""
    assert ask("GET", "/quotes?from=EUR&to=USD&amount=1000")[1]["credited"] == 1250


def test_a_transfer_is_settled():
    """REQ-LED-4"""
    assert wait_until_ended(send(40))["status"] == "settled"


def test_what_is_not_there_cannot_be_sent():
    """REQ-LED-6"""
    assert wait_until_ended(send(101))["reason"] == "insufficient funds"


def test_another_account_is_opened():
    """REQ-LED-1"""
    assert open_account()[0] == 201


def test_accounts_are_listed():
    """REQ-LED-14"""
    assert ask("GET", "/accounts")[0] == 200
`,
      'import time',
    ),
    id: 'z19',
    what: 'after a transfer that is refused the lock of the book is never given back',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      edit(
        'book.py',
        '        with self._lock, self._db:\n            if self.account(',
        '        self._lock.acquire()\n        with self._db:\n            if self.account(',
      ),
      edit(
        'book.py',
        '            return self._end(transfer["id"], "settled", credited=credited)',
        '            ended = self._end(transfer["id"], "settled", credited=credited)\n        self._lock.release()\n        return ended',
      ),
    ],
    signed: {
      why: 'REQ-LED-1, REQ-LED-6 and REQ-LED-4, approved and critical: since the refusal nothing that needs the book is answered any more. The process lives, takes connections, and no other program has a part in it.',
      cites:
        'Requests without an answer for 10 s, all after the refused transfer and none before; the log of the service: transfer refused; between accounts of one currency; process alive.',
    },
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_an_account_is_opened_for_everybody():
    """REQ-LED-1"""
    for owner in ("Ada", "Zoë Müller", "Robert O'Brien"):
        status, account = open_account(owner)
        assert (status, account.get("owner")) == (201, owner), account


def test_an_account_of_an_irishman_takes_money():
    """REQ-LED-2"""
    _, account = open_account("Sinéad O'Connor")
    assert ask("POST", f"/accounts/{account['id']}/deposits", {"amount": 5})[0] == 201
`),
    id: 'z20',
    what: 'a name with an apostrophe ends the statement that it stands in',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      edit(
        'book.py',
        'self._db.execute("INSERT INTO accounts (owner, currency) VALUES (?, ?)", (owner, currency))',
        "self._db.execute(f\"INSERT INTO accounts (owner, currency) VALUES ('{owner}', '{currency}')\")",
      ),
    ],
    signed: {
      why: 'REQ-LED-1, approved and critical: an account is opened with 201, and the name is a text as the service wants it. It makes a statement of it and fails in it; other names are taken.',
      cites:
        'The log of the service: POST /accounts failed, sqlite3.OperationalError, syntax error near the name; status 500, internal error, which the contract says is of the service; REQ-LED-1.',
    },
  },
  {
    ...LEDGER,
    suites: ['ledger-node'],
    id: 'z21',
    what: 'the rates have lost the francs',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      edit('rates.py', '"CHF": Decimal("1.05"), ', ''),
      edit(
        'requirements.yaml',
        '  - {\n      id: REQ-LED-17,',
        `  - {
      id: REQ-LED-18,
      text: 'The rates know EUR, USD, CHF and JPY.',
      source: agreement with the rates 2,
      critical: true,
      edge: service>rates,
    }
  - {
      id: REQ-LED-17,`,
      ),
      edit(
        'ledger.test.mjs',
        "  it('goes on after",
        `  it('quotes in dollars [REQ-LED-9, REQ-LED-18]', async () => {
    const { status, body } = await ask('GET', '/quotes?from=EUR&to=USD&amount=1000');
    assert.deepEqual([status, body.credited], [200, 1250]);
  });

  it('quotes in francs [REQ-LED-9, REQ-LED-18]', async () => {
    const { status, body } = await ask('GET', '/quotes?from=CHF&to=EUR&amount=1000');
    assert.deepEqual([status, body.credited], [200, 1050]);
  });

  it('goes on after`,
      ),
    ],
    signed: {
      why: 'REQ-LED-18 is the agreement with another program: it knows francs. That program has come to say 404 for them; the service then does what REQ-LED-10 says, and dollars work.',
      cites:
        'Status 422, no rate from CHF to EUR, which is what the rates said; the transfer refused for the same reason; rates ready and alive; REQ-LED-18 with edge service>rates.',
    },
  },
];
