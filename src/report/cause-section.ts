import { CATEGORIES, OUTCOMES, REASONS, count, formatDuration } from '#domain';
import type { Assessment, Cause, Effect, Evidence, Heading, RunState } from '#domain';
import { describeExperiment } from './describe-experiment.ts';
import { describeFrame } from './describe-frame.ts';
import { describeObservation } from './effect-index.ts';
import type { EffectIndex } from './effect-index.ts';
import { markdownBlock, markdownCode, markdownText } from './escape-markdown.ts';

const EFFECTS_SHOWN = 50;

/** One cause with everything a person needs to mend it, in the order in which they need it. */
export function renderCause(cause: Cause, context: CauseContext): string {
  const { remedy } = cause;
  return [
    `## ${cause.id}: ${markdownText(cause.title, 300)}`,
    '',
    `- **Do:** ${markdownText(remedy.action)}`,
    ...(remedy.where === undefined ? [] : [`- **Where:** ${markdownCode(remedy.where)}`]),
    `- **Check with:** ${markdownCode(remedy.verify)}`,
    `- **Severity:** ${cause.severity}; ${describeDeterminism(cause)}; first to act: ${cause.owner}`,
    ...describeAside(cause, context),
    `- **Decided by:** ${cause.rules.map((rule) => markdownCode(rule)).join(', ') || 'no rule'}${renderScores(cause)}`,
    ...cause.against.map((one) => `- **Against it:** ${markdownText(one)}`),
    ...renderDoubts(cause),
    ...renderExperiments(cause, context),
    ...(cause.evidence.length === 0
      ? []
      : [`- **Evidence:** ${cause.evidence.map((one) => renderEvidence(one)).join('; ')}`]),
    '',
    ...renderEffects(cause, context),
    ...renderLogTail(cause, context),
  ].join('\n');
}

/** `stable: 3 of 3 times`. */
export function describeDeterminism({ determinism }: Cause): string {
  if (determinism.kind === 'once') return 'seen once, not repeated';
  return `${determinism.kind}: ${determinism.seen} of ${determinism.of} times`;
}

const ASIDE = { accepted: 'accepted: see Scope', 'out-of-scope': 'out of scope: see Scope' } as const;

/** Why a cause does not count, where it does not. */
export function describeAside({ id }: Cause, { setAside }: CauseContext): readonly string[] {
  const why = setAside.get(id);
  return why === undefined ? [] : [`- **Not counted:** ${ASIDE[why]}`];
}

function renderScores({ scores, runnerUp }: Cause): string {
  const told = CATEGORIES.flatMap((category) => {
    const score = scores[category];
    return score === undefined ? [] : [`${category} ${score}`];
  });
  const second = runnerUp === undefined ? '' : `; second came ${runnerUp.category}, by ${runnerUp.margin}`;
  return told.length === 0 ? second : ` (${told.join(', ')}${second})`;
}

const LINES_SHOWN = 5;
/** Elsewhere nobody says that what its tests cite is broken. */
const BREAKING: ReadonlySet<Heading> = new Set(['SYSTEM_CRITICAL', 'INTEGRATION_ISSUE']);

function renderDoubts({ heading, wouldChange, requirements, shares, leadsTo }: Cause): readonly string[] {
  return [
    ...wouldChange.slice(0, LINES_SHOWN).map((one) => `- **Would change it:** ${markdownText(one, 400)}`),
    ...(requirements.length === 0
      ? []
      : [`- **${BREAKING.has(heading) ? 'Breaks' : 'Its tests cite'}:** ${listCodes(requirements)}`]),
    ...(leadsTo.length === 0 ? [] : [`- **Leads to:** ${leadsTo.slice(0, 10).join(', ')}`]),
    ...(shares.length === 0 ? [] : [`- **Perhaps shared with others, not proved:** ${listCodes(shares)}`]),
  ];
}

