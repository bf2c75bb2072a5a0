/** Steers the world, as the suite of the ledger does. */
export const CONTROL = `

def control(verb, component):
    with open(os.environ["REALITY_WORLD"]) as file:
        path = json.load(file)["control"]
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(path)
        client.sendall(json.dumps({"id": 1, "verb": verb, "component": component}).encode() + b"\\n")
        reply = json.loads(client.makefile().readline())
    assert reply["ok"], reply
`;

/** Transfers, and their end. */
export const SENDING = `

def send(amount, currency="EUR"):
    (_, source), (_, target) = open_account(), ask("POST", "/accounts", {"owner": "Ada", "currency": currency})
    assert ask("POST", f"/accounts/{source['id']}/deposits", {"amount": 100})[0] == 201
    return ask("POST", "/transfers", {"from": source["id"], "to": target["id"], "amount": amount})[1]["id"]


def wait_until_ended(made):
    give_up_at = time.monotonic() + 5
    while True:
        _, found = ask("GET", f"/transfers/{made}")
        if found["status"] != "pending":
            return found
        assert time.monotonic() < give_up_at, f"still pending after 5 s: {found}"
        time.sleep(0.05)
`;
