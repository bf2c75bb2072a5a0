// Programs and passages that faults of the sixth blind part put into the ledger.

/** HTTP to several instances in turn: LISTEN, INSTANCES with blanks between them. */
export const BALANCER = `
import http from 'node:http';
const instances = process.env.INSTANCES.split(' ');
let turn = 0;
http.createServer((request, response) => {
  if (request.url === '/health') return response.end('{"status":"up"}');
  const instance = instances[turn++ % instances.length];
  const { method, headers } = request;
  const asked = http.request(new URL(request.url, instance), { method, headers }, (answer) => {
    console.log(method + ' ' + request.url + ' ' + instance + ' ' + answer.statusCode);
    response.writeHead(answer.statusCode, { 'content-type': 'application/json' });
    answer.pipe(response);
  });
  asked.on('error', () => response.writeHead(502).end('{"error":"bad gateway"}'));
  request.pipe(asked);
}).listen(Number(process.env.LISTEN), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;

/** Who asks for several quotes, one after the other, and for a transfer. */
export const SEVERAL_QUOTES = `

def quote(currency, amount=1000):
    return ask("GET", f"/quotes?from=EUR&to={currency}&amount={amount}")


@pytest.mark.parametrize("amount", [1000, 20])
def test_a_quote_is_there_for_every_currency(amount):
    """REQ-LED-9"""
    assert [quote(currency, amount)[0] for currency in ("USD", "CHF", "JPY")] == [200, 200, 200]


def test_a_quote_stays_what_it_was():
    """REQ-LED-9"""
    assert quote("USD") == quote("USD")


def test_an_unknown_currency_has_no_quote():
    """REQ-LED-10"""
    assert [quote(currency)[0] for currency in ("XXX", "DEM")] == [422, 422]


def test_an_account_in_dollars_is_opened():
    """REQ-LED-1"""
    status, account = ask("POST", "/accounts", {"owner": "Ada", "currency": "USD"})
    assert (status, account["balance"]) == (201, 0)
`;

/** How the rates answer what they trip over. */
export const GUARDED_GET = `    def do_GET(self):
        try:
            self._answer()
        except Exception:
            logging.exception("%s", self.path)
            self._send(500, {"error": "internal error"})

    def _answer(self):
`;

/** What is asked of the book after a restart, at the end of the suite. */
export const TRANSFER_AND_KILL = `    assert balance_of(account) == 777


def test_a_killed_ledger_knows_what_was_settled():
    """REQ-LED-13"""
    source, target = open_account(balance=500), open_account()
    wait_until_ended(transfer(source, target, 200))
    control("kill")
    control("start")
    assert (balance_of(source), balance_of(target)) == (300, 200)
`;

/** Payments, before the last test of the suite for Node. */
export const PAYMENTS = `const pay = async (from, to, amount) => {
    const headers = { 'idempotency-key': 'node-test-payment' };
    const body = JSON.stringify({ from, to, amount });
    const answer = await fetch(\`\${URL}/transfers\`, { method: 'POST', headers, body });
    assert.equal(answer.status, 202);
    return waitUntilEnded((await answer.json()).id);
  };
  const balanceOf = async (id) => (await ask('GET', \`/accounts/\${id}\`)).body.balance;

  it('pays a bill', async () => {
    const [from, to] = [await openAccount('EUR', 500), await openAccount('EUR')];
    await pay(from, to, 120);
    assert.equal(await balanceOf(to), 120);
  });

  it('pays a bill in two parts [REQ-LED-3]', async () => {
    const [from, to] = [await openAccount('EUR', 500), await openAccount('EUR')];
    await pay(from, to, 50);
    await pay(from, to, 70);
    assert.equal(await balanceOf(to), 120);
  });

  it('pays to the last cent [REQ-LED-4]', async () => {
    const [from, to] = [await openAccount('EUR', 80), await openAccount('EUR')];
    assert.equal((await pay(from, to, 80)).status, 'settled');
    assert.equal(await balanceOf(from), 0);
  });

  it('does not send to the same account`;

/** Accounts that are closed, before the last test of the suite in pytest. */
export const CLOSINGS = `def close(account):
    request = urllib.request.Request(f"{URL}/accounts/{account}", method="DELETE")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_an_empty_account_is_closed():
    """REQ-LED-18"""
    assert close(open_account()) == 204


def test_an_account_with_money_on_it_stays_open():
    """REQ-LED-18"""
    account = open_account(balance=5)
    assert close(account) == 409
    assert balance_of(account) == 5


def test_a_killed_ledger_forgets_nothing():`;

/** What the guide says of closing, before the draft. */
export const CLOSING_PROMISE = `  - {
      id: REQ-LED-18,
      text: 'An account is closed with DELETE: 204 when there is no money on it, otherwise 409.',
      source: guide 6,
      critical: false,
      names: ['DELETE /accounts/:id', '409'],
    }
  - {
      id: REQ-LED-16,`;
