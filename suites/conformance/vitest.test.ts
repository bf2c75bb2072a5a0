import { join } from 'node:path';
import { CASES } from '../../fixtures/conformance/cases.ts';
import type { CaseName } from '../../fixtures/conformance/cases.ts';
import { obtainForeign } from '../../fixtures/foreign/obtain.ts';
import { conform } from './conform.ts';
import type { ConformancePlace } from './conform.ts';
import { placeCase } from './foreign-project.ts';
import { readJestReport } from './jest-report.ts';

const passed = { outcome: 'passed' } as const;

const VITESTS = ['3.2.7', '4.1.12'];

for (const version of VITESTS) {
  conform({
    engine: 'vitest',
    version,
    isOlder: version !== VITESTS.at(-1),
    obtain: async () =>
      obtainForeign({ kind: 'npm', name: `vitest-${version}`, packages: [`vitest@${version}`, 'vite@7.3.8'] }),
    suite: (name, place) => ({
      files: [placeCase(name, place, { type: 'module' })],
      args: ['--globals', '--reporter=default', '--reporter=json', `--outputFile.json=${reportOf(name, place)}`],
    }),
    own: async (name, place) =>
      Promise.resolve(name === 'crashes' ? undefined : readJestReport(name, reportOf(name, place))),
    lacks: { 'hangs-at-exit': 'vitest ends its workers itself, whatever they still wait for' },
    differs: {
      // It takes its time until the first test has ended, on a machine at work a multiple of it.
      'hangs-in-test': { ...CASES['hangs-in-test'], timeout: '20s' },
      // Vitest turns an exit into an error of the test, and goes on.
      'exits-early': {
        outcome: 'failed',
        reason: 'exception',
        tests: [passed, { outcome: 'failed', reason: 'exception', says: /process\.exit/u }, passed],
      },
    },
  });
}

function reportOf(name: CaseName, { folder }: ConformancePlace): string {
  return join(folder, `${name}.json`);
}
