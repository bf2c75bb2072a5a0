import { oneLine, present } from '#domain';
import type { Evidence, Heading, Incident, IncidentKind, IncidentState, Locus } from '#domain';
import { findFarEnd } from './far-end.ts';
import { cite, rerunAll } from './rule.ts';
import type { Verdict } from './rule.ts';
import type { RunFacts } from './run-facts.ts';

const OUTSIDE_SIGNALS = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP']);
const TITLE_CHARS = 400;

/** Whose an incident is, what to do, which key of the configuration it concerns, and what speaks against it. */
interface Opinion {
  readonly heading: Heading;
  readonly action: string;
  readonly key?: string;
  readonly against?: string;
  /** Where the fault lies, where the heading does not tell. */
  readonly locus?: Locus;
  /** The decisive fact, where it is more than kind, component and exit. */
  readonly signature?: string;
  readonly evidence?: readonly Evidence[];
}

/** What an incident means by itself, before any test is looked at. Same incident kind and component: same cause in every world. */
export function judgeIncident(found: IncidentState, facts: RunFacts): Verdict {
  const { incident } = found;
  const { component } = incident;
  const opinion = component === undefined ? judgeHost(incident) : judge(found, facts);
  const { heading, action, key, against, evidence = [] } = opinion;
  return {
    heading,
    signature: opinion.signature ?? `${incident.kind}|${component ?? 'host'}|${exitWord(incident)}`,
    title: oneLine(incident.text, TITLE_CHARS) || incident.kind,
    evidence: [cite(found.seq, incident.kind), ...incident.evidence, ...evidence],
    remedy: {
      action,
      verify: rerunAll(facts),
      ...(component === undefined ? {} : { where: `components.${component}${key ?? ''}` }),
    },
    against: against === undefined ? [] : [against],
    ...present({ locus: opinion.locus, notStopped: describeNotStopped(incident) }),
  };
}

function describeNotStopped({ kind, world, component }: Incident): string | undefined {
  return kind === 'component-not-stopped' && component !== undefined ? `${world} ${component}` : undefined;
}

function exitWord(incident: Incident): string {
  const { exit, facts } = incident;
  return exit === undefined ? (facts?.['stoppedAt'] ?? '') : (exit.signal ?? `exit ${exit.code ?? 'unknown'}`);
}

const HARNESS = 'a fault of the harness, or of something that ended its processes: report it with the run folder';

/** Incidents that host, configuration or harness must answer for, whatever component they met. */
const ARTIFACTS: ReadonlyMap<IncidentKind, (name: string) => Omit<Opinion, 'heading'>> = new Map([
  ['stream-stalled', (name: string) => ({ action: `find out why the publisher ${name} sends no bytes` })],
  [
    'component-not-found',
    (name: string) => ({ action: `correct the command of ${name}, or install its program`, key: '.command' }),
  ],
  ['port-held', (name: string) => ({ action: `free the port of ${name}, or let reality lease one`, key: '.ports' })],
  [
    'foreign-answer',
    (name: string) => ({ action: `stop the program that answers in the place of ${name}`, key: '.ports' }),
  ],
  ['host-need-missing', () => ({ action: 'mend the host as the sentence says' })],
  ['disk-full', () => ({ action: 'give the temporary folder more room' })],
  ['watchdog-lost', () => ({ action: HARNESS })],
  ['harness-fault', () => ({ action: HARNESS })],
]);

function judgeHost({ kind }: Incident): Opinion {
  const advice = ARTIFACTS.get(kind)?.('the host') ?? { action: 'mend the host as the sentence says' };
  return { heading: 'TEST_ARTIFACT', locus: HARNESS_KINDS.has(kind) ? 'harness' : 'host', ...advice };
}

const HARNESS_KINDS: ReadonlySet<IncidentKind> = new Set(['watchdog-lost', 'harness-fault']);

function judge(found: IncidentState, facts: RunFacts): Opinion {
  const { incident } = found;
  const name = incident.component ?? '';
  const artifact = ARTIFACTS.get(incident.kind);
  if (incident.facts?.['remedy'] !== undefined) return judgeUnfit(incident.facts['remedy'], incident.facts['key']);
  if (artifact !== undefined) return { heading: 'TEST_ARTIFACT', locus: 'harness', ...artifact(name) };
  return (
    endedFromOutside(incident, name) ??
    judgeFarEnd(found, name, facts) ??
    judgeWaiting(found, name, facts) ??
    judgeByKind(incident, name, facts.kindOf(name))
  );
}

