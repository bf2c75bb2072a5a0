import { PARITY_VERDICTS, count, oneLine } from '#domain';
import type { Assessment, ParityRow } from '#domain';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { renderCutTable } from './table.ts';

const ROWS_SHOWN = 100;

const MEANINGS = {
  same: 'the same in both ways',
  'alone-only': 'passes only alone',
  'together-only': 'passes only together',
  differs: 'differs',
} as const;

/** Each test in two ways; only what is not the same is listed. Nothing for a run that compared nothing. */
export function renderParity({ state: { parity } }: Assessment): string | undefined {
  if (parity.length === 0) return undefined;
  const counts = PARITY_VERDICTS.map(
    (verdict) => [parity.filter((row) => row.verdict === verdict).length, verdict] as const,
  )
    .filter(([number]) => number > 0)
    .map(([number, verdict]) => `${number} ${MEANINGS[verdict]}`);
  const open = parity.filter(({ verdict }) => verdict !== 'same');
  const rows = open.map(renderRow);
  const head = ['test or file', 'suite', 'parity', 'alone', 'together'];
  return [
    '## Parity',
    `Run alone, each in a process of its own, and together, in order in one process: ${count(parity.length, 'comparison')}, ${counts.join(', ')}.`,
    ...(rows.length === 0 ? [] : [renderCutTable(head, rows, ROWS_SHOWN)]),
  ].join('\n\n');
}

function renderRow({ subject, suite, verdict, alone, together }: ParityRow): readonly string[] {
  return [
    markdownCode(oneLine(subject, 200)),
    markdownCode(suite),
    MEANINGS[verdict],
    describeSide(alone),
    describeSide(together),
  ];
}

function describeSide({ outcome, failure }: ParityRow['alone']): string {
  if (outcome === 'absent') return 'no test of that name';
  const text = outcome === 'passed' ? '' : oneLine(failure?.message ?? '', 160);
  return text === '' ? outcome : `${outcome}: ${markdownText(text)}`;
}
