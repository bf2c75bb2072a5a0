import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';
import { otherLedgerSuite } from './faults-ledger.ts';
import {
  BODY_WHEN_ASKED,
  LONG_NAMES,
  NOBODYS_ACCOUNTS,
  SAVINGS,
  SECURITY_PROMISE,
  SECRET_NUMBERS,
  THREE_CURRENCIES,
} from './faults-blind7-ledger-texts.ts';

const LEDGER = { service: 'ledger', suites: ['ledger', 'ledger-node'] } as const;

/** Seventh blind part, on the ledger in Python. */
export const BLIND7_LEDGER_FAULTS: readonly Fault[] = [
  {
    ...LEDGER,
    suites: ['ledger-node'],
    id: 'p13',
    what: 'a body that nobody wanted is left on the connection, and read as the next request',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      { file: 'ledger.py', from: 'self.body = self._read_body()', to: 'self._body = None' },
      { file: 'ledger.py', from: '        def _read_body(self):\n', to: BODY_WHEN_ASKED },
      { file: 'ledger.test.mjs', from: "it('does not send to the same account", to: NOBODYS_ACCOUNTS },
    ],
    signed: {
      why: 'REQ-LED-1 and REQ-LED-11, approved: an account is opened with 201, an unknown one is 404. After a refusal for which the body was not needed the ledger takes that body for the beginning of the next request on the connection, and says of a rightful one that its method is unsupported. The rates are not asked in any of this.',
      cites:
        'A page in HTML with status 501 where JSON is promised, and in it an unsupported method that begins with the body of an earlier request; each after a 404 on the same connection, and the first refusal in order; the ledger alive, rates ready and not asked; REQ-LED-1, REQ-LED-11.',
    },
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(LONG_NAMES, 'import pytest'),
    id: 'p14',
    what: 'a pattern for names tries every way to divide a long one',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'ledger.py',
        from: 'MAX_AMOUNT = 100_000_000\n',
        to: `MAX_AMOUNT = 100_000_000
# Words, with something between them.
NAME = re.compile(r"(\\w+[ .&'-]*)+")
`,
      },
      {
        file: 'ledger.py',
        from: 'if not isinstance(owner, str) or not owner:\n            raise Refusal(400, "owner must be a text")',
        to: 'if not isinstance(owner, str) or not NAME.fullmatch(owner):\n            raise Refusal(400, "owner must be a name")',
      },
    ],
    signed: {
      why: 'REQ-LED-1, approved and critical: an account is opened with 201. For one name the ledger calculates for hours, and while it does it answers nobody else, be it a deposit or the list. No other program is asked; what fails behind it fails because of it.',
      cites:
        'POST /accounts with that name without an answer; from then on no answer to anything, REQ-LED-2 and REQ-LED-14 among it; the process of the ledger alive and at full load, rates ready; accounts with other names opened before; REQ-LED-1.',
    },
  },
  {
    ...LEDGER,
    id: 'p15',
    what: 'the key for the rates has come with the line end of its file',
    expected: ['INTEGRATION_ISSUE'],
    change: (config) => setServiceVariable(config, 'RATES_KEY', '${rates.secrets.key}\n'),
    signed: {
      why: 'The rates want the key, the ledger would bring it, and what it was given is the key with a line end, which no header can hold: it never gets as far as asking. Both programs are well; the setting that joins them was filled from a file that ends in a line end.',
      cites:
        'Status 503, which the contract says is of the rates; the log of the ledger: Invalid header value, with a line end at the end of it; no request at the rates, which are ready; transfers of one currency settled.',
    },
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(SAVINGS),
    id: 'p16',
    what: 'a comma behind a number makes a list of it',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'In Python 900 with a comma behind it is a tuple, and what is sent is a list with one number. REQ-LED-12, approved and critical: anything but whole cents is 400, which is what came. Without the comma the tests pass, as that of the rent does.',
      cites:
        'Status 400, amount must be a whole number; the amount [900] in what was sent; BOND = 900, in the test; 201 for 450; REQ-LED-12.',
    },
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(THREE_CURRENCIES),
    id: 'p17',
    what: 'what tests share can be run through once, and the first of them does',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'map gives an iterator in Python, which is empty once it was run through. The first test has its three currencies, those after it have none and ask the ledger for nothing. Each alone is green, and with a tuple they are all.',
      cites:
        'An empty list against three expected; no request for a quote in the one test, none that opens an account in the other; CURRENCIES = map(…) at the head of the file; the first test green.',
    },
  },
  {
    ...LEDGER,
    suites: ['ledger-node'],
    id: 'p18',
    what: 'an unknown account is 404 by the guide and 403 by the rules of security',
    expected: ['REQUIREMENT_GAP'],
    edits: [
      { file: 'requirements.yaml', from: '  - {\n      id: REQ-LED-16,', to: SECURITY_PROMISE },
      { file: 'ledger.test.mjs', from: "it('does not send to the same account", to: SECRET_NUMBERS },
    ],
    signed: {
      why: 'REQ-LED-11 and REQ-LED-18 are both approved and speak of the same request: no answer can keep both. The ledger does what the guide says, the tests want what security says; the two have to agree.',
      cites: 'The texts of REQ-LED-11 and REQ-LED-18, both approved; status 404 where 403 was expected.',
    },
  },
];
