import { oneLine } from '#domain';
import type { Incident, IncidentKind, IncidentState } from '#domain';
import { cite, findFarEnd } from '#case';
import type { RunFacts } from '#case';
import type { Opinion } from './incident-opinion.ts';

/** What a service itself says of its end, or of not being ready, by names and addresses that are known. */
export function judgeLastWords(found: IncidentState, name: string, facts: RunFacts): Opinion | undefined {
  if (facts.kindOf(name) !== 'service') return undefined;
  return judgeFarEnd(found, name, facts) ?? judgeWaiting(found, name, facts) ?? judgeSetting(found, name, facts);
}

/** Ends of a service that its last words may explain by somebody else. */
const MAY_NAME_FAR_END: ReadonlySet<IncidentKind> = new Set([
  'component-refused-to-start',
  'component-exited',
  'component-not-ready',
]);

// A service that ends because of what it needs, while that runs by its own probe, says so by the address.
function judgeFarEnd({ incident, openedAtMs }: IncidentState, name: string, facts: RunFacts): Opinion | undefined {
  if (!MAY_NAME_FAR_END.has(incident.kind)) return undefined;
  const lastWords = lastOf(incident.logTail);
  const farEnd = findFarEnd(lastWords, {
    component: name,
    world: facts.findWorld(incident.world),
    atMs: openedAtMs,
    incidents: facts.incidentsOf(incident.world),
    kindOf: (one) => (facts.requiresOf(name).includes(one) ? facts.kindOf(one) : undefined),
  });
  if (farEnd === undefined) return undefined;
  return {
    heading: 'INTEGRATION_ISSUE',
    action: `compare the settings of ${name} with ${farEnd.described}: ${oneLine(lastWords, 200)}`,
    key: '.env',
    against: 'the last log lines of the service say so; a fault of its own before them would look the same',
    // What it says of the far end may differ with the load of the host; that it cannot start because of it does not.
    signature: `wrong-far-end|${name}`,
    evidence: farEnd.evidence,
  };
}

/** A service that says itself that it is not ready yet, in good order: it runs, and waits for something. */
const SAYS_NOT_READY = /\b(?:status|answered|HTTP) 503\b/u;

// What it waits for is there by its own proof: the two do not agree on what that is.
function judgeWaiting({ incident, openedAtMs }: IncidentState, name: string, facts: RunFacts): Opinion | undefined {
  if (incident.kind !== 'component-not-ready') return undefined;
  const ready = facts
    .findWorld(incident.world)
    ?.states.findLast((one) => one.component !== name && one.state === 'ready' && one.atMs <= openedAtMs);
  if (ready === undefined || !SAYS_NOT_READY.test(incident.text)) return undefined;
  return {
    heading: 'INTEGRATION_ISSUE',
    action: `compare what ${name} waits for with what the components that it needs have: ${oneLine(incident.text, 200)}`,
    against: 'a fault of the service that keeps it from noticing what is there would look the same',
    signature: `waits|${name}`,
    evidence: [cite(ready.seq, `${ready.component} was ready`)],
  };
}

// A program that refuses a value which the configuration gives it, by the name of the variable, is right to do so until shown otherwise.
function judgeSetting({ incident }: IncidentState, name: string, facts: RunFacts): Opinion | undefined {
  if (incident.kind !== 'component-refused-to-start' || !isOrderly(incident)) return undefined;
  const lastWords = lastOf(incident.logTail);
  const words = new Set(lastWords.match(/\w+/gu));
  const variable = Object.keys(facts.settingsOf(name) ?? {}).find((one) => one.length > 3 && words.has(one));
  if (variable === undefined) return undefined;
  return {
    heading: 'TEST_ARTIFACT',
    action: `correct ${variable}: ${oneLine(lastWords, 200)}`,
    key: `.env.${variable}`,
    locus: 'harness',
    against: `if the value of ${variable} is a good one, ${name} is wrong to refuse it`,
    signature: `setting|${name}|${variable}`,
  };
}

function isOrderly({ exit }: Incident): boolean {
  return exit !== undefined && exit.signal === null && (exit.code ?? 0) > 0;
}

const LAST_LINES = 3;

function lastOf(logTail: string): string {
  const lines = logTail.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-LAST_LINES).join('\n');
}
