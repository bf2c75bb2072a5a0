import { join } from 'node:path';
import type { CaseName } from '../../fixtures/conformance/cases.ts';
import { obtainForeign } from '../../fixtures/foreign/obtain.ts';
import { conform } from './conform.ts';
import type { ConformancePlace } from './conform.ts';
import { placeCase } from './foreign-project.ts';
import { readJestReport } from './jest-report.ts';

for (const version of ['29.7.0', '30.5.2']) {
  conform({
    engine: 'jest',
    version,
    obtain: async () => obtainForeign({ kind: 'npm', name: `jest-${version}`, packages: [`jest@${version}`] }),
    suite: (name, place) => ({
      files: [placeCase(name, place)],
      args: ['--json', `--outputFile=${reportOf(name, place)}`],
    }),
    own: async (name, place) => Promise.resolve(readJestReport(name, reportOf(name, place))),
  });
}

function reportOf(name: CaseName, { folder }: ConformancePlace): string {
  return join(folder, `${name}.json`);
}
