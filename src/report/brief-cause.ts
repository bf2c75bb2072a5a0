import { count } from '#domain';
import type { Cause, Effect, Evidence } from '#domain';
import { describeAside, describeDeterminism, isMereEnd, renderEvidence } from './cause-section.ts';
import type { CauseContext } from './cause-section.ts';
import { describeExperiment } from './describe-experiment.ts';
import { nameSome } from './appendix.ts';
import { describeObservation, describeOutcome } from './effect-index.ts';
import { markdownCode, markdownText } from './escape-markdown.ts';

const EVIDENCE_SHOWN = 3;
const EVIDENCE_CHARS = 140;
const RULES_SHOWN = 3;
const TEXT_CHARS = 140;

/** A cause as far as a reader has to know it in order to agree: what, what to do, how sure, on what evidence. The rest stands under its heading. */
export function renderBriefCause(cause: Cause, context: CauseContext): string {
  const { id, title, remedy } = cause;
  const where = remedy.where === undefined ? '' : `, at ${markdownCode(remedy.where)}`;
  return [
    `#### ${id}: ${markdownText(title, 200)}`,
    '',
    `- **Do:** ${markdownText(remedy.action, 400)}${where}`,
    `- **Check with:** ${markdownCode(remedy.verify)}`,
    `- **Severity:** ${cause.severity}; ${describeDeterminism(cause)}; first to act: ${cause.owner}; decided by ${describeDecision(cause)}`,
    ...describeAside(cause, context),
    ...describeExperiments(cause, context),
    ...(cause.evidence.length === 0 ? [] : [`- **Evidence:** ${describeEvidence(cause.evidence)}`]),
    `- **Seen in:** ${describeEffects(cause, context)}`,
  ].join('\n');
}

/** The same on one line, for causes beyond those that are told at length. */
export function renderCauseLine({ id, title, effects, owner }: Cause): string {
  return `- ${id}: ${markdownText(title, 120)} (${count(effects.length, 'effect')}; ${owner})`;
}

function describeDecision({ rules, runnerUp, against }: Cause): string {
  const named = nameSome(
    rules.map((rule) => markdownCode(rule)),
    RULES_SHOWN,
  );
  return [
    named || 'no rule',
    ...(runnerUp === undefined ? [] : [`second came ${runnerUp.category}, by ${runnerUp.margin}`]),
    ...(against.length === 0 || rules.length === 0 ? [] : [count(against.length, 'objection')]),
  ].join('; ');
}

// An experiment belongs to the cause of the test that it was made on.
function describeExperiments({ effects }: Cause, { experiments }: CauseContext): readonly string[] {
  if (experiments.size === 0) return [];
  const own = effects.flatMap((id) => experiments.get(id) ?? []);
  const told = own.map(({ experiment, result, seq }) => `${describeExperiment(experiment, result)} (record ${seq})`);
  return told.length === 0 ? [] : [`- **Experiments:** ${nameSome(told, EVIDENCE_SHOWN)}`];
}

// What differs in numbers alone says the same thing twice; one piece of each kind tells more than three of one.
function describeEvidence(evidence: readonly Evidence[]): string {
  const telling = evidence.filter((one) => !isMereEnd(one));
  const kinds = new Map<string, Evidence>();
  // Of what only says how a test ended one is enough, where nothing else is known.
  for (const one of telling.length > 0 ? telling : evidence.slice(0, 1)) {
    const kind = describeKind(one);
    if (!kinds.has(kind)) kinds.set(kind, one);
  }
  const all = [...kinds.values()].toSorted((one, other) => rankOf(one) - rankOf(other));
  const firsts = all.filter((one, index) => all.findIndex(({ kind }) => kind === one.kind) === index);
  const shown = [...new Set([...firsts, ...all])].slice(0, EVIDENCE_SHOWN);
  const more = evidence.length - shown.length;
  return `${shown.map((one) => renderEvidence(one, EVIDENCE_CHARS)).join('; ')}${more > 0 ? `; ${more} more` : ''}`;
}

// What was said comes first, which process it was and how a test ended last.
function rankOf(one: Evidence): number {
  if (one.kind === 'journal') return one.note.includes(' ') ? 0 : 4;
  return { log: 1, file: 2, socket: 3, process: 5 }[one.kind];
}

function describeKind(one: Evidence): string {
  const text = one.kind === 'log' ? one.text : one.note;
  return `${one.kind} ${text.replaceAll(/\d+/gu, '0')}`;
}

// What the title says is not said again.
function describeFirst(effect: Effect, title: string): string {
  const text = effect.failure.message;
  const isTold = text === '' || title.includes(text.slice(0, 40)) || text.includes(title.slice(0, 40));
  return isTold ? describeOutcome(effect) : `${describeObservation(effect)}: ${markdownText(text, TEXT_CHARS)}`;
}

function describeEffects({ title, effects, suites }: Cause, context: CauseContext): string {
  const [first] = effects;
  if (first === undefined) {
    const concerned = suites.map((suite) => markdownCode(suite));
    return `no test failed of it; concerned: ${nameSome(concerned, 5) || 'the run as a whole'}`;
  }
  const effect = context.effects.get(first);
  const observed = effect === undefined ? '' : ` ${describeFirst(effect, title)}`;
  const more = effects.length - 1;
  const others = more > 0 ? `; ${more} more` : '';
  return `${count(effects.length, 'effect')} in ${count(suites.length, 'suite')}: ${markdownCode(first, 160)}${observed}${others}`;
}
