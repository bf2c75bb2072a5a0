import type { SuiteState } from '#domain';
import { foldRun } from '#journal';
import type { StoredFault } from './judge-stored.ts';

const SHOWN_CHARACTERS = 160;

/** How each test of each run ended, and nothing of what is to be thought of it. */
export function renderOutcomes(stored: readonly StoredFault[]): string {
  const blocks = stored.map(({ fault, run }) => [
    `${fault.id} ${fault.what}`,
    ...foldRun(run).suites.flatMap(describeSuite),
    '',
  ]);
  return blocks.flat().join('\n');
}

function describeSuite({ planned, outcome, attempts, failure }: SuiteState): readonly string[] {
  const tests = attempts.at(-1)?.tests ?? [];
  const green = tests.filter((test) => test.outcome === 'passed');
  const others = tests.filter((test) => test.outcome !== 'passed');
  return [
    `  ${planned.name}: ${outcome}, ${green.length} of ${tests.length} passed${shorten(failure?.message)}`,
    ...others.map(({ id, ...test }) => `    ${test.outcome} ${id.titles.join(' > ')}${shorten(test.failure?.message)}`),
  ];
}

function shorten(text: string | undefined): string {
  return text === undefined ? '' : `: ${text.replaceAll(/\s+/gu, ' ').slice(0, SHOWN_CHARACTERS)}`;
}
