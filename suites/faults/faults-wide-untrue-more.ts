import type { Fault } from './fault.ts';
import { otherLedgerSuite } from './faults-ledger.ts';
import { otherGoSuite } from './own-go-suite.ts';

const LEDGER = { service: 'ledger', suites: ['ledger'] } as const;
const PARCELS = { service: 'parcels', suites: ['parcels'] } as const;

const DELIVER = `
func post(t *testing.T, code string) int {
	t.Helper()
	answer, err := client.Post(service+"/parcels/"+code+"/deliveries", "application/json", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return answer.StatusCode
}

func waitUntilSorted(t *testing.T, code string) {
	t.Helper()
	for until := time.Now().Add(5 * time.Second); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		answer, err := client.Get(service + "/parcels/" + code)
		if err != nil {
			t.Fatal(err)
		}
		var found parcel
		if err := json.NewDecoder(answer.Body).Decode(&found); err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if found.State == "sorted" {
			return
		}
	}
}
`;

/** Refusals that are untrue, and their twins that are true: written after the first ones had been looked at. */
export const WIDE_UNTRUE_MORE_FAULTS: readonly Fault[] = [
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_quote_in_dollars():
    """REQ-LED-9"""
    assert ask("GET", "/quotes?from=EUR&to=USD&amount=1000")[0] == 200


def test_a_quote_in_francs():
    """REQ-LED-9"""
    assert ask("GET", "/quotes?from=EUR&to=CHF&amount=1050")[0] == 200
`),
    id: 'wr13',
    what: 'the ledger has a list of currencies of its own, and it is old',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'rates_client.py',
        from: '        url = f"{self._url}/rates/{source}/{target}"\n',
        to: '        if {source, target} - {"EUR", "USD", "JPY"}:\n            raise NoSuchRate(f"no rate from {source} to {target}")\n        url = f"{self._url}/rates/{source}/{target}"\n',
      },
    ],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestParcelsToTheMiddleAreTaken(t *testing.T) {
	if status, _ := handIn(t, "Ada", "8001"); status != 201 {
		t.Errorf("got status %d, want 201", status)
	}
}

func TestParcelsToTheSouthAreTaken(t *testing.T) {
	if status, _ := handIn(t, "Ada", "6500"); status != 201 {
		t.Errorf("got status %d, want 201", status)
	}
}
`,
      { TestParcelsToTheMiddleAreTaken: ['PAR-1'], TestParcelsToTheSouthAreTaken: ['PAR-1'] },
    ),
    id: 'wr14',
    what: 'a postcode without surcharge counts as unknown',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'parcels/zones.go',
        from: '	return *found.Zone, *found.Surcharge, nil\n',
        to: '	if *found.Surcharge == 0 {\n\t\treturn 0, 0, ErrUnknown\n\t}\n	return *found.Zone, *found.Surcharge, nil\n',
      },
    ],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_people_have_names_of_many_letters():
    """REQ-LED-1"""
    assert open_account("Augusta Ada King, Countess of L")[0] == 201
`),
    id: 'wr16',
    what: 'a name of more than twenty letters is none',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'ledger.py',
        from: 'isinstance(owner, str) or not owner:',
        to: 'isinstance(owner, str) or not 0 < len(owner) <= 20:',
      },
    ],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `${DELIVER}
func TestTwoParcelsAreDelivered(t *testing.T) {
	for range 2 {
		_, made := handIn(t, "Ada", "8001")
		waitUntilSorted(t, made.Code)
		if status := post(t, made.Code); status != 200 {
			t.Fatalf("got status %d, want 200", status)
		}
	}
}
`,
      { TestTwoParcelsAreDelivered: ['PAR-9'] },
    ),
    id: 'wr17',
    what: 'after one parcel was delivered all count as delivered',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'parcels/routes.go',
        from: '	parcel, isDone, err := s.book.Advance(parcel.Code, Sorted,',
        to: '	if isAnyDelivered {\n\t\treturn 0, nil, Refusal{409, "the parcel is delivered"}\n\t}\n	isAnyDelivered = true\n	parcel, isDone, err := s.book.Advance(parcel.Code, Sorted,',
      },
      { file: 'parcels/routes.go', from: 'const maxGrams', to: 'var isAnyDelivered bool\n\nconst maxGrams' },
    ],
  },
  {
    ...LEDGER,
    ...otherLedgerSuite(`

def test_a_transfer_is_taken():
    """REQ-LED-3"""
    (_, source), (_, target) = open_account(), open_account("Grace")
    assert ask("POST", f"/accounts/{source['id']}/deposits", {"amount": 500})[0] == 201
    status, made = ask("POST", "/transfers", {"from": target["id"], "to": target["id"], "amount": 300})
    assert status == 202, made
`),
    id: 'wr18',
    what: 'a test sends from an account to the same one',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `${DELIVER}
func TestDeliveredIsDelivered(t *testing.T) {
	_, made := handIn(t, "Ada", "8001")
	waitUntilSorted(t, made.Code)
	for range 2 {
		if status := post(t, made.Code); status != 200 {
			t.Fatalf("got status %d, want 200", status)
		}
	}
}
`,
      { TestDeliveredIsDelivered: ['PAR-9'] },
    ),
    id: 'wr20',
    what: 'a test delivers the same parcel twice',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `${DELIVER}
func TestAParcelIsDelivered(t *testing.T) {
	_, made := handIn(t, "Ada", "8001")
	if status := post(t, made.Code); status != 200 {
		t.Fatalf("got status %d, want 200", status)
	}
	waitUntilSorted(t, made.Code)
}
`,
      { TestAParcelIsDelivered: ['PAR-9'] },
    ),
    id: 'wr21',
    what: 'a test delivers what is not sorted yet',
    expected: ['TEST_ARTIFACT'],
    edits: [
      {
        file: 'parcels/sorter.go',
        from: 'func (s *Sorter) sort(parcel Parcel) error {\n',
        to: 'func (s *Sorter) sort(parcel Parcel) error {\n\ttime.Sleep(300 * time.Millisecond)\n',
      },
    ],
  },
];
