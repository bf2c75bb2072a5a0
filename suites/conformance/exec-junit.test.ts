import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseName } from '../../fixtures/conformance/cases.ts';
import { PYTESTS, obtainPytest } from '../../fixtures/foreign/pytests.ts';
import { conform } from './conform.ts';
import type { ConformancePlace, OwnTest } from './conform.ts';
import { readJunit } from './read-junit.ts';
import type { JunitCase } from './read-junit.ts';

const UNWRITTEN = 'a report is written at the end, and this process does not come to it';
const [version] = PYTESTS.slice(-1);

// Any tool that writes JUnit XML would do. This one is held against its own report, read by another reader than ours.
if (version !== undefined) {
  conform({
    engine: 'exec',
    version: `with the JUnit XML of pytest ${version.pytest}`,
    obtain: async () => obtainPytest(version),
    suite: (name, place) => ({
      format: 'junit',
      command: [join(place.tool, 'bin', 'python'), '-m', 'pytest', fileOf(name, place)],
      args: ['-p', 'no:cacheprovider', `--rootdir=${folderOf(place)}`, `--junitxml=${reportOf(name, place)}`],
      report: reportOf(name, place),
      env: { PYTHONDONTWRITEBYTECODE: '1' },
    }),
    own: async (name, place) => Promise.resolve(readOwn(name, place)),
    lacks: {
      crashes: UNWRITTEN,
      'exits-early': UNWRITTEN,
      'hangs-in-collection': UNWRITTEN,
      'hangs-in-test': UNWRITTEN,
      'hangs-at-exit': 'the report is read when the process has ended',
      floods: UNWRITTEN,
      retries: 'pytest writes each try as a test of its own',
    },
  });
}

const folderOf = ({ sources }: ConformancePlace): string => join(sources, '..', 'pytest');
const fileOf = (name: CaseName, place: ConformancePlace): string =>
  join(folderOf(place), `${name.replaceAll('-', '_')}.py`);
const reportOf = (name: CaseName, { folder }: ConformancePlace): string => join(folder, `${name}.xml`);

function readOwn(name: CaseName, place: ConformancePlace): readonly OwnTest[] | undefined {
  const file = reportOf(name, place);
  return existsSync(file) ? readJunit(readFileSync(file, 'utf8')).map(describeCase) : undefined;
}

function describeCase({ classname, name, result }: JunitCase): OwnTest {
  const titles = [classname, name];
  if (result === undefined || result.type === 'pytest.xfail') return { titles, outcome: 'passed' };
  const { tag, message } = result;
  const text = message.split('\n')[0] ?? '';
  if (tag !== 'error') return { titles, outcome: tag === 'skipped' ? 'skipped' : 'failed', message: text };
  return { titles, outcome: 'errored', phase: text.includes('teardown') ? 'teardown' : 'set-up', message: text };
}