function listCodes(words: readonly string[]): string {
  const more = words.length - 10;
  return `${words
    .slice(0, 10)
    .map((word) => markdownCode(word))
    .join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

// An experiment belongs to the cause of the test that it was made on.
function renderExperiments(cause: Cause, { experiments }: CauseContext): readonly string[] {
  if (experiments.size === 0) return [];
  const own = cause.effects.flatMap((id) => experiments.get(id) ?? []);
  return own.slice(0, 50).map(({ experiment, test, result, note, command, costMs, seq }) => {
    const told = `${markdownText(note, 300)} (record ${seq}, ${formatDuration(costMs)}, by hand: ${markdownCode(command)})`;
    return `- **Experiment:** ${describeExperiment(experiment, result)}, with ${markdownCode(test)}: ${told}`;
  });
}

/** What causes only point at. */
export interface CauseContext {
  readonly effects: EffectIndex;
  /** Last log lines of the incident that a journal line tells of. */
  readonly logTails: ReadonlyMap<number, string>;
  readonly setAside: Assessment['setAside'];
  /** By the test that they were made on. */
  readonly experiments: ReadonlyMap<string, Assessment['state']['experiments']>;
}

export function makeCauseContext({ state, setAside }: Assessment, effects: EffectIndex): CauseContext {
  const logTails = new Map(state.incidents.map(({ seq, incident }) => [seq, incident.logTail]));
  const experiments = new Map<string, RunState['experiments'][number][]>();
  for (const one of state.experiments) experiments.set(one.test, [...(experiments.get(one.test) ?? []), one]);
  return { effects, logTails, setAside, experiments };
}

/** Where a fact stands, and what it says, in at most so many characters. */
export function renderEvidence(evidence: Evidence, maxChars = 1000): string {
  switch (evidence.kind) {
    case 'journal':
      return `record ${evidence.seq} (${markdownText(describeNote(evidence.note), maxChars)})`;
    case 'log':
      return `${markdownCode(`${evidence.file}:${evidence.line}`)} ${markdownText(evidence.text, Math.min(200, maxChars))}`.trimEnd();
    case 'process':
      return `process ${evidence.pid}, start time ${evidence.startTime} (${markdownText(evidence.note, maxChars)})`;
    case 'socket':
      return `${markdownCode(evidence.address)} (${markdownText(evidence.note, maxChars)})`;
    case 'file':
      return `${markdownCode(evidence.path)}, sha256 ${markdownCode(evidence.sha256.slice(0, 12))} (${markdownText(evidence.note, maxChars)})`;
    default:
      return evidence satisfies never;
  }
}

const ENDS: ReadonlySet<string> = new Set([...REASONS, ...OUTCOMES]);

// How a test ended is one word there; alone it tells a reader nothing.
function describeNote(note: string): string {
  return ENDS.has(note) ? `how it ended: ${note}` : note.replace(/^experiment [\w-]+: [\w-]+; /u, 'experiment: ');
}

/** That it cites no more than how a test ended. */
export function isMereEnd(evidence: Evidence): boolean {
  return evidence.kind === 'journal' && ENDS.has(evidence.note);
}

function renderEffects(cause: Cause, context: CauseContext): readonly string[] {
  if (cause.effects.length === 0) {
    const concerned = cause.suites.map((suite) => markdownCode(suite)).join(', ') || 'the run as a whole';
    return [`No test failed of it. Concerned: ${concerned}.`, ''];
  }
  const shown = cause.effects.slice(0, EFFECTS_SHOWN);
  const more = cause.effects.length - shown.length;
  return [
    `${count(cause.effects.length, 'effect')} in ${count(cause.suites.length, 'suite')}:`,
    '',
    ...shown.map((id) => renderEffect(id, context.effects.get(id))),
    ...(more > 0 ? [`- and ${more} more, in \`assessment.json\``] : []),
    '',
    ...renderFirstText(cause, context),
  ];
}

function renderEffect(id: string, effect: Effect | undefined): string {
  if (effect === undefined) return `- ${markdownCode(id)}`;
  const text = markdownText(effect.failure.message, 400);
  return `- ${markdownCode(id)} ${describeObservation(effect)}: ${text || 'no text'}`;
}

function renderFirstText(cause: Cause, { effects }: CauseContext): readonly string[] {
  const first = effects.get(cause.effects[0] ?? '');
  if (first === undefined) return [];
  const { failure } = first;
  const frames = failure.frames.slice(0, 8).map(describeFrame);
  const values = [
    ...(failure.expected === undefined ? [] : [`expected: ${failure.expected}`]),
    ...(failure.actual === undefined ? [] : [`actual:   ${failure.actual}`]),
  ];
  const whole = failure.side === undefined ? '' : `; the whole text stands in ${markdownCode(`sides/${failure.side}`)}`;
  const printed = failure.output === undefined ? [] : ['', failure.output];
  const isTold = frames.length + values.length + printed.length === 0 && /^.{1,400}$/u.test(failure.message);
  if (isTold) return [];
  return [
    `The first of them, ${describeObservation(first)}${whole}:`,
    '',
    markdownBlock([`${failure.type}: ${failure.message}`, ...values, ...frames, ...printed].join('\n')),
    '',
  ];
}

function renderLogTail(cause: Cause, { logTails }: CauseContext): readonly string[] {
  const tail = cause.evidence
    .map((one) => (one.kind === 'journal' ? (logTails.get(one.seq) ?? '') : ''))
    .find((text) => text.trim() !== '');
  return tail === undefined ? [] : ['Last log lines:', '', markdownBlock(tail), ''];
}
