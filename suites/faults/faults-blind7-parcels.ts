import type { Document } from 'yaml';
import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';
import { otherGoSuite } from './own-go-suite.ts';
import {
  CLOSED_TOO_EARLY,
  DELIVERED_AND_LISTED,
  FIRMS,
  HOME_MADE_TABLES,
  INGRESS,
  MANY_IN_AN_HOUR,
  NOTHING_TO_WORRY,
  ONE_HICCUP,
  PROMISE_WITHOUT_A_NUMBER,
} from './faults-blind7-parcels-texts.ts';

const PARCELS = { service: 'parcels', suites: ['parcels', 'parcels-node'] } as const;
const NODE_ONLY = { ...PARCELS, suites: ['parcels-node'] } as const;
const GO_ONLY = { ...PARCELS, suites: ['parcels'] } as const;

const BEFORE_POWER_CUT = "it('outlive a power cut";

/** Puts the ingress of the house between the service and the zones. */
function beforeZones(config: Document): void {
  config.setIn(
    ['components', 'ingress'],
    config.createNode({
      kind: 'service',
      command: ['node', 'ingress.mjs'],
      requires: ['zones'],
      ports: ['in'],
      urls: { http: 'http://${ingress.host}:${ingress.ports.in}' },
      env: { LISTEN: '${ingress.ports.in}', ZONES: '${zones.urls.http}' },
      ready: [{ tcp: '${ingress.host}:${ingress.ports.in}' }],
    }),
  );
  config.addIn(['components', 'service', 'requires'], 'ingress');
  setServiceVariable(config, 'ZONES_URL', '${ingress.urls.http}');
}

/** Seventh blind part, on the parcels in Go. */
export const BLIND7_PARCELS_FAULTS: readonly Fault[] = [
  {
    ...NODE_ONLY,
    id: 'p19',
    what: 'a delivery without a signature is looked for one all the same',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'parcels/routes.go',
        from: '\tparcel, isDone, err := s.book.Advance(parcel.Code, Sorted, func',
        to: `	var receipt struct{ Signature *struct{ By string } }
	_ = json.NewDecoder(r.Body).Decode(&receipt)
	log.Printf("parcel %s: signed by %s", parcel.Code, receipt.Signature.By)
	parcel, isDone, err := s.book.Advance(parcel.Code, Sorted, func`,
      },
      { file: 'parcels.test.mjs', from: BEFORE_POWER_CUT, to: DELIVERED_AND_LISTED },
    ],
    signed: {
      why: 'PAR-9, approved and critical: a sorted parcel is delivered. No document knows of a signature, and without one the service follows a pointer to nothing, which ends the request without an answer; what needs no delivery works. The zones are not asked there.',
      cites:
        'Connections that end without an answer on POST /parcels/:code/deliveries; the log of the service: http: panic serving, nil pointer dereference, with a frame in deliver of routes.go; the parcel sorted before, and after; PAR-9.',
    },
  },
  {
    ...NODE_ONLY,
    id: 'p20',
    what: 'names are made safe for web pages before they are kept',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      { file: 'parcels/routes.go', from: '\t"fmt"\n\t"log"\n', to: '\t"fmt"\n\t"html"\n\t"log"\n' },
      { file: 'parcels/routes.go', from: 'To: wanted.To, Postcode', to: 'To: html.EscapeString(wanted.To), Postcode' },
      { file: 'parcels.test.mjs', from: BEFORE_POWER_CUT, to: FIRMS },
    ],
    signed: {
      why: 'PAR-7, approved and critical: a parcel is read as it was told, in whatever letters; PAR-6 has manifests in CSV, which knows no `&amp;`. The service keeps another text than it was given, and depots print it. Other names come back unchanged; the zones are not told a name.',
      cites:
        "Expected & and ' against actual `&amp;` and `&#39;` in the answer to POST /parcels, in GET /parcels/:code and in the manifest; names without such letters in order; PAR-7, PAR-6.",
    },
  },
  {
    ...PARCELS,
    files: { 'ingress.mjs': INGRESS },
    id: 'p21',
    what: 'the ingress knows the zones by their name, and is asked by its address',
    expected: ['INTEGRATION_ISSUE'],
    change: beforeZones,
    signed: {
      why: 'The ingress sends on what is asked under the name of the zones, and says 404 to all else; the service was given the address of the ingress. It takes that 404 for the one that was agreed for unknown postcodes, and says 422 of each. Zones, ingress and service do what they were told; the setting that joins them lacks the name.',
      cites:
        'Status 422 for 8001, which the zones know when asked directly; the log of the ingress: 404, no backend for 127.0.0.1; ZONES_URL with the address of the ingress; no request of the service at the zones, which are ready.',
    },
  },
  {
    ...NODE_ONLY,
    id: 'p22',
    what: 'a helper of the tests cuts lines of CSV at each comma',
    expected: ['TEST_ARTIFACT'],
    edits: [{ file: 'parcels.test.mjs', from: BEFORE_POWER_CUT, to: HOME_MADE_TABLES }],
    signed: {
      why: 'PAR-6, approved: CSV by RFC 4180, in which a name with a comma stands in quotes, as it does here. The helper knows neither quotes nor commas within them; with a reader of CSV the lines are as wanted, and names without a comma are.',
      cites:
        'Expected Keller, Frey & Partner and actual "Keller; the line of the manifest with the name in quotes; line.split in parcels.test.mjs; PAR-6.',
    },
  },
  {
    ...GO_ONLY,
    ...otherGoSuite(CLOSED_TOO_EARLY, {
      TestParcelIsTaken: ['PAR-1'],
      TestUnknownParcelIsNotFound: ['PAR-12'],
      TestParcelIsReadAsItWasTold: ['PAR-7'],
      TestParcelsAreListed: ['PAR-8'],
    }),
    id: 'p23',
    what: 'a helper closes the answer that it hands to the test',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'defer closes the body when the helper returns, and its caller reads it after that. The answers have come, with the right status; who reads them before they are closed finds in them what was promised.',
      cites:
        'http: read on closed response body, in TestParcelIsReadAsItWasTold and TestParcelsAreListed; defer answer.Body.Close() in get of parcels_test.go; status 200 of the same answers; the service without an error line.',
    },
  },
  {
    ...NODE_ONLY,
    id: 'p24',
    what: 'an approved limit still has TBD where its number belongs',
    expected: ['REQUIREMENT_GAP'],
    edits: [
      { file: 'requirements.yaml', from: '  - {\n      id: PAR-16,', to: PROMISE_WITHOUT_A_NUMBER },
      { file: 'parcels.test.mjs', from: BEFORE_POWER_CUT, to: MANY_IN_AN_HOUR },
    ],
    signed: {
      why: 'PAR-17 was approved before its number was known: no service can keep it and no test can show that it is broken. The fifty are of the test alone. Somebody has to put the number in.',
      cites: 'TBD in the text of PAR-17; status 201 of the fifty-first parcel; 50 in the test and in no document.',
    },
  },
  {
    ...PARCELS,
    suites: ['parcels'],
    ...otherGoSuite(NOTHING_TO_WORRY, {
      TestParcelIsTaken: ['PAR-1'],
      TestParcelIsSortedAfterAll: ['PAR-5'],
    }),
    id: 'p0b',
    what: 'nothing is wrong',
    expected: [],
    edits: ONE_HICCUP,
    signed: {
      why: 'Every test that runs passes. The zones fail once, as they may, the service waits and asks again, and the parcel is sorted within its three seconds; returns are a draft and refused with 501, as the test wants it; one test is skipped with its reason.',
      cites: 'No test that failed; one that was skipped by itself.',
    },
  },
];
