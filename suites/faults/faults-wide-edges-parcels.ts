import type { Fault } from './fault.ts';
import { otherGoSuite } from './own-go-suite.ts';

const PARCELS = { service: 'parcels', suites: ['parcels', 'parcels-node'] } as const;

/** Of the parcels in Go. */
export const WIDE_EDGES_PARCELS_FAULTS: readonly Fault[] = [
  {
    ...PARCELS,
    id: 'we21',
    what: 'postage holds the number of the zone in place of its surcharge',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      { file: 'parcels/routes.go', from: 'priceOf(wanted.Grams) + surcharge,', to: 'priceOf(wanted.Grams) + zone,' },
      { file: 'parcels/routes.go', from: 'zone, surcharge, err := s.zones', to: 'zone, _, err := s.zones' },
    ],
  },
  {
    ...PARCELS,
    id: 'we22',
    what: 'the depot that was asked for first is that of all',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'parcels/sorter.go',
        from: '\tdepot, err := s.zones.DepotOf(parcel.Zone)\n\tif err != nil {\n\t\treturn err\n\t}\n',
        to: '\tvar err error\n\tif s.depot == "" {\n\t\tif s.depot, err = s.zones.DepotOf(parcel.Zone); err != nil {\n\t\t\treturn err\n\t\t}\n\t}\n\tdepot := s.depot\n',
      },
      { file: 'parcels/sorter.go', from: '\twoken chan struct{}\n}', to: '\twoken chan struct{}\n\tdepot string\n}' },
    ],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestNamesStayAsTheyWereTold(t *testing.T) {
	name := "Countess Augusta Ada King of Lovelace"
	_, made := handIn(t, name, "8001")
	answer, err := client.Get(service + "/parcels/" + made.Code)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var found struct{ To string }
	if err := json.NewDecoder(answer.Body).Decode(&found); err != nil {
		t.Fatal(err)
	}
	if found.To != name {
		t.Errorf("got %q, want %q", found.To, name)
	}
}
`,
      { TestNamesStayAsTheyWereTold: ['PAR-7'] },
    ),
    id: 'we23',
    what: 'long names are cut without a word',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'parcels/routes.go', from: 'To: wanted.To,', to: 'To: fmt.Sprintf("%.24s", wanted.To),' }],
  },
  {
    ...PARCELS,
    ...otherGoSuite(
      `
func TestParcelsOfOneStateAreListed(t *testing.T) {
	_, made := handIn(t, "Ada", "8001")
	answer, err := client.Get(service + "/parcels?state=delivered")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var listed struct{ Parcels []parcel }
	if err := json.NewDecoder(answer.Body).Decode(&listed); err != nil {
		t.Fatal(err)
	}
	if len(listed.Parcels) != 0 {
		t.Errorf("%s was never delivered, and the list of what was delivered holds %d parcels", made.Code, len(listed.Parcels))
	}
}
`,
      { TestParcelsOfOneStateAreListed: ['PAR-8'] },
    ),
    id: 'we24',
    what: 'a filter of a list is read by another name than is documented',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ file: 'parcels/routes.go', from: 'r.URL.Query().Get("state")', to: 'r.URL.Query().Get("status")' }],
  },
  {
    ...PARCELS,
    id: 'we31',
    what: 'zones want the country before a postcode',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'zones/main.go',
        from: '\t\tzone, isKnown := zones[zoneOf[r.PathValue("postcode")]]\n',
        to: '\t\tif len(r.PathValue("postcode")) < 7 {\n\t\t\tsend(w, http.StatusBadRequest, map[string]string{"error": "postcode must look like CH-0000"})\n\t\t\treturn\n\t\t}\n\t\tzone, isKnown := zones[zoneOf[r.PathValue("postcode")[3:]]]\n',
      },
    ],
  },
  {
    ...PARCELS,
    id: 'we32',
    what: 'zones have names of two parts since they were divided',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'zones/main.go',
        from: 'map[string]int{"zone": zone.Zone, "surcharge": zone.Surcharge}',
        to: 'map[string]any{"zone": strconv.Itoa(zone.Zone) + "a", "surcharge": zone.Surcharge}',
      },
    ],
  },
  {
    ...PARCELS,
    id: 'we33',
    what: 'depots are told by other names since the last version of the zones',
    expected: ['INTEGRATION_ISSUE'],
    edits: [{ file: 'zones/main.go', from: '{"depot": zone.Depot}', to: '{"depot": "CH/" + zone.Depot}' }],
  },
  {
    ...PARCELS,
    id: 'we34',
    what: 'zones let nobody in who does not name himself, and send him to a page',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'zones/main.go',
        from: '\t\tzone, isKnown := zones[zoneOf[r.PathValue("postcode")]]\n',
        to: '\t\tif r.Header.Get("X-Client") == "" {\n\t\t\tw.Header().Set("Content-Type", "text/html")\n\t\t\t_, _ = w.Write([]byte("<html><body>Please name yourself.</body></html>"))\n\t\t\treturn\n\t\t}\n\t\tzone, isKnown := zones[zoneOf[r.PathValue("postcode")]]\n',
      },
    ],
  },
];
