import type { Fault } from './fault.ts';
import { otherGoSuite } from './own-go-suite.ts';
import {
  AFTER_RESTARTS,
  AWAY,
  AWAY_AND_BACK,
  END_OF_SUITE,
  NOTHING_TO_WORRY,
  ORDERS_OF_MANIFESTS,
  PARCELS_OF_FILES,
  UNKNOWN_PLACES,
  ZONES_HANG,
} from './faults-blind6-parcels-texts.ts';

const PARCELS = { service: 'parcels', suites: ['parcels', 'parcels-node'] } as const;

/** Sixth blind part, on the parcels in Go. */
export const BLIND6_PARCELS_FAULTS: readonly Fault[] = [
  {
    ...PARCELS,
    suites: ['parcels-node'],
    id: 'u28',
    what: 'codes begin at one again with each start of the service',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      { file: 'parcels/book.go', from: '\tcodes   []string\n', to: '\tcodes   []string\n\tlast    int\n' },
      {
        file: 'parcels/book.go',
        from: 'parcel.Code = fmt.Sprintf("P%06d", len(b.codes)+1)',
        to: 'b.last++\n\tparcel.Code = fmt.Sprintf("P%06d", b.last)',
      },
      { file: 'parcels.test.mjs', from: END_OF_SUITE, to: AFTER_RESTARTS },
    ],
    signed: {
      why: 'PAR-4 and PAR-14, approved and critical: a code of its own for every parcel, and what was answered with 201 is still there after a kill. The service counts in memory alone; after a restart it gives codes that are taken, and what was kept under them is overwritten. The suite restarted it on purpose.',
      cites:
        'The same code in two answers 201, before and after the restart; a parcel that is read as another; PAR-4 and PAR-14.',
    },
  },
  {
    ...PARCELS,
    suites: ['parcels'],
    ...otherGoSuite(ORDERS_OF_MANIFESTS, {
      TestManifestOfADepotWithNothingInIt: ['PAR-6'],
      TestManifestIsInTheOrderOfHandingIn: ['PAR-6'],
      TestFirstOfAManifestIsTheFirstHandedIn: ['PAR-6'],
    }),
    id: 'u29',
    what: 'parcels are listed as they come out of a map',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'parcels/book.go',
        from: '\tfor _, code := range b.codes {\n\t\tif parcel := b.parcels[code]; isWanted(parcel) {\n',
        to: '\tfor _, parcel := range b.parcels {\n\t\tif isWanted(parcel) {\n',
      },
    ],
    signed: {
      why: 'PAR-6, approved: a manifest lists in the order in which parcels were handed in. All lines are there and right, and their order is another with each reading, which is the order of a map in Go. Zones and tests have no part in it.',
      cites: 'The lines of the manifest against the codes in the order of their answers 201; PAR-6.',
    },
  },
  {
    ...PARCELS,
    id: 'u30',
    what: 'parcels are sorted in batches, twice a minute',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'parcels/sorter.go',
        from: '// A parcel whose depot cannot be had now is tried again this much later.\nconst sortAgain = 200 * time.Millisecond',
        to: '// Parcels are sorted in batches, which spares the zones.\nconst sortAgain = 30 * time.Second',
      },
      {
        file: 'parcels/sorter.go',
        from: '\t\tselect {\n\t\tcase <-s.woken:\n\t\tcase <-time.After(sortAgain):\n\t\t}\n',
        to: '\t\ttime.Sleep(sortAgain)\n',
      },
    ],
    signed: {
      why: 'PAR-5, approved and critical: sorted within 3 s, unless the zones do not answer. They answer, and the service does not ask them for half a minute. That is ten times the limit, by design and not for a busy host.',
      cites:
        'Parcels that are still accepted after 5 s in every test that waits for sorted; POST /parcels answered at once with zone and postage of the zones; no question of the service for a depot in that time, and no error in its log; PAR-5.',
    },
  },
  {
    ...PARCELS,
    suites: ['parcels'],
    ...otherGoSuite(UNKNOWN_PLACES, {
      TestParcelIsTaken: ['PAR-1'],
      TestParcelsToUnknownPostcodesAreRefused: ['PAR-10'],
      TestParcelIsTakenAfterOneThatWasRefused: ['PAR-1'],
      TestParcelIsSorted: ['PAR-5'],
    }),
    id: 'u31',
    what: 'the zones count unknown postcodes in a map that nobody made, and end by it',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'zones/main.go',
        from: 'func main() {',
        to: '// How often a postcode was asked for that is in no zone.\nvar misses map[string]int\n\nfunc main() {',
      },
      {
        file: 'zones/main.go',
        from: '\t\tif !isKnown {\n\t\t\tsend(w, http.StatusNotFound, map[string]string{"error": "no such postcode"})\n',
        to: '\t\tif !isKnown {\n\t\t\tgo func() { misses[r.PathValue("postcode")]++ }()\n\t\t\tsend(w, http.StatusNotFound, map[string]string{"error": "no such postcode"})\n',
      },
    ],
    signed: {
      why: 'The zones were started, were ready, and die of the first postcode that they do not know. The service has asked a rightful question, is alive, and can do nothing without them but refuse.',
      cites:
        'The end of zones with status 2, which nobody asked for; panic: assignment to entry in nil map, in its log, in the moment in which the test asks for a postcode that is in no zone; the service alive, without an end of its own; a parcel taken before.',
    },
  },
  {
    ...PARCELS,
    id: 'u32',
    what: 'the zones leave out a surcharge that is nothing',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'zones/main.go',
        from: '`json:"surcharge"`\n\tDepot     string `json:"depot"`',
        to: '`json:"surcharge,omitempty"`\n\tDepot     string `json:"depot,omitempty"`',
      },
      {
        file: 'zones/main.go',
        from: 'map[string]int{"zone": zone.Zone, "surcharge": zone.Surcharge}',
        to: 'Zone{Zone: zone.Zone, Surcharge: zone.Surcharge}',
      },
    ],
    signed: {
      why: 'PAR-3 is the agreement with another program: zone and surcharge of a postcode. That program tells no surcharge where it is 0; the service cannot know what is meant and says 503. Postcodes with a surcharge are in order from end to end.',
      cites:
        'Status 503 for 8001 alone; the log of the service: zone or surcharge is missing; the zones asked for 8001: a zone and nothing else, for 6500 both; zones ready and alive; PAR-3 with edge service>zones.',
    },
  },
  {
    ...PARCELS,
    suites: ['parcels'],
    ...otherGoSuite(PARCELS_OF_FILES, {
      'TestParcelsOfFiles > light': ['PAR-1'],
      'TestParcelsOfFiles > heavy': ['PAR-1'],
      'TestParcelsOfFiles > nowhere': ['PAR-10'],
    }),
    id: 'u33',
    what: 'parts of a test that were made parallel begin when their files are cleaned away',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'A part that calls t.Parallel waits until the test around it has returned, and that one removes the folder when it returns. What the parts read is gone before they ask anything; with t.Cleanup or t.TempDir they run.',
      cites:
        'open …/light.json: no such file or directory, in all three parts, with its line in parcels_test.go; defer os.RemoveAll and t.Parallel in the test; no request of these parts to the service.',
    },
  },
  {
    ...PARCELS,
    suites: ['parcels-node'],
    id: 'u34',
    what: 'a test ends the zones, and since it was cut in two nobody starts them again',
    expected: ['TEST_ARTIFACT'],
    edits: [{ file: 'parcels.test.mjs', from: AWAY, to: AWAY_AND_BACK }],
    signed: {
      why: 'The suite killed the zones by its own control and never asked for their start; the next tests want what needs them. 503 is what PAR-13 promises meanwhile, and the service and the zones did nothing wrong.',
      cites:
        'The kill of the zones, journaled as intended, and no start after it; status 503 in the tests that follow; green before; PAR-13.',
    },
  },
  {
    ...PARCELS,
    suites: ['parcels-node'],
    id: 'u35',
    what: 'how fast a refusal has to be while the zones hang is nowhere said',
    expected: ['REQUIREMENT_GAP'],
    edits: [{ file: 'parcels.test.mjs', from: "it('outlive a power cut", to: ZONES_HANG }],
    signed: {
      why: 'PAR-13 says that parcels are refused with 503 while the zones do not answer, and so they are, after the two seconds that the service waits. No document has a limit for that; one second is a number of the test. Somebody has to decide on it.',
      cites:
        'Status 503 after 2 s; the pause of the zones, journaled as intended; the text of PAR-13, which has no number; no requirement with a limit for POST /parcels.',
    },
  },
  {
    ...PARCELS,
    id: 'u0b',
    what: 'nothing is wrong',
    expected: [],
    edits: [
      { file: 'zones/main.go', from: '\t"strconv"\n', to: '\t"strconv"\n\t"time"\n' },
      {
        file: 'zones/main.go',
        from: '\t\tzone, isKnown := zones[zoneOf[',
        to: '\t\ttime.Sleep(700 * time.Millisecond)\n\t\tzone, isKnown := zones[zoneOf[',
      },
      { file: 'parcels.test.mjs', from: "it('outlive a power cut", to: NOTHING_TO_WORRY },
    ],
    signed: {
      why: 'Every test that has to pass passes. The zones are slow and within what the service waits; they are paused on purpose, and what is refused and printed then is meant to be; a test of a draft is marked as one still to do, one is skipped with its reason.',
      cites: 'No test that is not green, still to do, or skipped by itself.',
    },
  },
];
