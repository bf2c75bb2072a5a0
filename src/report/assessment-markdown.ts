import { BRIEF, renderCause } from './cause-section.ts';
import type { CauseContext } from './cause-section.ts';
import { HEADINGS, count } from '#domain';
import type { Assessment, Heading } from '#domain';
import { renderHeader, renderSummary } from './summary-section.ts';
import { renderGates } from './gates-section.ts';
import { renderProved, renderRequirements } from './requirement-section.ts';
import { renderDocumentControl, renderEnvironment, renderNotTested, renderPolicy } from './record-section.ts';

/** The assessment an engineer reads first: decision, numbers, causes with remedies, then what carries them. Bounded in size. */
export function renderAssessmentMarkdown(assessment: Assessment, context: CauseContext): string {
  const sections = [
    renderHeader(assessment),
    renderSummary(assessment),
    renderCauses(assessment, context),
    renderGates(assessment),
    renderRequirements(assessment),
    renderProved(assessment),
    renderNotTested(assessment),
    renderPolicy(assessment.state),
    renderEnvironment(assessment.state),
    renderDocumentControl(assessment.state),
  ];
  return `${sections.join('\n\n')}\n`;
}

const CAUSES_SHOWN = 20;

function renderCauses(assessment: Assessment, context: CauseContext): string {
  const { causes } = assessment;
  if (causes.length === 0) return '## Causes\n\nNone: nothing that was run or started has to be mended.';
  const shown = causes.slice(0, CAUSES_SHOWN);
  const more = causes.length - shown.length;
  const sections = HEADINGS.flatMap((heading) => renderHeading(assessment, heading, shown, context));
  return [
    '## Causes',
    ...sections,
    ...(more > 0 ? [`And ${count(more, 'more cause')}: see the files named above.`] : []),
  ]
    .join('\n\n')
    .trimEnd();
}

function renderHeading(
  { totals }: Assessment,
  heading: Heading,
  shown: Assessment['causes'],
  context: CauseContext,
): readonly string[] {
  const number = totals.causesByHeading[heading];
  if (number === 0) return [];
  const effects = count(totals.effectsByHeading[heading], 'effect');
  return [
    `### ${heading}`,
    `${count(number, 'cause')}, ${effects}. In full: [${heading}.md](${heading}.md).`,
    ...shown.filter((cause) => cause.heading === heading).map((cause) => renderCause(cause, context, BRIEF).trimEnd()),
  ];
}
