import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TestState } from '#domain';
import { mochaSuite } from '../../fixtures/tools/runner-config.ts';
import { runLab } from '../../fixtures/tools/runner-lab.ts';

const SUITES = path.join(import.meta.dirname, '../../fixtures/suites');
const MOCHA = path.join(import.meta.dirname, '../../../node_modules/mocha/bin/mocha.js');

interface JsonTest {
  readonly fullTitle: string;
  readonly err: { readonly message?: string };
}

interface JsonReport {
  readonly passes: readonly JsonTest[];
  readonly failures: readonly JsonTest[];
  readonly pending: readonly JsonTest[];
}

/** Mocha's own word on the same file, by its own command line. The report goes to a file: a pipe may be cut at exit. */
async function askMocha(file: string, folder: string): Promise<JsonReport> {
  const output = path.join(folder, `${path.basename(file)}.json`);
  const args = [
    MOCHA,
    '--no-config',
    '--timeout',
    '20000',
    '--exit',
    '--reporter',
    'json',
    '--reporter-option',
    `output=${output}`,
    file,
  ];
  await promisify(execFile)(process.execPath, args).catch(() => undefined);
  assert.ok(existsSync(output), `mocha wrote no report for ${file}`);
  return JSON.parse(readFileSync(output, 'utf8')) as JsonReport;
}

const fullTitle = (test: TestState): string => test.id.titles.join(' ');

describe('engine mocha: says what mocha says', () => {
  // Files in which the process comes to its own end: for the others mocha itself has no report.
  const files = [
    'passes.js',
    'fails.js',
    'skips.js',
    'duplicates.js',
    'retries.js',
    'hook-before-fails.js',
    'hook-before-each-fails.js',
    'hook-after-fails.js',
    'hook-after-each-fails.js',
    'hostile-titles.js',
    'own-timeout.js',
    'uncaught.js',
    'dynamic.js',
    'many.js',
    'no-tests.js',
  ];
  let result: Awaited<ReturnType<typeof runLab>>;
  let folder = '';
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'mocha-json-'));
    result = await runLab(files.map((file) => mochaSuite(file, file)));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  for (const file of files) {
    it(file, async () => {
      const report = await askMocha(path.join(SUITES, file), folder);
      const tests = result.state.suites.find(({ planned }) => planned.name === file)?.attempts[0]?.tests ?? [];
      const ours = (...outcomes: readonly string[]): readonly string[] =>
        tests
          .filter((test) => outcomes.includes(test.outcome))
          .map(fullTitle)
          .toSorted();
      const own = tests.filter((test) => test.reason !== 'no-tests');
      const theirs = (list: readonly JsonTest[]): readonly string[] => list.map((test) => test.fullTitle).toSorted();
      assert.deepEqual(ours('passed'), theirs(report.passes));
      assert.deepEqual(ours('skipped'), theirs(report.pending));
      assert.deepEqual(
        own
          .filter((test) => ['failed', 'errored', 'timed-out'].includes(test.outcome))
          .map(fullTitle)
          .toSorted(),
        theirs(report.failures),
      );
      for (const failure of report.failures) {
        const told = own.filter((test) => fullTitle(test) === failure.fullTitle && test.failure !== undefined);
        const first = (failure.err.message ?? '').split('\n')[0]?.slice(0, 100) ?? '';
        assert.ok(
          told.some((test) => (test.failure?.message ?? '').includes(first)),
          failure.fullTitle,
        );
      }
    });
  }

  it('with identities that are all different, and requirements where a title cites them', () => {
    const identities = result.state.suites.flatMap(({ planned, attempts }) =>
      (attempts[0]?.tests ?? []).map(({ id }) => JSON.stringify([planned.name, id.titles, id.occurrence])),
    );
    assert.equal(new Set(identities).size, identities.length);
    assert.ok(identities.length > 5000);
    const cited = result.state.suites
      .flatMap(({ attempts }) => attempts[0]?.tests ?? [])
      .filter((test) => test.requirements.length > 0);
    assert.deepEqual(
      cited.map(({ requirements }) => requirements),
      [['REQ-FIX-001']],
    );
  });

  it('with the whole text of a long message in a side file', () => {
    const tests = result.state.suites.find(({ planned }) => planned.name === 'fails.js')?.attempts[0]?.tests ?? [];
    const long = tests.find(({ id }) => id.titles.includes('by a message of 100 kB'));
    assert.match(long?.failure?.side ?? '', /\.txt$/u);
    assert.ok((long?.failure?.message.length ?? 0) <= 2048);
  });
});
