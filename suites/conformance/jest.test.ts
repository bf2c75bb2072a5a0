import { join } from 'node:path';
import { CASES } from '../../fixtures/conformance/cases.ts';
import type { CaseName } from '../../fixtures/conformance/cases.ts';
import { obtainForeign } from '../../fixtures/foreign/obtain.ts';
import { conform } from './conform.ts';
import type { ConformancePlace } from './conform.ts';
import { placeCase } from './foreign-project.ts';
import { readJestReport } from './jest-report.ts';

const JESTS = ['29.7.0', '30.5.2'];

for (const version of JESTS) {
  conform({
    engine: 'jest',
    version,
    isOlder: version !== JESTS.at(-1),
    obtain: async () => obtainForeign({ kind: 'npm', name: `jest-${version}`, packages: [`jest@${version}`] }),
    suite: (name, place) => ({
      files: [placeCase(name, place)],
      args: ['--json', `--outputFile=${reportOf(name, place)}`],
    }),
    own: async (name, place) => Promise.resolve(readJestReport(name, reportOf(name, place))),
    // It takes its time until the first test has ended, on a machine at work a multiple of it.
    differs: { 'hangs-in-test': { ...CASES['hangs-in-test'], timeout: '20s' } },
  });
}

function reportOf(name: CaseName, { folder }: ConformancePlace): string {
  return join(folder, `${name}.json`);
}
