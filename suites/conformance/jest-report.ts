import { existsSync, readFileSync } from 'node:fs';
import type { CaseName } from '../../fixtures/conformance/cases.ts';
import type { OwnTest } from './conform.ts';

interface JsonReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

const PHASES: Readonly<Partial<Record<CaseName, 'set-up' | 'teardown'>>> = {
  'set-up-fails': 'set-up',
  'teardown-fails': 'teardown',
};

/** The JSON that jest writes, and vitest after it. It knows no phase: where a hook is to fail, what failed is the hook. */
export function readJestReport(name: CaseName, file: string): readonly OwnTest[] | undefined {
  if (!existsSync(file)) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a report that lacks these fields fails the test
  const report = JSON.parse(readFileSync(file, 'utf8')) as JsonReport;
  const phase = PHASES[name];
  return report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .map(({ ancestorTitles, title, status, failureMessages }) => {
      const titles = [...ancestorTitles, title];
      const message = firstLine(failureMessages?.[0]);
      if (status === 'passed') return { titles, outcome: 'passed' };
      if (status !== 'failed') return { titles, outcome: 'skipped' };
      return phase === undefined
        ? { titles, outcome: 'failed', message }
        : { titles, outcome: 'errored', phase, message };
    });
}

/** Without the class that stands before it. */
function firstLine(text = ''): string {
  return (text.split('\n')[0] ?? '').replace(/^\w*Error: /u, '');
}
