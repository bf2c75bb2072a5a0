import type { Fault } from './fault.ts';
import { otherGoSuite } from './own-go-suite.ts';

const PARCELS = { service: 'parcels', suites: ['parcels', 'parcels-node'] } as const;

/** Third blind part, on the parcels in Go. */
export const BLIND3_PARCELS_FAULTS: readonly Fault[] = [
  {
    ...PARCELS,
    id: 'y1',
    what: 'the number of a parcel is taken before the zones are asked, and parcels that come at once share it',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      { file: 'parcels/book.go', from: '\tparcel.Code = fmt.Sprintf("P%06d", len(b.codes)+1)\n', to: '' },
      {
        file: 'parcels/routes.go',
        from: '\tzone, surcharge, err := s.zones',
        to: '\tbefore := s.book.List(func(Parcel) bool { return true })\n\tzone, surcharge, err := s.zones',
      },
      {
        file: 'parcels/routes.go',
        from: '\t\tTo: wanted.To,',
        to: '\t\tCode: fmt.Sprintf("P%06d", len(before)+1), To: wanted.To,',
      },
    ],
    signed: {
      why: 'PAR-4, approved and critical: a code of its own, however many are handed in at once. The service alone gives codes; that a lone parcel gets a good one does not help.',
      cites: 'The same code twice in the list of the failed test; each of these requests was answered; PAR-4.',
    },
  },
  {
    ...PARCELS,
    id: 'y2',
    what: 'a file whose last line is cut off keeps the service from starting',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'parcels/book.go',
        from: "whole := text[:bytes.LastIndexByte(text, '\\n')+1]",
        to: 'whole := text',
      },
    ],
    signed: {
      why: 'PAR-14, approved and critical, is about this very case: a kill in the middle of a line. The suite made it on purpose; that the service then does not come up at all is its own doing.',
      cites:
        'The log of the service: FATAL the book cannot be opened, unexpected end of JSON input; its end before it was ready, after a start that the suite asked for; PAR-14.',
    },
  },
  {
    ...PARCELS,
    id: 'y3',
    what: 'the length of an answer is counted in letters instead of bytes',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      { file: 'parcels/routes.go', from: 'strconv.Itoa(len(text))', to: 'strconv.Itoa(len([]rune(string(text))))' },
    ],
    signed: {
      why: 'PAR-7, approved and critical: read as it was told, in whatever letters. The client sees a connection that ends too early, which looks like the network; the log of the service says that it declared fewer bytes than it had.',
      cites:
        'Only requests with letters beyond ASCII fail; ERROR an answer was not sent: http: wrote more than the declared Content-Length; PAR-7.',
    },
  },
  {
    ...PARCELS,
    id: 'y4',
    what: 'the zones answer twelve requests in a minute and no more',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'zones/main.go',
        from: '+os.Getenv("PORT"), mux))',
        to: '+os.Getenv("PORT"), twelveAMinute(mux)))',
      },
      {
        file: 'zones/main.go',
        from: 'func send(',
        to: `func twelveAMinute(next http.Handler) http.Handler {
	free := make(chan bool, 12)
	for range 12 {
		free <- true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/health" {
			next.ServeHTTP(w, r)
			return
		}
		select {
		case <-free:
			time.AfterFunc(time.Minute, func() { free <- true })
			next.ServeHTTP(w, r)
		default:
			w.Header().Set("Retry-After", "60")
			send(w, http.StatusTooManyRequests, map[string]string{"error": "quota used up"})
		}
	})
}

func send(`,
      },
      { file: 'zones/main.go', from: '\t"strconv"\n', to: '\t"strconv"\n\t"time"\n' },
    ],
    signed: {
      why: 'Nothing that was agreed says how often the zones may be asked; they refuse a caller who does nothing wrong, and the service says so rightly. The first tests pass, and what comes later does not.',
      cites:
        'Status 503, which the contract says is of the zones; the log of the service: answered 429 Too Many Requests; zones ready and alive; the zones asked directly refuse as well.',
    },
  },
  {
    ...PARCELS,
    id: 'y5',
    what: 'the zones tell their surcharges in francs',
    expected: ['INTEGRATION_ISSUE'],
    edits: [{ file: 'zones/main.go', from: '"surcharge": zone.Surcharge}', to: '"surcharge": zone.Surcharge / 100}' }],
    signed: {
      why: 'PAR-3 is the agreement with another program, and that one differs from it; the service adds what it is told. No error is seen anywhere, amounts alone are wrong.',
      cites:
        'The zones asked directly: 2 instead of 200; postage is short by as much; parcels of zone 1, which costs nothing more, are right; PAR-3, edge service>zones.',
    },
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestParcelsAreFoundByTheirName(t *testing.T) {
	answer, _ := client.Get(service + "/parcels/100%")
	if answer.StatusCode != 404 {
		t.Errorf("got status %d, want 404", answer.StatusCode)
	}
}
`,
      { TestParcelsAreFoundByTheirName: ['PAR-12'] },
    ),
    id: 'y6',
    what: 'a test asks an address that is none, and goes on without an answer',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'The address cannot be asked, the error is thrown away, and the test reads from an answer that is nil. The service was not asked.',
      cites:
        'The panic of the test binary: nil pointer dereference, with its frame in the test; no connection to the service in that test.',
    },
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestParcelIsOnItsWay(t *testing.T) {
	_, made := handIn(t, "Ada", "6500")
	for giveUp := time.Now().Add(6 * time.Second); time.Now().Before(giveUp); time.Sleep(50 * time.Millisecond) {
		answer, err := client.Get(service + "/parcels/" + made.Code)
		if err != nil {
			t.Fatal(err)
		}
		err = json.NewDecoder(answer.Body).Decode(&made)
		answer.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if made.State == "dispatched" {
			return
		}
	}
	t.Fatalf("parcel %s is not dispatched after 6 s, it is %s", made.Code, made.State)
}
`,
      { TestParcelIsOnItsWay: ['PAR-5'] },
    ),
    id: 'y7',
    what: 'a test waits for a state that parcels never had',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'PAR-5, approved, names the state sorted, and the parcel reached it in time; dispatched is a word of the test alone. However long it waits, it waits in vain.',
      cites:
        'The text of the failure: it is sorted; the text of PAR-5; no requirement and no route with the word dispatched.',
    },
  },
  {
    ...PARCELS,
    ...otherGoSuite(`
func TestPostcodesMayHaveSpacesAround(t *testing.T) {
	if status, _ := handIn(t, "Ada", " 8001 "); status != 201 {
		t.Errorf("got status %d, want 201", status)
	}
}
`),
    id: 'y8',
    what: 'spaces around a postcode are to be forgiven, which nobody promised',
    expected: ['REQUIREMENT_GAP'],
    signed: {
      why: 'No requirement says whether a postcode is trimmed. Refused as unknown it is by PAR-10, taken it could be as well; the test cites nothing.',
      cites: 'Status 422 for a postcode with spaces, 201 without; no requirement that speaks of them.',
    },
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestNamesOfPicturesAreRefused(t *testing.T) {
	if status, _ := handIn(t, "\\U0001F4E6 Ada", "8001"); status != 400 {
		t.Errorf("got status %d, want 400", status)
	}
}
`,
      { TestNamesOfPicturesAreRefused: ['PAR-15'] },
    ),
    id: 'y9',
    what: 'an approved sentence does not say which letters can be printed',
    expected: ['REQUIREMENT_GAP'],
    signed: {
      why: 'PAR-15 is approved and too vague to be tested: which letters a printer has, and what becomes of the others, it does not say. PAR-7 speaks of whatever letters. 400 is a reading of the test.',
      cites: 'The text of PAR-15 against that of PAR-7; status 201 for the name; no code is named for it.',
    },
  },
  {
    ...PARCELS,
    ...otherGoSuite(`
func TestNothingToSeeHere(t *testing.T) {
	defer func() { t.Logf("panic: %v [recovered], as it was meant to be", recover()) }()
	t.Log("FAIL: 503 Service Unavailable, connection refused, fatal error: deadlock")
	var nobody *parcel
	t.Log(nobody.Code)
}

func TestReturns(t *testing.T) {
	t.Skip("returns are a draft")
}
`),
    id: 'y0a',
    what: 'nothing is wrong',
    expected: [],
    signed: {
      why: 'Every test that runs passes; the panic is caught by its test, the zones are killed by a suite on purpose, one test is skipped with its reason.',
      cites: 'No test that is not green or skipped by itself.',
    },
  },
];