/** Ends of a service that its last words may explain by somebody else. */
const MAY_NAME_FAR_END: ReadonlySet<IncidentKind> = new Set([
  'component-refused-to-start',
  'component-exited',
  'component-not-ready',
]);

// A service that ends because of what it needs, while that runs by its own probe, says so by the address.
function judgeFarEnd({ incident, openedAtMs }: IncidentState, name: string, facts: RunFacts): Opinion | undefined {
  if (facts.kindOf(name) !== 'service' || !MAY_NAME_FAR_END.has(incident.kind)) return undefined;
  const lastWords = lastOf(incident.logTail);
  const farEnd = findFarEnd(lastWords, {
    component: name,
    world: facts.findWorld(incident.world),
    atMs: openedAtMs,
    incidents: facts.incidentsOf(incident.world),
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
  if (incident.kind !== 'component-not-ready' || facts.kindOf(name) !== 'service') return undefined;
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

const LAST_LINES = 3;

function lastOf(logTail: string): string {
  const lines = logTail.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-LAST_LINES).join('\n');
}

// It is up, and its kind has found what it lacks (a table, an index) and what to do about it.
function judgeUnfit(action: string, key: string | undefined): Opinion {
  return { heading: 'INTEGRATION_ISSUE', action, ...(key === undefined ? {} : { key }) };
}

// A component that was told to stop and would not was killed by us: that signal says nothing.
function endedFromOutside({ kind, exit }: Incident, name: string): Opinion | undefined {
  const signal = exit?.signal;
  if (kind === 'component-not-stopped' || typeof signal !== 'string' || !OUTSIDE_SIGNALS.has(signal)) return undefined;
  return {
    heading: 'TEST_ARTIFACT',
    action: `find out who sent ${signal} to ${name}; neither the run nor a suite did`,
    ...(signal === 'SIGKILL' ? { against: 'the kernel sends SIGKILL too, to a program that takes all memory' } : {}),
  };
}

// The service is the thing being judged; everything else in the world is a dependency.
function judgeByKind(incident: Incident, name: string, kind: string | undefined): Opinion {
  switch (kind) {
    case undefined:
      return {
        heading: 'UNCLASSIFIED',
        action: `the stored configuration does not say what ${name} is: look at its log`,
      };
    case 'service':
      return judgeService(incident, name);
    case 'ffmpeg-stream':
      return judgeStream(incident, name);
    case 'external':
      return {
        heading: 'TEST_ARTIFACT',
        action: `start ${name}, which reality does not start, or correct its address`,
      };
    case 'camera-devices':
      return { heading: 'TEST_ARTIFACT', action: `make the folder of ${name} work` };
    default:
      return {
        heading: 'INTEGRATION_ISSUE',
        action: `find out why ${name} did not hold; its log stands with the evidence`,
      };
  }
}

function judgeService(incident: Incident, name: string): Opinion {
  if (incident.kind === 'component-not-stopped') {
    return {
      heading: 'SYSTEM_CRITICAL',
      action: `make ${name} end when it is asked to`,
      key: '.stop',
      against: 'a longer grace may be all it needs',
    };
  }
  const limit = incident.facts?.['stoppedAt'];
  if (limit !== undefined) {
    return {
      heading: 'SYSTEM_CRITICAL',
      action: `keep ${name} below its ${limit}`,
      against: 'it may need more than the limits of the configuration allow',
    };
  }
  if (incident.kind !== 'component-not-ready') {
    return { heading: 'SYSTEM_CRITICAL', action: `mend ${name}: its last log lines stand with the evidence` };
  }
  // A service that runs elsewhere may be down, or its address wrong: nothing of ours could tell which.
  return incident.evidence.some((evidence) => evidence.kind === 'process')
    ? {
        heading: 'SYSTEM_CRITICAL',
        action: `make ${name} ready: what was last seen of it, and its last log lines, stand with the evidence`,
        key: '.ready',
        against: 'a wrong address or probe in its configuration would look the same',
      }
    : { heading: 'UNCLASSIFIED', action: `start ${name} at its address, or correct the address`, key: '.address' };
}

function judgeStream(incident: Incident, name: string): Opinion {
  return incident.facts?.['pathExists'] === 'false'
    ? {
        heading: 'INTEGRATION_ISSUE',
        action: `the path that ${name} publishes to was never added: compare it with the name that the service adds`,
        key: '.path',
        // One service that adds no path, or by another name, is one cause, however many streams wait for theirs.
        signature: 'path-never-added',
      }
    : { heading: 'TEST_ARTIFACT', action: `make the publisher ${name} work: its FFmpeg log stands with the evidence` };
}
