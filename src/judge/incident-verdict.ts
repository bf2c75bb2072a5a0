import type { Heading, Incident, IncidentKind, IncidentState, Remedy, RunState } from '#domain';
import { cite } from './rule.ts';
import type { Verdict } from './rule.ts';

const OUTSIDE_SIGNALS = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP']);

/** What an incident means by itself, before any test is looked at. Same incident kind and component: same cause in every world. */
export function judgeIncident(found: IncidentState, state: RunState): Verdict {
  const { incident } = found;
  const kind = kindOf(incident, state);
  const [heading, remedy] = headingOf(incident, kind);
  return {
    heading,
    signature: `${incident.kind}|${incident.component ?? 'host'}|${exitWord(incident)}`,
    title: incident.text,
    evidence: [cite(found.seq, incident.kind), ...incident.evidence],
    remedy,
    against: [],
  };
}

// The kind travels in the state notes of the journal: `component-state` carries it for every component.
function kindOf(incident: Incident, state: RunState): string {
  return state.components.find((one) => one.name === incident.component)?.kind ?? 'host';
}

function exitWord(incident: Incident): string {
  const { exit } = incident;
  return exit === undefined ? '' : (exit.signal ?? `exit ${exit.code ?? 'unknown'}`);
}

interface Advice {
  readonly action: (name: string) => string;
  readonly key?: string;
}

const HARNESS_ADVICE: Advice = {
  action: () => 'a fault of the harness, or of something that ended its processes: report it with the run folder',
};
const HOST_ADVICE: Advice = { action: () => 'mend the host as the sentence says' };

type ArtifactKind = Exclude<
  IncidentKind,
  `component-${'refused-to-start' | 'exited' | 'not-ready' | 'hung' | 'not-stopped'}`
>;

/** Incidents that host, configuration or harness must answer for, whatever component they met. */
const ARTIFACTS: Readonly<Record<ArtifactKind, Advice>> = {
  'stream-stalled': { action: (name) => `find out why the publisher ${name} sends no bytes` },
  'component-not-found': {
    action: (name) => `correct the command of ${name}, or install its program`,
    key: '.command',
  },
  'port-held': { action: (name) => `free the port of ${name}, or let reality lease one`, key: '.ports' },
  'foreign-answer': { action: (name) => `stop the program that answers in the place of ${name}`, key: '.ports' },
  'host-need-missing': HOST_ADVICE,
  'disk-full': HOST_ADVICE,
  'watchdog-lost': HARNESS_ADVICE,
  'harness-fault': HARNESS_ADVICE,
};

const isArtifact = (kind: IncidentKind): kind is ArtifactKind => Object.hasOwn(ARTIFACTS, kind);

function headingOf(incident: Incident, kind: string): readonly [Heading, Remedy] {
  const name = incident.component ?? 'the host';
  if (!isArtifact(incident.kind)) return headingOfComponent(incident, kind, name);
  const advice = ARTIFACTS[incident.kind];
  const where = incident.component === undefined ? undefined : `components.${incident.component}${advice.key ?? ''}`;
  return ['TEST_ARTIFACT', makeRemedy(advice.action(name), where)];
}

// The service is the thing being judged; everything else in the world is a dependency that we started.
function headingOfComponent(incident: Incident, kind: string, name: string): readonly [Heading, Remedy] {
  const signal = incident.exit?.signal;
  if (typeof signal === 'string' && OUTSIDE_SIGNALS.has(signal)) {
    return ['TEST_ARTIFACT', makeRemedy(`find out who sent ${signal} to ${name}; neither the run nor a suite did`)];
  }
  if (kind === 'service')
    return [
      'SYSTEM_CRITICAL',
      makeRemedy(`mend ${name}: its last log lines stand with the evidence`, `components.${name}`),
    ];
  if (kind === 'ffmpeg-stream') return streamNotReady(incident, name);
  return [
    'INTEGRATION_ISSUE',
    makeRemedy(`find out why ${name} did not hold; its log stands with the evidence`, `components.${name}`),
  ];
}

function streamNotReady(incident: Incident, name: string): readonly [Heading, Remedy] {
  return incident.facts?.['pathExists'] === 'false'
    ? [
        'INTEGRATION_ISSUE',
        makeRemedy(
          `the path that ${name} publishes to was never added: compare the name the service adds with components.${name}.path`,
          `components.${name}.path`,
        ),
      ]
    : [
        'TEST_ARTIFACT',
        makeRemedy(`make the publisher ${name} work: its FFmpeg log stands with the evidence`, `components.${name}`),
      ];
}

function makeRemedy(action: string, where?: string): Remedy {
  return { action, verify: 'reality run --last-failed', ...(where === undefined ? {} : { where }) };
}
