import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CaseName } from '../../fixtures/conformance/cases.ts';
import { ROOT } from '../self/lab.ts';
import { conform } from './conform.ts';
import type { ConformancePlace, OwnTest } from './conform.ts';

interface JsonReport {
  readonly passes: readonly JsonTest[];
  readonly failures: readonly JsonTest[];
  readonly pending: readonly JsonTest[];
}

interface JsonTest {
  readonly title: string;
  readonly fullTitle: string;
  readonly err: { readonly message?: string };
}

/** Cases in which mocha itself never comes to its end, or is ended before it writes a word. */
const SILENT: readonly CaseName[] = ['crashes', 'exits-early', 'hangs-in-collection', 'hangs-in-test', 'floods'];
const NO_EXPECTATION = 'mocha knows no test that is expected to fail';
const passed = { outcome: 'passed' } as const;

conform({
  engine: 'mocha',
  // Ours is always there.
  obtain: async () => Promise.resolve({ kind: 'ready', folder: ROOT }),
  suite: (name, { built }) => ({ files: [join(built, `${name}.js`)] }),
  own: askMocha,
  lacks: { xfail: NO_EXPECTATION, 'strict-xpass': NO_EXPECTATION },
  differs: {
    // A hook of mocha belongs to no test: it is one of its own, and what it was for does not run.
    'set-up-fails': {
      outcome: 'errored',
      reason: 'set-up',
      tests: [passed, { outcome: 'not-run' }, { outcome: 'errored', reason: 'set-up', says: /no set-up/u }],
    },
    'teardown-fails': {
      outcome: 'errored',
      reason: 'teardown',
      tests: [passed, passed, { outcome: 'errored', reason: 'teardown', says: /no teardown/u }],
    },
  },
});

/** The reporter of our runs is ours, so mocha's own command line is asked about the same file. */
async function askMocha(name: CaseName, { built, folder }: ConformancePlace): Promise<readonly OwnTest[] | undefined> {
  if (SILENT.includes(name)) return undefined;
  const output = join(folder, `${name}.json`);
  const options = ['--no-config', '--exit', '--reporter', 'json', '--reporter-option', `output=${output}`];
  const program = join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');
  await promisify(execFile)(process.execPath, [program, ...options, join(built, `${name}.js`)]).catch(() => undefined);
  if (!existsSync(output)) throw new Error(`mocha wrote no report of ${name}`);
  const report = JSON.parse(readFileSync(output, 'utf8')) as JsonReport;
  return [
    ...report.passes.map((test) => ({ titles: titlesOf(test), outcome: 'passed' }) as const),
    ...report.pending.map((test) => ({ titles: titlesOf(test), outcome: 'skipped' }) as const),
    ...report.failures.map(describeFailure),
  ];
}

function describeFailure(test: JsonTest): OwnTest {
  const titles = titlesOf(test);
  const message = (test.err.message ?? '').split('\n')[0] ?? '';
  if (/^"(?:before|after) /u.test(test.title)) {
    const phase = test.title.startsWith('"before') ? 'set-up' : 'teardown';
    return { titles, outcome: 'errored', phase, message };
  }
  return { titles, outcome: 'failed', message };
}

/** Mocha's report joins titles by blanks; these suites have none in the names of their groups but those listed here. */
function titlesOf({ fullTitle, title }: JsonTest): readonly string[] {
  const groups = fullTitle.slice(0, fullTitle.length - title.length).trim();
  if (groups === '') return [title];
  return groups.startsWith('with ') ? [groups, title] : [...groups.split(' '), title];
}
