import { HEADINGS } from '#domain';
import type { JudgedFault } from './judge-stored.ts';
import { confuse, score } from './score.ts';
import type { Judged, Score } from './score.ts';

/** The whole outcome as Markdown, as docs/reference/judge-benchmark.md holds it. */
export function renderAll(judged: readonly JudgedFault[]): string {
  const ours = judged.map((one) => one.ours);
  const ways: readonly (readonly [string, readonly Judged[]])[] = [
    ['the judge', ours],
    ['the judge, with texts alone', judged.map((one) => one.textOnly)],
    ['words in text and path', judged.map((one) => one.words)],
    ['always TEST_ARTIFACT', judged.map((one) => one.artifact)],
  ];
  const rows = ways.map(([name, results]) => `| ${name} | ${renderScore(score(results))} |`);
  return [
    ...judged.map(renderFault),
    '',
    '| way | macro-F1 (95 %) | SYSTEM_CRITICAL recall | UNCLASSIFIED | grouping (ARI) | false alarms |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    renderConfusion(ours),
    '',
    ...renderHonesty(judged),
    '',
  ].join('\n');
}

function renderScore({ macroF1, interval, criticalRecall, unclassified, rand, falseAlarms }: Score): string {
  const [low, high] = interval;
  const f1 = `${macroF1.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
  return [f1, criticalRecall.toFixed(2), percent(unclassified), rand.toFixed(2), falseAlarms].join(' | ');
}

function renderFault({ fault, ours }: JudgedFault): string {
  const { matches, spurious } = ours.comparison;
  const isRight = spurious.length === 0 && matches.every(({ expected, found }) => found?.heading === expected);
  const lines = ours.found.map(({ heading, effects, note }) => `    ${heading} ×${effects.length} ${note}`);
  const expected = fault.expected.join(' + ') || 'no cause';
  return [`${isRight ? 'right' : 'WRONG'} ${fault.id} ${fault.what}: expected ${expected}`, ...lines].join('\n');
}

function renderConfusion(judged: readonly Judged[]): string {
  const cells = confuse(judged);
  const names = [...HEADINGS, 'nothing'];
  const head = `| wrong ↓ said → | ${names.join(' | ')} |`;
  const rows = names
    .filter((name) => name !== 'UNCLASSIFIED')
    .map((name) => `| ${name} | ${names.map((said) => cells.get(`${name} ${said}`) ?? '').join(' | ')} |`);
  return [head, `|${' --- |'.repeat(names.length + 1)}`, ...rows].join('\n');
}

function renderHonesty(judged: readonly JudgedFault[]): readonly string[] {
  const sum = (pick: (one: JudgedFault) => number): number => judged.reduce((total, one) => total + pick(one), 0);
  const causes = sum(({ faithfulness }) => faithfulness.causes);
  const changed = sum(({ faithfulness }) => faithfulness.changed);
  const all = sum(({ ours }) => ours.found.length);
  return [
    `faithfulness: ${changed} of ${causes} verdicts change or weaken when the lines they cite are taken away`,
    ...judged.flatMap(({ fault, faithfulness }) => faithfulness.stubborn.map((one) => `    ${fault.id} stays: ${one}`)),
    `determinism: ${judged.filter((one) => one.isDeterminate).length} of ${judged.length} runs judged twice are the same bytes`,
    `judging: ${(sum(({ judgingMs }) => judgingMs) / Math.max(1, all)).toFixed(1)} ms for each cause`,
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
