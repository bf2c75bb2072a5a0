import { count } from '#domain';
import type { Assessment, Cause, PlanStep } from '#domain';
import { makeCauseContext, renderEvidence } from './cause-section.ts';
import type { CauseContext } from './cause-section.ts';
import { describeOutcome, indexEffects } from './effect-index.ts';
import { markdownBlock, markdownCode, markdownText } from './escape-markdown.ts';

const EFFECTS_SHOWN = 6;

/**
 * One draft for each cause that counts, file name → Markdown. The name is the cause's id, which is the same in every run with the same
 * cause: whoever files drafts looks for it first and never files one twice. Nothing is sent anywhere.
 */
export function renderTickets(assessment: Assessment): ReadonlyMap<string, string> {
  const context = makeCauseContext(assessment, indexEffects(assessment));
  const steps = new Map(assessment.plan.steps.map((step) => [step.cause, step]));
  const drafts = assessment.causes.flatMap((cause): readonly (readonly [string, string])[] => {
    const step = steps.get(cause.id);
    return step === undefined ? [] : [[`${cause.id}.md`, renderTicket(cause, step, { assessment, context })]];
  });
  return new Map(drafts);
}

interface Known {
  readonly assessment: Assessment;
  readonly context: CauseContext;
}

function renderTicket(cause: Cause, step: PlanStep, { assessment, context }: Known): string {
  const { started } = assessment.state;
  const { remedy } = cause;
  return [
    `# [${cause.id}] ${markdownText(cause.title, 200)}`,
    '',
    `- Deduplicate by: ${markdownCode(cause.id)}`,
    `- Project: ${markdownText(started.project, 200)}; seen in run ${markdownCode(started.runId)} of ${markdownText(started.startedAt)}`,
    `- Category: ${cause.heading}; severity: ${cause.severity}; owner: ${cause.owner}`,
    `- Plan: phase ${step.phase}, ${markdownText(step.horizon, 60)}${step.after.length === 0 ? '' : `; after ${step.after.join(', ')}`}`,
    '',
    '## What is wrong',
    '',
    `It shows as ${count(cause.effects.length, 'test or suite', 'tests and suites')} not green in ${count(cause.suites.length, 'suite')}.`,
    '',
    ...renderShown(cause, context),
    '## What to do',
    '',
    `Action: ${markdownText(remedy.action)}`,
    ...(remedy.where === undefined ? [] : ['', `Where: ${markdownCode(remedy.where)}`]),
    '',
    `Done when this passes: ${markdownCode(remedy.verify)}`,
    '',
    '## Evidence',
    '',
    'A record is the line of `events.ndjson` with that number, in the folder of that run.',
    '',
    ...(cause.evidence.length === 0
      ? ['- none beside the text']
      : cause.evidence.map((one) => `- ${renderEvidence(one)}`)),
    ...cause.against.map((one) => `- against it: ${markdownText(one)}`),
    '',
  ].join('\n');
}

function renderShown({ effects }: Cause, context: CauseContext): readonly string[] {
  if (effects.length === 0) return [];
  const shown = effects.slice(0, EFFECTS_SHOWN).map((id) => {
    const effect = context.effects.get(id);
    return `- ${markdownCode(id)}${effect === undefined ? '' : ` ${describeOutcome(effect)}`}`;
  });
  const more = effects.length - shown.length;
  const first = context.effects.get(effects[0] ?? '');
  return [
    ...shown,
    ...(more > 0 ? [`- and ${more} more`] : []),
    '',
    ...(first === undefined
      ? []
      : ['The first of them said:', '', markdownBlock(`${first.failure.type}: ${first.failure.message}`, 1000), '']),
  ];
}
