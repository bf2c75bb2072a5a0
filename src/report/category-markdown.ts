import { HEADINGS, count } from '#domain';
import type { Assessment, Heading } from '#domain';
import { collectTexts, renderCause } from './cause-section.ts';

const MEANING: Readonly<Record<Heading, string>> = {
  SYSTEM_CRITICAL: 'The service alone breaks its documented contract, crashes, hangs or loses data.',
  INTEGRATION_ISSUE:
    'Each side passes its own probe, but the exchange between them fails, or the service mishandles the state of a dependency.',
  TEST_ARTIFACT: 'Mending only test, harness or host turns it green; the evidence of the service is clean.',
  REQUIREMENT_GAP: 'The demanded behaviour is absent or unspecified while the service is otherwise healthy.',
  UNCLASSIFIED: 'No decisive fact says whose this is. It is a heading, not a category: read the failure and decide.',
};

/** One file per heading, written also when it is empty, and then saying so. */
export function renderCategoryFiles(assessment: Assessment): ReadonlyMap<string, string> {
  const texts = collectTexts(assessment);
  return new Map(HEADINGS.map((heading) => [`${heading}.md`, renderCategory(assessment, heading, texts)]));
}

function renderCategory(assessment: Assessment, heading: Heading, texts: ReturnType<typeof collectTexts>): string {
  const causes = assessment.causes.filter((cause) => cause.heading === heading);
  const effects = assessment.totals.effectsByHeading[heading];
  const { runId, project } = assessment.state.started;
  return [
    `# ${heading}`,
    '',
    MEANING[heading],
    '',
    `Run ${runId} of ${project}: ${count(causes.length, 'cause')}, ${count(effects, 'effect')}.`,
    '',
    ...(causes.length === 0 ? ['Nothing in this run.', ''] : causes.map((cause) => renderCause(cause, texts))),
  ].join('\n');
}
