import type { Fault } from './fault.ts';
import { otherOrdersSuite } from './faults-blind2-orders.ts';
import { otherLedgerSuite } from './faults-ledger.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;
const LEDGER = { service: 'ledger', suites: ['ledger', 'ledger-node'] } as const;

const ORDERS_FAULTS: readonly Fault[] = [
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('of what is no product are refused [ORD-5]', async () => {
    assert.equal((await make('../health', 1)).status, 422);
  });`),
    id: 'y16',
    what: 'a product named like a path leads to another route of the prices',
    expected: ['SYSTEM_CRITICAL'],
    signed: {
      why: 'ORD-5, approved: a product without a price is 422. The service builds an address of whatever it is given, asks for the health of the prices, and takes the order without a total. Nothing was changed: this is so in the service as it stands.',
      cites: 'Status 201 for the product ../health; an order whose total is null; ORD-5.',
    },
  },
  {
    ...ORDERS,
    id: 'y17',
    what: 'the prices have moved and send everybody to a host that does not exist',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'prices.mjs',
        from: '  return cents === undefined',
        to: "  response.setHeader('location', `http://prices.invalid${request.url}`);\n  if (cents !== undefined) return send(response, 308, {});\n  return cents === undefined",
      },
    ],
    signed: {
      why: 'The service follows where the prices send it, and nobody is there. It speaks to the address that it was given; what it is told there leads nowhere.',
      cites:
        'Status 500 for products that have a price, 422 as promised for others; the log of the service: prices.invalid cannot be resolved, an address that stands in no configuration; prices ready and alive.',
    },
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('are made of what is in a basket [ORD-1]', async () => {
    const basket = JSON.stringify({ product: 'bread', count: 2 });
    const { status } = await fetch(URL + '/orders', { method: 'POST', body: JSON.stringify(basket) });
    assert.equal(status, 201);
  });`),
    id: 'y18',
    what: 'a test turns its order into JSON twice',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'What arrives is a text and no order; the service refuses it with 400. Sent once encoded, the same order is taken.',
      cites: 'The body of the request, a text in quotes, in the test; status 400; ORD-1 speaks of an order.',
    },
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('of more than a hundred are refused [ORD-9]', async () => {
    assert.equal((await make('salt', 500)).status, 400);
  });`),
    id: 'y19',
    what: 'two approved sentences do not go together, and nobody has marked them',
    expected: ['REQUIREMENT_GAP'],
    edits: [
      {
        file: 'requirements.yaml',
        from: 'contract:\n',
        to: `  - {
      id: ORD-9,
      text: 'Whoever orders more than 100 pieces is asked to call us; the order is answered with 400.',
      source: guide 5,
      status: approved,
      kind: limit,
      names: [POST /orders],
    }
  - {
      id: ORD-10,
      text: 'Wholesale is welcome: an order of 500 pieces is taken like any other.',
      source: terms 2,
      status: approved,
      kind: limit,
      names: [POST /orders],
    }
contract:
`,
      },
    ],
    signed: {
      why: 'By ORD-9 an order of 500 is 400, by ORD-10 it is taken, and both are approved. Whatever the service does is wrong by one of them; the people of guide and terms have to agree.',
      cites: 'The texts of ORD-9 and ORD-10, both approved, both of POST /orders; status 201 for 500 pieces.',
    },
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('are billed');
  it('are made after much ado [ORD-1]', async function () {
    console.error('AssertionError: expected 500 to equal 201 (ETIMEDOUT, prices unreachable)');
    await assert.rejects(fetch('http://127.0.0.1:9/orders'));
    assert.equal((await make('gold', 1)).status, 422);
    assert.equal((await make('bread', 1)).status, 201);
  });`),
    id: 'y0b',
    what: 'nothing is wrong',
    expected: [],
    signed: {
      why: 'Every test that has a body passes; one is only announced, and what is printed is talk.',
      cites: 'No test that failed.',
    },
  },
];

const LEDGER_FAULTS: readonly Fault[] = [
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `

def settled(source, target, amount):
    _, made = ask("POST", "/transfers", {"from": source["id"], "to": target["id"], "amount": amount})
    give_up_at = time.monotonic() + 5
    while made["status"] == "pending" and time.monotonic() < give_up_at:
        time.sleep(0.05)
        _, made = ask("GET", f"/transfers/{made['id']}")
    return made


