import { otherOrdersSuite } from './faults-blind2-orders.ts';
import { otherLedgerSuite } from './faults-ledger.ts';
import { WIDE_EDGES_MORE_FAULTS } from './faults-wide-edges-more.ts';
import { WIDE_EDGES_CAMERA_FAULTS } from './faults-wide-edges-cameras.ts';
import { WIDE_EDGES_PARCELS_FAULTS } from './faults-wide-edges-parcels.ts';
import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';

const ORDERS = { service: 'orders', suites: ['orders'] } as const;
const LEDGER = { service: 'ledger', suites: ['ledger', 'ledger-node'] } as const;

const ORDERS_FAULTS: readonly Fault[] = [
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  for (const name of ['gold', 'silver', 'copper']) {
    it('of ' + name + ' are refused [ORD-5]', async () => {
      assert.equal((await make(name, 1)).status, 422);
    });
  }
  it('of bread are made [ORD-1]', async () => {
    const answer = await fetch(URL + '/orders', { method: 'POST', body: JSON.stringify({ product: 'bread', count: 1 }), signal: AbortSignal.timeout(4000) });
    assert.equal(answer.status, 201);
  });`),
    id: 'we1',
    what: 'of three places before the prices one is lost with each refusal',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: 'async function priceOf(product) {\n',
        to: 'let free = 3;\nasync function priceOf(product) {\n  while (free === 0) await new Promise((resolve) => setTimeout(resolve, 50));\n  free -= 1;\n',
      },
      { file: 'orders.mjs', from: '  return price.cents;', to: '  free += 1;\n  return price.cents;' },
    ],
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('stay what they are when another is deleted [ORD-2]', async () => {
    const [first, second] = [await make('bread', 1), await make('milk', 2)];
    assert.equal(first.status, 201);
    const made = await second.json();
    await fetch(URL + '/orders/' + (await first.json()).id, { method: 'DELETE' });
    assert.equal((await make('salt', 3)).status, 201);
    const read = await (await fetch(URL + '/orders/' + made.id)).json();
    assert.deepEqual(read, made);
  });`),
    id: 'we2',
    what: 'the id of an order is given again after another was deleted',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'orders.mjs', from: '  lastId += 1;', to: '  lastId = orders.size + 1;' }],
  },
  {
    ...ORDERS,
    ...otherOrdersSuite(`
  it('that come at once have their own totals [ORD-1]', async () => {
    const made = await Promise.all(['bread', 'milk', 'salt'].map(async (product) => (await make(product, 2)).json()));
    assert.deepEqual(made.map(({ total }) => total), [500, 240, 160]);
  });`),
    id: 'we3',
    what: 'orders that come at once share one price',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: 'async function priceOf(product) {\n',
        to: 'let price;\nasync function priceOf(product) {\n',
      },
      {
        file: 'orders.mjs',
        from: '  const price = await answer.json();',
        to: '  price = await answer.json();\n  await new Promise((resolve) => setTimeout(resolve, 100));',
      },
    ],
  },
  {
    ...ORDERS,
    id: 'we4',
    what: 'what the prices do not have is taken for nothing',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: 'if (answer.status === 404) throw new Refusal(422, `no such product: ${product}`);',
        to: 'if (answer.status === 404) return 0;',
      },
    ],
  },
  {
    ...ORDERS,
    id: 'we11',
    what: 'a price may be nothing since the last version of the prices',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'prices.mjs',
        from: '{ product: name, cents })',
        to: '{ product: name, cents: null, list: [{ from: 1, cents }] })',
      },
    ],
  },
  {
    ...ORDERS,
    id: 'we12',
    what: 'prices are told in euros since the last version of the prices',
    expected: ['INTEGRATION_ISSUE'],
    edits: [{ file: 'prices.mjs', from: '{ product: name, cents })', to: '{ product: name, cents: cents / 100 })' }],
  },
  {
    ...ORDERS,
    id: 'we13',
    what: 'the address of the prices is of IPv6, on which they do not listen',
    expected: ['INTEGRATION_ISSUE'],
    change: (config) => setServiceVariable(config, 'PRICES_URL', 'http://[::1]:${prices.ports.http}'),
  },
];

