import { HEADINGS, count } from '#domain';
import type { Assessment, Heading } from '#domain';
import { renderCause } from './cause-section.ts';
import type { CauseContext } from './cause-section.ts';
import { markdownCode, markdownText } from './escape-markdown.ts';

const MEANING: Readonly<Record<Heading, string>> = {
  SYSTEM_CRITICAL: 'The service alone breaks its documented contract, crashes, hangs or loses data.',
  INTEGRATION_ISSUE:
    'Each side passes its own probe, but the exchange between them fails, or the service mishandles the state of a dependency.',
  TEST_ARTIFACT: 'Mending only test, harness or host turns it green; the evidence of the service is clean.',
  REQUIREMENT_GAP: 'The demanded behaviour is absent or unspecified while the service is otherwise healthy.',
  UNCLASSIFIED: 'No decisive fact says whose this is. It is a heading, not a category: read the failure and decide.',
};

const CAUSES_SHOWN = 300;

/** One file per heading, written also when it is empty, and then saying so. */
export function renderCategoryFiles(assessment: Assessment, context: CauseContext): ReadonlyMap<string, string> {
  return new Map(HEADINGS.map((heading) => [`${heading}.md`, renderCategory(assessment, heading, context)]));
}

function renderCategory(assessment: Assessment, heading: Heading, context: CauseContext): string {
  const causes = assessment.causes.filter((cause) => cause.heading === heading);
  const effects = assessment.totals.effectsByHeading[heading];
  const more = causes.length - CAUSES_SHOWN;
  const { runId, project } = assessment.state.started;
  const text = [
    `# ${heading}`,
    '',
    MEANING[heading],
    '',
    `Run ${markdownCode(runId)} of ${markdownText(project)}: ${count(causes.length, 'cause')}, ${count(effects, 'effect')}.`,
    '',
    ...(causes.length === 0 ? ['Nothing in this run.', ''] : []),
    ...causes.slice(0, CAUSES_SHOWN).map((cause) => renderCause(cause, context)),
    ...(more > 0 ? [`And ${count(more, 'more cause')}, in ${markdownCode('assessment.json')}.`, ''] : []),
  ].join('\n');
  return `${text.trimEnd()}\n`;
}
