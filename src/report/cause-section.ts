import type { Assessment, Cause, Evidence, Failure } from '#domain';
import { count, isGreen, printTestId } from '#domain';
import { markdownBlock, markdownCode, markdownText } from './escape-markdown.ts';

const EFFECTS_SHOWN = 50;

/** One cause with everything a person needs to mend it, in the order in which they need it. */
export function renderCause(cause: Cause, texts: ReadonlyMap<string, Failure>): string {
  return [
    `### ${cause.id}: ${markdownText(cause.title)}`,
    '',
    `- **Do:** ${markdownText(cause.remedy.action)}`,
    ...(cause.remedy.where === undefined ? [] : [`- **Where:** ${markdownCode(cause.remedy.where)}`]),
    `- **Check with:** ${markdownCode(cause.remedy.verify)}`,
    `- **Decided by:** ${cause.rules.map(markdownCode).join(', ')}`,
    ...cause.against.map((one) => `- **Against it:** ${markdownText(one)}`),
    `- **Evidence:** ${cause.evidence.map(renderEvidence).join('; ')}`,
    '',
    ...renderEffects(cause, texts),
  ].join('\n');
}

function renderEvidence(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'journal':
      return `${markdownCode(`events.ndjson#${evidence.seq}`)} ${markdownText(evidence.note)}`;
    case 'log':
      return `${markdownCode(`${evidence.file}:${evidence.line}`)} ${markdownText(evidence.text)}`;
    case 'process':
      return `pid ${evidence.pid} (start time ${evidence.startTime}) ${markdownText(evidence.note)}`;
    case 'socket':
      return `${markdownCode(evidence.address)} ${markdownText(evidence.note)}`;
    case 'file':
      return `${markdownCode(evidence.path)} (sha256 ${evidence.sha256.slice(0, 12)}) ${markdownText(evidence.note)}`;
    default:
      return evidence satisfies never;
  }
}

function renderEffects(cause: Cause, texts: ReadonlyMap<string, Failure>): readonly string[] {
  if (cause.effects.length === 0)
    return [`No test failed of it; concerned: ${cause.suites.map(markdownCode).join(', ') || 'the run'}.`, ''];
  const shown = cause.effects.slice(0, EFFECTS_SHOWN);
  const more = cause.effects.length - shown.length;
  const first = firstText(cause, texts);
  return [
    `${count(cause.effects.length, 'effect')} in ${count(cause.suites.length, 'suite')}:`,
    '',
    ...shown.map((effect) => `- ${markdownCode(effect)}`),
    ...(more > 0 ? [`- … and ${more} more, all in ${markdownCode('assessment.json')}`] : []),
    '',
    ...(first === undefined ? [] : [`First text (${first.source}):`, '', markdownBlock(first.message), '']),
  ];
}

function firstText(cause: Cause, texts: ReadonlyMap<string, Failure>): Failure | undefined {
  return cause.effects.map((effect) => texts.get(effect)).find((failure) => failure !== undefined);
}

/** Effect id → its failure text, built once for all causes. */
export function collectTexts(assessment: Assessment): ReadonlyMap<string, Failure> {
  const texts = new Map<string, Failure>();
  for (const suite of assessment.state.suites) {
    const name = suite.planned.name;
    if (suite.failure !== undefined)
      texts.set(`${name}::(blocked)`, suite.failure).set(`${name}::(suite)`, suite.failure);
    const attempt = suite.attempts.at(-1);
    for (const test of attempt?.tests ?? []) {
      const failure = test.failure ?? attempt?.failure;
      if (!isGreen(test.outcome) && failure !== undefined) texts.set(printTestId(test.id), failure);
    }
  }
  return texts;
}
