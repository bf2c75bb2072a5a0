import type { Fault } from './fault.ts';
import { otherGoSuite } from './own-go-suite.ts';

const PARCELS = { service: 'parcels', suites: ['parcels'] } as const;

/** Tests that are wrong in other ways, on the parcels; and services that are, in ways that look alike. */
export const WIDE_TESTS_PARCELS_FAULTS: readonly Fault[] = [
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestPostageIsTold(t *testing.T) {
	answer, err := client.Post(service+"/parcels", "application/json", bytes.NewReader([]byte(\`{"to":"Ada","postcode":"8001","grams":100}\`)))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var told struct {
		Postage int \`json:"price"\`
	}
	if err := json.NewDecoder(answer.Body).Decode(&told); err != nil {
		t.Fatal(err)
	}
	if told.Postage != 700 {
		t.Errorf("postage %d, want 700", told.Postage)
	}
}
`,
      { TestPostageIsTold: ['PAR-2'] },
    ),
    id: 't61',
    what: 'a test reads a field by another name than it has',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestTwoKilogramsCostMore(t *testing.T) {
	text, _ := json.Marshal(map[string]any{"to": "Ada", "postcode": "8001", "grams": 2})
	answer, err := client.Post(service+"/parcels", "application/json", bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var told struct{ Postage int }
	if err := json.NewDecoder(answer.Body).Decode(&told); err != nil {
		t.Fatal(err)
	}
	if told.Postage != 1000 {
		t.Errorf("postage %d, want 1000", told.Postage)
	}
}
`,
      { TestTwoKilogramsCostMore: ['PAR-2'] },
    ),
    id: 't62',
    what: 'a test weighs in kilograms',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestParcelIsReadFromItsFile(t *testing.T) {
	text, err := os.ReadFile("testdata/parcel.json")
	if err != nil {
		t.Fatal(err)
	}
	answer, err := client.Post(service+"/parcels", "application/json", bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
}
`,
      { TestParcelIsReadFromItsFile: ['PAR-1'] },
    ),
    id: 't63',
    what: 'a file of test data was never checked in',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
var shared string

func deliver(t *testing.T) {
	t.Helper()
	t.Parallel()
	answer, err := client.Post(service+"/parcels/"+shared+"/deliveries", "application/json", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != 200 {
		t.Errorf("got status %d, want 200", answer.StatusCode)
	}
}

func TestDeliveries(t *testing.T) {
	_, made := handIn(t, "Ada", "8001")
	shared = made.Code
	for giveUp := time.Now().Add(5 * time.Second); made.State != "sorted" && time.Now().Before(giveUp); time.Sleep(20 * time.Millisecond) {
		answer, err := client.Get(service + "/parcels/" + shared)
		if err != nil {
			t.Fatal(err)
		}
		json.NewDecoder(answer.Body).Decode(&made)
		answer.Body.Close()
	}
	t.Run("ByHand", deliver)
	t.Run("ByMachine", deliver)
}
`,
      { 'TestDeliveries > ByHand': ['PAR-9'], 'TestDeliveries > ByMachine': ['PAR-9'] },
    ),
    id: 't64',
    what: 'two tests at once deliver one parcel',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestParcelsAreCounted(t *testing.T) {
	var seen map[string]int
	for range 3 {
		_, made := handIn(t, "Ada", "8001")
		seen[made.Code]++
	}
	if len(seen) != 3 {
		t.Errorf("got %d codes, want 3", len(seen))
	}
}
`,
      { TestParcelsAreCounted: ['PAR-4'] },
    ),
    id: 't65',
    what: 'a test counts in a map that it never made',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestSenderIsPatient(t *testing.T) {
	done := make(chan bool)
	go func() {
		handIn(t, "Ada", "8001")
	}()
	select {
	case <-done:
	case <-time.After(3 * time.Second):
		t.Fatal("the parcel was not taken within 3 s")
	}
}
`,
      { TestSenderIsPatient: ['PAR-1'] },
    ),
    id: 't66',
    what: 'a test waits for a word of its own that it never says',
    expected: ['TEST_ARTIFACT'],
  },
];
