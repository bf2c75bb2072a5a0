import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';
import { otherGoSuite } from './own-go-suite.ts';
import { AT_ONCE, LATE_TABLE } from './faults-blind5-texts.ts';

const PARCELS = { service: 'parcels', suites: ['parcels', 'parcels-node'] } as const;

/** Fifth blind part, on the parcels in Go. */
export const BLIND5_PARCELS_FAULTS: readonly Fault[] = [
  {
    ...PARCELS,
    id: 'v25',
    what: 'the lines of a manifest are put together by hand',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      { file: 'parcels/routes.go', from: '\t"encoding/csv"\n', to: '' },
      {
        file: 'parcels/routes.go',
        from: '\tlines := csv.NewWriter(&text)\n\t_ = lines.Write([]string{"code", "to", "postcode"})\n',
        to: '\ttext.WriteString("code,to,postcode\\n")\n',
      },
      {
        file: 'parcels/routes.go',
        from: '_ = lines.Write([]string{p.Code, p.To, p.Postcode})',
        to: 'fmt.Fprintf(&text, "%s,%s,%s\\n", p.Code, p.To, p.Postcode)',
      },
      { file: 'parcels/routes.go', from: '\tlines.Flush()\n', to: '' },
    ],
    signed: {
      why: 'PAR-6, approved: CSV by RFC 4180, in which a name with a comma or a quote stands in quotes. The service writes it as it is, so that nobody can read the manifest.',
      cites: 'The error of the CSV reader at the line of Müller, "Ada"; PAR-6.',
    },
  },
  {
    ...PARCELS,
    id: 'v26',
    what: 'a parcel is delivered from whatever state it is found in',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'parcels/routes.go',
        from: 's.book.Advance(parcel.Code, Sorted, ',
        to: 's.book.Advance(parcel.Code, parcel.State, ',
      },
      { file: 'parcels.test.mjs', from: "it('to an unknown postcode", to: AT_ONCE },
    ],
    signed: {
      why: 'PAR-9, approved and critical: a sorted parcel is delivered once, in any other state that is 409. It is delivered a second time with 200; the zones have no part in that.',
      cites: 'Status 200 for the second delivery of one parcel; PAR-9.',
    },
  },
  {
    ...PARCELS,
    id: 'v27',
    what: 'the service speaks TLS to zones that do not',
    expected: ['INTEGRATION_ISSUE'],
    change: (config) => setServiceVariable(config, 'ZONES_URL', 'https://${zones.host}:${zones.ports.http}'),
    signed: {
      why: 'The zones answer whoever asks them by http, the service refuses and lists as it should; the setting that joins them has https where http was agreed.',
      cites:
        'Status 503; the log of the service: server gave HTTP response to HTTPS client; ZONES_URL with https against http in the address of the zones; zones ready, and right when asked directly.',
    },
  },
  {
    ...PARCELS,
    suites: ['parcels'],
    ...otherGoSuite(
      `
func TestParcelIsTaken(t *testing.T) {
	if status, _ := handIn(t, "Ada", "8001"); status != 201 {
		t.Errorf("got status %d, want 201", status)
	}
}

func TestParcelsOfAllZonesAreTaken(t *testing.T) {
	for _, postcode := range []string{"8400", "6500", "7500"} {
		if status, _ := handIn(t, "Ada", postcode); status != 201 {
			t.Errorf("to %s: got status %d, want 201", postcode, status)
		}
	}
}

func TestUnknownPostcodeIsTold(t *testing.T) {
	if status, _ := handIn(t, "Ada", "0000"); status != 422 {
		t.Errorf("got status %d, want 422", status)
	}
}

func TestZonesAreThereWhenTheySaySo(t *testing.T) {
	address := os.Getenv("REALITY_ZONES_URL_HTTP")
	for _, path := range []string{"/health", "/zones/8001"} {
		answer, err := client.Get(address + path)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != 200 {
			t.Errorf("GET %s of the zones: got status %d, want 200", path, answer.StatusCode)
		}
	}
}

func TestParcelIsTakenInTheEnd(t *testing.T) {
	status := 0
	for giveUp := time.Now().Add(20 * time.Second); status != 201 && time.Now().Before(giveUp); time.Sleep(200 * time.Millisecond) {
		status, _ = handIn(t, "Ada", "8001")
	}
	if status != 201 {
		t.Errorf("got status %d, want 201", status)
	}
}
`,
      {
        TestParcelIsTaken: ['PAR-1'],
        TestParcelsOfAllZonesAreTaken: ['PAR-1'],
        TestUnknownPostcodeIsTold: ['PAR-10'],
        TestParcelIsTakenInTheEnd: ['PAR-13'],
      },
    ),
    id: 'v28',
    what: 'the zones say that they are up before they have read their table',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'zones/main.go',
        from: 'mux.HandleFunc("GET /zones/{postcode}", func(w http.ResponseWriter, r *http.Request) {\n',
        to: LATE_TABLE,
      },
      {
        file: 'zones/main.go',
        from: 'func main() {',
        to: 'var tableRead = sync.OnceValue(func() time.Time { return time.Now().Add(4 * time.Second) })\n\nfunc main() {',
      },
      { file: 'zones/main.go', from: '\t"strconv"\n', to: '\t"strconv"\n\t"sync"\n\t"time"\n' },
    ],
    signed: {
      why: 'The zones answer 200 on health and 503 on what they are for, for some seconds; the service says 503 as PAR-13 has it, and takes parcels as soon as it can. Between what the zones promise and what they do, whoever relies on them fails.',
      cites:
        'The zones asked directly: 200 on /health and 503 on /zones/8001; status 503 of the service, and 201 some seconds later without a restart; the log of the service: answered 503 Service Unavailable.',
    },
  },
  {
    ...PARCELS,
    suites: ['parcels'],
    ...otherGoSuite(
      `
func TestParcelsAreTakenAtOnce(t *testing.T) {
	postcodes := []string{"8001", "8400", "6500", "7500"}
	statuses := make(chan int)
	for _, postcode := range postcodes {
		go func() {
			status, _ := handIn(t, "Ada", postcode)
			statuses <- status
		}()
	}
	for one := 1; one < len(postcodes); one++ {
		if status := <-statuses; status != 201 {
			t.Errorf("got status %d, want 201", status)
		}
	}
	close(statuses)
}

func TestParcelIsSorted(t *testing.T) {
	_, made := handIn(t, "Ada", "6500")
	time.Sleep(3 * time.Second)
	answer, err := client.Get(service + "/parcels/" + made.Code)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(&made); err != nil || made.State != "sorted" {
		t.Errorf("got %+v and %v, want a sorted parcel", made, err)
	}
}
`,
      { TestParcelsAreTakenAtOnce: ['PAR-1'], TestParcelIsSorted: ['PAR-5'] },
    ),
    id: 'v29',
    what: 'a test closes a channel before the last of four has sent into it',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'Four goroutines of the test send, three are received from, and the channel is closed: Go ends the whole binary, and with it a test that is in order. The service answered every request.',
      cites:
        'panic: send on closed channel, with its frame in parcels_test.go; the test that ran at that moment has no end of its own; the service ready, without an error line.',
    },
  },
  {
    ...PARCELS,
    suites: ['parcels'],
    ...otherGoSuite(
      `
func sendBack(t *testing.T, code string) int {
	t.Helper()
	answer, err := client.Post(service+"/parcels/"+code+"/returns", "application/json", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode
}

func TestDeliveredParcelIsSentBack(t *testing.T) {
	_, made := handIn(t, "Ada", "8001")
	for giveUp := time.Now().Add(5 * time.Second); time.Now().Before(giveUp); time.Sleep(50 * time.Millisecond) {
		answer, err := client.Post(service+"/parcels/"+made.Code+"/deliveries", "application/json", nil)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode == 200 {
			break
		}
	}
	if status := sendBack(t, made.Code); status != 201 {
		t.Errorf("got status %d, want 201", status)
	}
}

func TestParcelThatIsOnItsWayIsNotSentBack(t *testing.T) {
	_, made := handIn(t, "Ada", "8001")
	if status := sendBack(t, made.Code); status != 409 {
		t.Errorf("got status %d, want 409", status)
	}
}
`,
      { TestDeliveredParcelIsSentBack: ['PAR-16'], TestParcelThatIsOnItsWayIsNotSentBack: ['PAR-16'] },
    ),
    id: 'v30',
    what: 'returns are tested, which the service says it does not support yet',
    expected: ['REQUIREMENT_GAP'],
    signed: {
      why: 'PAR-16 and its route are drafts, and 501 says not there yet, which the contract calls unsupported. All that is approved works.',
      cites:
        'Status 501 on POST /parcels/:code/returns; status draft of route and requirement; code 501 in the contract.',
    },
  },
];
