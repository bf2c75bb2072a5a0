import { HEADINGS, count } from '#domain';
import type { Assessment, Heading } from '#domain';
import { BRIEF, renderCause } from './cause-section.ts';
import type { CauseContext } from './cause-section.ts';

const CAUSES_SHOWN = 20;

/** The causes, the gravest category first, each with its evidence and remedy. */
export function renderCauses(assessment: Assessment, context: CauseContext): string {
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
