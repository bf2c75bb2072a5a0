import { oneLine, present } from '#domain';
import type { Incident, IncidentKind, IncidentState } from '#domain';
import { cite } from '#case';
import type { RunFacts } from '#case';
import { judgeLastWords } from './incident-last-words.ts';
import type { Opinion } from './incident-opinion.ts';
import { rerunAll } from './rule.ts';
import type { Verdict } from './rule.ts';

const OUTSIDE_SIGNALS = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP']);
const TITLE_CHARS = 400;

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
  return endedFromOutside(incident, name) ?? judgeLastWords(found, name, facts) ?? judgeByKind(incident, name, facts);
}

// Its kind has found what is wrong and what to do. What it must hold once it is up (a table, an index) belongs to the system; a file, a
// version or an address that is wrong belongs to the set-up of the test.
function judgeUnfit(action: string, key: string | undefined): Opinion {
  const heading = key === '.expect' ? 'INTEGRATION_ISSUE' : 'TEST_ARTIFACT';
  return { heading, action, ...(key === undefined ? {} : { key }) };
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
function judgeByKind(incident: Incident, name: string, facts: RunFacts): Opinion {
  if (facts.isUnderTest(name)) return judgeService(incident, name);
  switch (facts.kindOf(name)) {
    case undefined:
      return {
        heading: 'UNCLASSIFIED',
        action: `the stored configuration does not say what ${name} is: look at its log`,
      };
    case 'service':
      return {
        heading: 'INTEGRATION_ISSUE',
        locus: 'dependency',
        action: `find out why ${name} did not hold, which the service under test needs; its log stands with the evidence`,
        against: `no suite requires ${name} by name: were it under test itself, it would be to blame alone`,
      };
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
    const words =
      incident.logTail.trim() === '' ? 'it wrote nothing before that' : 'its last log lines stand with the evidence';
    return { heading: 'SYSTEM_CRITICAL', action: `mend ${name}: ${words}` };
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
