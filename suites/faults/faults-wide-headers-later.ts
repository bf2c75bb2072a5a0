import { otherLedgerSuite } from './faults-ledger.ts';
import { HEADER_ORDERS_FAULTS } from './faults-wide-headers-orders.ts';
import { otherGoSuite } from './own-go-suite.ts';
import type { Fault } from './fault.ts';

const LEDGER = { service: 'ledger' } as const;
const PARCELS = { service: 'parcels', suites: ['parcels'] } as const;

/** Sends with headers, and tells what came with its own. */
const SENDING = `

def send(amount, key, balance=1000):
    (_, source), (_, target) = open_account(), open_account()
    ask("POST", f"/accounts/{source['id']}/deposits", {"amount": balance})
    data = json.dumps({"from": source["id"], "to": target["id"], "amount": amount}).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    with urllib.request.urlopen(urllib.request.Request(URL + "/transfers", data, headers, method="POST")) as answer:
        return json.loads(answer.read())
`;

const IN_LEDGER: readonly Fault[] = [
  {
    ...LEDGER,
    ...otherLedgerSuite(
      `${SENDING}

RUN = str(uuid.uuid4())


def test_a_transfer_is_taken():
    """REQ-LED-3"""
    assert send(10, RUN)["status"] == "pending"


def test_a_transfer_goes_where_it_is_sent():
    """REQ-LED-3"""
    made = send(20, RUN)
    assert made["amount"] == 20
`,
      'import uuid',
    ),
    id: 'hd31',
    what: 'a key is drawn once for the whole run',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`${SENDING}

def test_a_transfer_is_taken():
    """REQ-LED-3"""
    assert send(10, "morning-1")["status"] == "pending"


def test_another_transfer_is_another():
    """REQ-LED-3"""
    assert send(20, "evening-2")["amount"] == 20
`),
    id: 'hd32',
    what: 'a key is told from another by its length',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'ledger.py',
        from: 'request.headers.get("Idempotency-Key"))',
        to: 'str(len(request.headers.get("Idempotency-Key") or "")))',
      },
    ],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_second_transfer_is_the_first():
    """REQ-LED-7"""
    (_, source), (_, target) = open_account(), open_account()
    data = json.dumps({"amount": 500}).encode()
    deposit = urllib.request.Request(URL + f"/accounts/{source['id']}/deposits", data, {"Idempotency-Key": "d-1"}, method="POST")
    urllib.request.urlopen(deposit, timeout=10).close()
    body = {"from": source["id"], "to": target["id"], "amount": 100}
    made = [ask("POST", "/transfers", body)[1]["id"] for _ in range(2)]
    assert made[0] == made[1]
`),
    id: 'hd33',
    what: 'a test gives the key to another request than the one that it means',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_accounts_are_listed():
    """REQ-LED-14"""
    with urllib.request.urlopen(URL + "/accounts", timeout=10) as answer:
        assert answer.headers["Content-Type"] == "application/json;charset=UTF-8"
`),
    id: 'hd35',
    what: 'a test in Python wants a type of content to the letter',
    expected: ['TEST_ARTIFACT'],
  },
];

const IN_PARCELS: readonly Fault[] = [
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestManifestIsCSV(t *testing.T) {
	answer, err := client.Get(service + "/manifests/BERG")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if got := answer.Header.Get("Content-Type"); got != "text/csv" {
		t.Errorf("got content type %q, want %q", got, "text/csv")
	}
}
`,
      { TestManifestIsCSV: ['PAR-6'] },
    ),
    id: 'hd41',
    what: 'a test in Go wants a type of content without its letters',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestManifestIsCSV(t *testing.T) {
	answer, err := client.Get(service + "/manifests/BERG")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if got := answer.Header.Get("Content-Type"); got != "text/csv; charset=utf-8" {
		t.Errorf("got content type %q, want %q", got, "text/csv; charset=utf-8")
	}
}
`,
      { TestManifestIsCSV: ['PAR-6'] },
    ),
    id: 'hd42',
    what: 'a manifest in CSV is called JSON',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'parcels/routes.go', from: '"text/csv; charset=utf-8"', to: '"application/json"' }],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestParcelHasAVersion(t *testing.T) {
	_, made := handIn(t, "Ada", "8001")
	answer, err := client.Get(service + "/parcels/" + made.Code)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.Header.Get("ETag") == "" {
		t.Errorf("GET /parcels/%s: no ETag", made.Code)
	}
}
`,
      { TestParcelHasAVersion: ['PAR-7'] },
    ),
    id: 'hd43',
    what: 'whether a parcel has a version is nowhere said',
    expected: ['REQUIREMENT_GAP'],
  },
];

/** Written when headers were facts already. */
export const WIDE_HEADER_LATER_FAULTS: readonly Fault[] = [...IN_LEDGER, ...IN_PARCELS, ...HEADER_ORDERS_FAULTS];
