import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseName } from '../../fixtures/conformance/cases.ts';
import { PYTESTS, obtainPytest } from '../../fixtures/foreign/pytests.ts';
import { conform } from './conform.ts';
import type { ConformancePlace, OwnTest } from './conform.ts';
import { readPytestReport } from './pytest-report.ts';

for (const version of PYTESTS) {
  conform({
    engine: 'pytest',
    version: `${version.pytest} on ${version.python}`,
    isOlder: version !== PYTESTS.at(-1),
    obtain: async () => obtainPytest(version),
    suite: (name, place) => ({
      files: [join(place.sources, fileOf(name))],
      python: join(place.tool, 'bin', 'python'),
      // Nothing is to be written beside the sources; the report is pytest's own, of this very run.
      args: ['-p', 'no:cacheprovider', `--rootdir=${place.sources}`, `--junitxml=${reportOf(name, place)}`],
      env: { PYTHONDONTWRITEBYTECODE: '1' },
    }),
    own: async (name, place) => Promise.resolve(readOwn(name, place)),
  });
}

const fileOf = (name: CaseName): string => `${name.replaceAll('-', '_')}.py`;
const reportOf = (name: CaseName, { folder }: ConformancePlace): string => join(folder, `${name}.xml`);

/** pytest writes its report at its end: where it was killed there is none. */
function readOwn(name: CaseName, place: ConformancePlace): readonly OwnTest[] | undefined {
  const file = reportOf(name, place);
  if (!existsSync(file)) return undefined;
  const cases = readPytestReport(readFileSync(file, 'utf8'), [fileOf(name)]);
  if (name !== 'retries') return cases;
  // Since rerunfailures 15 each try is a testcase of its own there; the last is the test's.
  return [...new Map(cases.map((one) => [JSON.stringify(one.titles), one])).values()];
}