def open_two():
    (_, source), (_, target) = open_account(), ask("POST", "/accounts", {"owner": "Ada", "currency": "USD"})
    assert ask("POST", f"/accounts/{source['id']}/deposits", {"amount": 1000})[0] == 201
    return source, target


def test_a_transfer_changes_currency():
    """REQ-LED-5"""
    assert settled(*open_two(), 400)["credited"] == 500


def test_what_is_left_of_a_cent_is_rounded():
    """REQ-LED-5"""
    assert settled(*open_two(), 3)["credited"] == 4
`,
      'import time',
    ),
    id: 'y20',
    what: 'parts of a cent are cut off instead of rounded',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'settler.py',
        from: 'round(transfer["amount"] * self._rate_of(transfer))',
        to: 'int(transfer["amount"] * self._rate_of(transfer))',
      },
    ],
    signed: {
      why: 'REQ-LED-5, approved and critical: rounded to a cent. 3 at the rate of 1.25 is 3.75 and must be 4. It shows only where the rates are asked, but the rate is right and the rounding is the work of the service.',
      cites: 'Credited 3 instead of 4, while 400 becomes 500 at the same rate; no error of the rates; REQ-LED-5.',
    },
  },
  {
    ...LEDGER,
    id: 'y21',
    what: 'the rates compress what nobody asked them to compress',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      { file: 'rates.py', from: 'import json\n', to: 'import gzip\nimport json\n' },
      {
        file: 'rates.py',
        from: '        text = json.dumps(body).encode()\n        self.send_response(status)\n',
        to: '        text = gzip.compress(json.dumps(body).encode())\n        self.send_response(status)\n        self.send_header("Content-Encoding", "gzip")\n',
      },
    ],
    signed: {
      why: 'The rates answer with 200 in an encoding that the service never said it takes; all that needs no rate works.',
      cites:
        'Status 503, which the contract says is of the rates; the log of the service: answered something else than a rate, UnicodeDecodeError; rates ready and alive.',
    },
  },
  {
    ...LEDGER,
    suites: ['ledger'],
    id: 'y22',
    what: 'the environment of the suite names a proxy that does not run',
    expected: ['TEST_ARTIFACT'],
    change: (config) =>
      config.setIn(['suites', 0, 'env'], config.createNode({ http_proxy: 'http://127.0.0.1:3128', no_proxy: '' })),
    signed: {
      why: 'The client of the tests goes to the proxy of somebody and is refused there; the service is well and was never asked.',
      cites:
        'Connection refused in every test, while the service is ready; http_proxy in the environment of the suite; no connection from the suite to the service.',
    },
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_half_a_cent_is_a_cent():
    """REQ-LED-5"""
    status, quote = ask("GET", "/quotes?from=EUR&to=USD&amount=2")
    assert status == 200
    assert quote["credited"] == 3
`),
    id: 'y23',
    what: 'which way half a cent is rounded is nowhere said',
    expected: ['REQUIREMENT_GAP'],
    signed: {
      why: 'REQ-LED-5 says rounded to a cent and leaves open what becomes of a half: to the even cent, as the service does, or up, as the test has it. Both are in use; somebody has to decide.',
      cites: 'Rate 1.25 and amount 2 in the quote, 2.5 before rounding; credited 2; the text of REQ-LED-5.',
    },
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_wrong_amount_is_told_before_all():
    """REQ-LED-12"""
    assert ask("POST", "/accounts/4711/deposits", {"amount": 0})[0] == 400
`),
    id: 'y24',
    what: 'two promises meet in one request, and which goes first is nowhere said',
    expected: ['REQUIREMENT_GAP'],
    signed: {
      why: 'An unknown account is 404 by REQ-LED-11, a wrong amount is 400 by REQ-LED-12; the request is both, and no document names an order. The service keeps one of two promises.',
      cites: 'Status 404 for an account that is unknown and an amount of 0; the texts of REQ-LED-11 and REQ-LED-12.',
    },
  },
];

/** Third blind part, on orders and ledger. */
export const BLIND3_OTHER_FAULTS: readonly Fault[] = [...ORDERS_FAULTS, ...LEDGER_FAULTS];
