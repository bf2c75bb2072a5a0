import { HEADINGS, count } from '#domain';
import type { Assessment, Heading } from '#domain';
import { renderBriefCause, renderCauseLine } from './brief-cause.ts';
import type { CauseContext } from './cause-section.ts';

/** So many are told at length: those that the plan wants mended first. */
const CAUSES_TOLD = 4;
const LINES_PER_HEADING = 15;

/** The causes, the gravest category first, each with its evidence and remedy; the files of their headings have all of all. */
export function renderCauses(assessment: Assessment, context: CauseContext): string {
  const { causes, plan } = assessment;
  if (causes.length === 0) return '## Causes\n\nNone: nothing that was run or started has to be mended.';
  const urgent = [...plan.steps.map(({ cause }) => cause), ...causes.map(({ id }) => id)];
  const told = new Set([...new Set(urgent)].slice(0, CAUSES_TOLD));
  const sections = HEADINGS.flatMap((heading) => renderHeading(assessment, heading, { told, context }));
  const lead = [
    ...(causes.length > CAUSES_TOLD ? ['At length those that come first in the plan, of the others one line.'] : []),
    'A record is the line of `events.ndjson` with that number.',
  ];
  return ['## Causes', lead.join(' '), ...sections].join('\n\n');
}

interface Shown {
  readonly told: ReadonlySet<string>;
  readonly context: CauseContext;
}

function renderHeading({ totals, causes }: Assessment, heading: Heading, { told, context }: Shown): readonly string[] {
  const number = totals.causesByHeading[heading];
  if (number === 0) return [];
  const effects = count(totals.effectsByHeading[heading], 'effect');
  const own = causes.filter((cause) => cause.heading === heading);
  const lines = own.filter(({ id }) => !told.has(id)).map(renderCauseLine);
  const more = lines.length - LINES_PER_HEADING;
  const end = more > 0 ? [`- and ${count(more, 'more cause')}`] : [];
  return [
    `### ${heading}`,
    `${count(number, 'cause')}, ${effects}. In full: [${heading}.md](${heading}.md).`,
    ...own.filter(({ id }) => told.has(id)).map((cause) => renderBriefCause(cause, context)),
    // Without a paragraph between them Markdown would make the lines part of the list of the cause before.
    ...(lines.length === 0 || lines.length === own.length ? [] : ['Others under this heading, in short:']),
    ...(lines.length === 0 ? [] : [[...lines.slice(0, LINES_PER_HEADING), ...end].join('\n')]),
  ];
}
