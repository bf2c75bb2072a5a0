// Passages that faults of the seventh blind part put into the ledger.

/** A body that is read when it is first looked at. */
export const BODY_WHEN_ASKED = `        @property
        def body(self):
            """Read when it is first asked for: most requests have none."""
            if self._body is None:
                self._body = self._read_body()
            return self._body

        def _read_body(self):
`;

/** Accounts that are not there, before the last test of the suite for Node. */
export const NOBODYS_ACCOUNTS = `it('takes no money for an account that is not there [REQ-LED-11]', async () => {
    assert.equal((await ask('POST', '/accounts/4711/deposits', { amount: 5 })).status, 404);
  });

  it('opens accounts, whoever was refused before [REQ-LED-1]', async () => {
    const told = [];
    for (const owner of ['Ada', 'Grace', 'Edith', 'Karen']) {
      await ask('POST', '/accounts/4711/deposits', { amount: 5 });
      told.push((await ask('POST', '/accounts', { owner, currency: 'USD' })).status);
    }
    assert.deepEqual(told, [201, 201, 201, 201]);
  });

  it('takes no money for accounts that are not there, however many [REQ-LED-11]', async () => {
    const told = [];
    for (const id of [4712, 4713, 4714]) told.push((await ask('POST', \`/accounts/\${id}/deposits\`, { amount: 5 })).status);
    assert.deepEqual(told, [404, 404, 404]);
  });

  it('does not send to the same account`;

/** Accounts of people and of firms. */
export const LONG_NAMES = `

@pytest.mark.parametrize("owner", ["Ada Lovelace", "Grace B. Hopper", "Sinéad O'Neill", "Frey & Partner"])
def test_an_account_is_opened_empty(owner):
    """REQ-LED-1"""
    status, account = open_account(owner)
    assert (status, account["owner"], account["balance"]) == (201, owner, 0)


def test_an_account_of_a_firm_is_opened_empty():
    """REQ-LED-1"""
    status, account = open_account("Rindfleischverwertungsgesellschaft (Ulm)")
    assert (status, account["balance"]) == (201, 0)


def test_a_deposit_is_on_the_account():
    """REQ-LED-2"""
    _, account = open_account()
    assert ask("POST", f"/accounts/{account['id']}/deposits", {"amount": 20})[0] == 201
    assert ask("GET", f"/accounts/{account['id']}")[1]["balance"] == 20


def test_accounts_are_listed():
    """REQ-LED-14"""
    status, listed = ask("GET", "/accounts")
    assert (status, listed["accounts"][0]["owner"]) == (200, "Ada Lovelace")
`;

/** What is put aside for a flat. */
export const SAVINGS = `

RENT = 450
BOND = 900,


def pay_in(*amounts):
    _, account = open_account()
    path = f"/accounts/{account['id']}"
    return path, [ask("POST", f"{path}/deposits", {"amount": amount})[0] for amount in amounts]


def test_the_rent_is_paid_in():
    """REQ-LED-2"""
    path, told = pay_in(RENT)
    assert told == [201]
    assert ask("GET", path)[1]["balance"] == 450


def test_the_bond_is_paid_in():
    """REQ-LED-2"""
    _, told = pay_in(BOND)
    assert told == [201]


def test_bond_and_rent_add_up():
    path, _ = pay_in(BOND, RENT)
    assert ask("GET", path)[1]["balance"] == 1350


def test_the_bond_is_the_first_entry():
    """REQ-LED-8"""
    path, _ = pay_in(BOND, RENT)
    assert ask("GET", f"{path}/entries")[1]["entries"][0]["amount"] == 900
`;

/** Tests that run through the same three currencies. */
export const THREE_CURRENCIES = `

CURRENCIES = map(str.upper, ("usd", "chf", "jpy"))


def open_in(currency):
    return ask("POST", "/accounts", {"owner": "Ada", "currency": currency})


def test_accounts_in_all_currencies_are_opened():
    """REQ-LED-1"""
    assert [open_in(currency)[0] for currency in CURRENCIES] == [201, 201, 201]


def test_all_currencies_have_a_quote():
    """REQ-LED-9"""
    told = [ask("GET", f"/quotes?from=EUR&to={currency}&amount=100")[0] for currency in CURRENCIES]
    assert told == [200, 200, 200]


def test_accounts_in_all_currencies_are_listed():
    """REQ-LED-14"""
    made = [open_in(currency)[1]["id"] for currency in CURRENCIES]
    listed = [account["id"] for account in ask("GET", "/accounts")[1]["accounts"]]
    assert listed[-3:] == made
`;

/** What the people of security have had approved, before the draft. */
export const SECURITY_PROMISE = `  - {
      id: REQ-LED-18,
      text: 'An account that is not there is answered with 403, so that nobody learns which numbers are taken.',
      source: security baseline 7,
      critical: false,
      kind: error,
      names: ['GET /accounts/:id', 'GET /accounts/:id/entries'],
    }
  - {
      id: REQ-LED-16,`;

/** Numbers that nobody is to learn, before the last test of the suite for Node. */
export const SECRET_NUMBERS = `it('does not tell which numbers are taken [REQ-LED-18]', async () => {
    assert.equal((await ask('GET', '/accounts/4711')).status, 403);
  });

  it('does not tell it by the entries either [REQ-LED-18]', async () => {
    assert.equal((await ask('GET', '/accounts/4711/entries')).status, 403);
  });

  it('does not send to the same account`;