const LEDGER_FAULTS: readonly Fault[] = [
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_quote_in_dollars():
    """REQ-LED-9"""
    status, quote = ask("GET", "/quotes?from=EUR&to=USD&amount=1000")
    assert (status, quote["credited"]) == (200, 1250)


def test_a_quote_of_yen_in_dollars():
    """REQ-LED-9"""
    status, quote = ask("GET", "/quotes?from=JPY&to=USD&amount=128000")
    assert (status, quote["credited"]) == (200, 998)
`),
    id: 'we5',
    what: 'a rate is kept by the currency that it leads to',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'rates_client.py',
        from: '        self._key = key\n',
        to: '        self._key = key\n        self._known = {}\n',
      },
      {
        file: 'rates_client.py',
        from: '            return Decimal(self._get(url)["rate"])',
        to: '            if target not in self._known:\n                self._known[target] = Decimal(self._get(url)["rate"])\n            return self._known[target]',
      },
    ],
  },
  {
    ...LEDGER,
    id: 'we6',
    what: 'quotes are divided by the rate',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'ledger.py', from: '"credited": round(amount * rate)', to: '"credited": round(amount / rate)' }],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_quotes_are_told_again_and_again():
    """REQ-LED-9"""
    for _ in range(60):
        status, quote = ask("GET", "/quotes?from=EUR&to=USD&amount=1000")
        assert status == 200, quote
        assert quote["credited"] == 1250
`),
    id: 'we7',
    what: 'the ledger lets go of no answer of the rates, until it may open no more',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      { file: 'ledger.py', from: 'import re\n', to: 'import re\nimport resource\n' },
      {
        file: 'ledger.py',
        from: '    book = Book(os.environ["LEDGER_FILE"])',
        to: '    resource.setrlimit(resource.RLIMIT_NOFILE, (48, 48))\n    book = Book(os.environ["LEDGER_FILE"])',
      },
      {
        file: 'rates_client.py',
        from: '        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:\n            return json.loads(answer.read())',
        to: '        answer = urllib.request.urlopen(request, timeout=TIMEOUT_S)\n        self._kept = [*getattr(self, "_kept", []), answer]\n        return json.loads(answer.readline())',
      },
    ],
  },
  {
    ...LEDGER,
    id: 'we14',
    what: 'rates are told the other way round since the last version of the rates',
    expected: ['INTEGRATION_ISSUE'],
    edits: [{ file: 'rates.py', from: 'WORTH[source] / WORTH[target]', to: 'WORTH[target] / WORTH[source]' }],
  },
  {
    ...LEDGER,
    id: 'we15',
    what: 'the rates are well for their health and know no rates for their first ten seconds',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      { file: 'rates.py', from: 'import sys\n', to: 'import sys\nimport time\n' },
      {
        file: 'rates.py',
        from: '        source, target = names\n',
        to: '        if time.monotonic() < BEGAN + 10:\n            return self._send(425, {"error": "rates of the day are being read"})\n        source, target = names\n',
      },
      { file: 'rates.py', from: 'class Handler', to: 'BEGAN = time.monotonic()\n\n\nclass Handler' },
    ],
  },
  {
    ...LEDGER,
    id: 'we16',
    what: 'the rates end a connection before they answer',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'rates.py',
        from: '        source, target = names\n',
        to: '        source, target = names\n        if target == "USD":\n            self.close_connection = True\n            return self.connection.shutdown(2)\n',
      },
    ],
  },
];

/** Own faults of services near what they need, and faults of interfaces: written to make the rules of edges general. */
export const WIDE_EDGES_FAULTS: readonly Fault[] = [
  ...ORDERS_FAULTS,
  ...LEDGER_FAULTS,
  ...WIDE_EDGES_PARCELS_FAULTS,
  ...WIDE_EDGES_CAMERA_FAULTS,
  ...WIDE_EDGES_MORE_FAULTS,
];
