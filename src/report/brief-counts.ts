import { HEADINGS, count } from '#domain';
import type { Assessment, GroupRow } from '#domain';
import { linkTo, nameSome } from './appendix.ts';
import { markdownText } from './escape-markdown.ts';
import { renderTable } from './table.ts';

const NAMED = 6;

/** Every count once by category; by lane, tag and suite what is not green. */
export function renderBriefCounts({ totals, lanes, tags, suiteRows }: Assessment): string {
  const { causesByHeading, countedCauses, effectsByHeading } = totals;
  const rows = HEADINGS.filter((heading) => causesByHeading[heading] > 0).map((heading) => [
    heading,
    `${causesByHeading[heading]}`,
    `${countedCauses[heading]}`,
    `${effectsByHeading[heading]}`,
  ]);
  const none = HEADINGS.filter((heading) => causesByHeading[heading] === 0);
  const sums = [causesByHeading, countedCauses, effectsByHeading].map((one) => `${sumOf(one)}`);
  return [
    '## Counts',
    renderTable(['category', 'causes', 'neither accepted nor out of scope', 'effects'], [...rows, ['sum', ...sums]]),
    `${none.length === 0 ? '' : `None under ${none.join(', ')}. `}Each effect, a test or a suite that is not green, hangs on one cause.`,
    [
      ...describeGroups('lane', lanes),
      ...describeGroups('tag', tags),
      ...describeGroups('suite', suiteRows),
      `- all of them: ${linkTo('counts', `${count(lanes.length, 'lane')}, ${count(tags.length, 'tag')}, ${count(suiteRows.length, 'suite')}`)}`,
    ].join('\n'),
  ].join('\n\n');
}

function describeGroups(noun: string, rows: readonly GroupRow[]): readonly string[] {
  if (rows.length === 0) return [];
  const red = rows.filter((row) => row.effects > 0);
  if (red.length === 0) return [`- by ${noun}: all green`];
  const told = red.map(({ name, effects }) => `${markdownText(name, 60)} ${effects}`);
  const green = rows.length - red.length;
  return [`- not green by ${noun}: ${nameSome(told, NAMED)}${green > 0 ? `; ${green} more are green` : ''}`];
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, one) => sum + one, 0);
}
