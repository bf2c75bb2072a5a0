import { CATEGORIES, count, formatDuration } from '#domain';
import type { Assessment, Cause, Effect, Evidence, RunState } from '#domain';
import { describeObservation } from './effect-index.ts';
import type { EffectIndex } from './effect-index.ts';
import { markdownBlock, markdownCode, markdownText } from './escape-markdown.ts';

/** How much of a cause a document shows. */
export interface CauseDetail {
  readonly effects: number;
  readonly texts: 'line' | 'block';
}

export const BRIEF: CauseDetail = { effects: 3, texts: 'line' };
export const FULL: CauseDetail = { effects: 50, texts: 'block' };

/** One cause with everything a person needs to mend it, in the order in which they need it. */
export function renderCause(cause: Cause, context: CauseContext, detail: CauseDetail): string {
  const { remedy } = cause;
  return [
    `${detail === BRIEF ? '####' : '##'} ${cause.id}: ${markdownText(cause.title, 300)}`,
    '',
    `- **Do:** ${markdownText(remedy.action)}`,
    ...(remedy.where === undefined ? [] : [`- **Where:** ${markdownCode(remedy.where)}`]),
    `- **Check with:** ${markdownCode(remedy.verify)}`,
    `- **Severity:** ${cause.severity}; ${describeDeterminism(cause)}; first to act: ${cause.owner}`,
    ...renderAside(cause, context),
    `- **Decided by:** ${cause.rules.map((rule) => markdownCode(rule)).join(', ') || 'no rule'}${renderScores(cause)}`,
    ...cause.against.map((one) => `- **Against it:** ${markdownText(one)}`),
    ...renderDoubts(cause),
    ...renderExperiments(cause, context, detail),
    ...(cause.evidence.length === 0 ? [] : [`- **Evidence:** ${cause.evidence.map(renderEvidence).join('; ')}`]),
    '',
    ...renderEffects(cause, context, detail),
    ...(detail === FULL ? renderLogTail(cause, context) : []),
  ].join('\n');
}

function describeDeterminism({ determinism }: Cause): string {
  if (determinism.kind === 'once') return 'seen once, not repeated';
  return `${determinism.kind}: ${determinism.seen} of ${determinism.of} times`;
}

const ASIDE = { accepted: 'accepted: see Scope', 'out-of-scope': 'out of scope: see Scope' } as const;

function renderAside({ id }: Cause, { setAside }: CauseContext): readonly string[] {
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

function renderDoubts({ wouldChange, requirements, shares, leadsTo }: Cause): readonly string[] {
  return [
    ...wouldChange.slice(0, LINES_SHOWN).map((one) => `- **Would change it:** ${markdownText(one, 400)}`),
    ...(requirements.length === 0 ? [] : [`- **Breaks:** ${listCodes(requirements)}`]),
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
function renderExperiments(cause: Cause, { experiments }: CauseContext, detail: CauseDetail): readonly string[] {
  if (experiments.size === 0) return [];
  const own = cause.effects.flatMap((id) => experiments.get(id) ?? []);
  return own
    .slice(0, detail === BRIEF ? LINES_SHOWN : 50)
    .map(({ experiment, test, result, note, command, costMs, seq }) => {
      const told = `${markdownText(note, 300)} (record ${seq}, ${formatDuration(costMs)}, by hand: ${markdownCode(command)})`;
      return `- **Experiment:** ${experiment} of ${markdownCode(test)}: ${result}: ${told}`;
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

export function renderEvidence(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'journal':
      return `record ${evidence.seq} of the journal (${markdownText(evidence.note)})`;
    case 'log':
      return `${markdownCode(`${evidence.file}:${evidence.line}`)} ${markdownText(evidence.text, 200)}`.trimEnd();
    case 'process':
      return `process ${evidence.pid}, start time ${evidence.startTime} (${markdownText(evidence.note)})`;
    case 'socket':
      return `${markdownCode(evidence.address)} (${markdownText(evidence.note)})`;
    case 'file':
      return `${markdownCode(evidence.path)}, sha256 ${markdownCode(evidence.sha256.slice(0, 12))} (${markdownText(evidence.note)})`;
    default:
      return evidence satisfies never;
  }
}

function renderEffects(cause: Cause, context: CauseContext, detail: CauseDetail): readonly string[] {
  if (cause.effects.length === 0) {
    const concerned = cause.suites.map((suite) => markdownCode(suite)).join(', ') || 'the run as a whole';
    return [`No test failed of it. Concerned: ${concerned}.`, ''];
  }
  const shown = cause.effects.slice(0, detail.effects);
  const more = cause.effects.length - shown.length;
  const where = detail === BRIEF ? `${cause.heading}.md` : 'assessment.json';
  return [
    `${count(cause.effects.length, 'effect')} in ${count(cause.suites.length, 'suite')}:`,
    '',
    ...shown.map((id) => renderEffect(id, context.effects.get(id), detail)),
    ...(more > 0 ? [`- and ${more} more, in ${markdownCode(where)}`] : []),
    '',
    ...(detail.texts === 'block' ? renderFirstText(cause, context) : []),
  ];
}

function renderEffect(id: string, effect: Effect | undefined, detail: CauseDetail): string {
  if (effect === undefined) return `- ${markdownCode(id)}`;
  const text = markdownText(effect.failure.message, detail === BRIEF ? 200 : 400);
  return `- ${markdownCode(id)} ${describeObservation(effect)}: ${text || 'no text'}`;
}

function renderFirstText(cause: Cause, { effects }: CauseContext): readonly string[] {
  const first = effects.get(cause.effects[0] ?? '');
  if (first === undefined) return [];
  const { failure } = first;
  const frames = failure.frames.slice(0, 8).map((frame) => `    at ${frame.name} (${frame.file}:${frame.line})`);
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
