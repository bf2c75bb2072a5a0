import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseName } from '../../fixtures/conformance/cases.ts';
import { PYTESTS, obtainPytest } from '../../fixtures/foreign/pytests.ts';
import { conform } from './conform.ts';
import type { ConformancePlace, OwnTest } from './conform.ts';
import { readJunit } from './read-junit.ts';
import type { JunitCase } from './read-junit.ts';

for (const version of PYTESTS) {
  conform({
    engine: 'pytest',
    version: `${version.pytest} on ${version.python}`,
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
  const module = fileOf(name).replace(/\.py$/u, '');
  const cases = readJunit(readFileSync(file, 'utf8')).map((one) => describeCase(one, fileOf(name), module));
  if (name !== 'retries') return cases;
  // Since rerunfailures 15 each try is a testcase of its own there; the last is the test's.
  return [...new Map(cases.map((one) => [JSON.stringify(one.titles), one])).values()];
}

/** `classname` is the module and the classes by dots, `name` the function with its parameters. */
function describeCase({ classname, name, result }: JunitCase, file: string, module: string): OwnTest {
  const classes = classname.slice(module.length + 1).split('.');
  const titles = [file, ...classes.filter((part) => part !== ''), name];
  return { titles, ...describeResult(result) };
}

function describeResult(result: JunitCase['result']): Omit<OwnTest, 'titles'> {
  if (result === undefined || result.type === 'pytest.xfail') return { outcome: 'passed' };
  const { tag, message } = result;
  if (tag === 'skipped') return { outcome: 'skipped', message };
  if (tag === 'failure') return { outcome: 'failed', message: firstWords(message) };
  const [, phase = '', text = ''] = /^failed on (setup|teardown) with "([^"]*)/u.exec(message) ?? [];
  return { outcome: 'errored', phase: phase === 'teardown' ? 'teardown' : 'set-up', message: firstWords(text) };
}

/** The first line, without the type that pytest puts before it. */
function firstWords(message: string): string {
  return message.split('\n')[0]?.replace(/^[\w.]+: /u, '') ?? '';
}
