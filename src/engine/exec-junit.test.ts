import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execSuite } from '../../fixtures/tools/runner-config.ts';
import { runLab } from '../../fixtures/tools/runner-lab.ts';

describe('engine exec, format junit', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'exec-junit-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Outcome of the suite, and of each test with the first line of its text. */
  async function run(script: string, report: readonly string[], args: readonly string[] = []): Promise<unknown> {
    const suite = execSuite('s', ['sh', '-c', script, 'sh'], { cwd: folder }, { format: 'junit', report, args });
    const { state, leftovers } = await runLab([suite]);
    assert.deepEqual(leftovers, []);
    const [attempt] = state.suites[0]?.attempts ?? [];
    const tests = attempt?.tests.map(({ id, outcome, failure }) => {
      const told = `${id.titles.join(' > ')}: ${outcome}`;
      return failure === undefined ? told : `${told}: ${failure.message.split('\n')[0] ?? ''}`;
    });
    return [state.suites[0]?.outcome, ...(tests ?? [])];
  }

  const PASS = '<testsuite name="a"><testcase name="t"/></testsuite>';
  const FAIL = '<testsuite name="b"><testcase name="u"><failure message="no"/></testcase></testsuite>';

  it('reads what the program wrote, in the folder of the suite and in its temporary one', async () => {
    const script = `echo '${PASS}' > "$1"; mkdir out; echo '${FAIL}' > out/b.xml; exit 1`;
    assert.deepEqual(await run(script, ['${tmp}/a.xml', 'out/*.xml'], ['${tmp}/a.xml']), [
      'failed',
      'a > t: passed',
      'b > u: failed: no',
    ]);
  });

  it('does not take a file from before', async () => {
    writeFileSync(path.join(folder, 'r.xml'), PASS);
    assert.deepEqual(await run('true', ['r.xml']), [
      'errored',
      '(report): errored: r.xml is older than this attempt: the program did not write it, and exited with code 0',
    ]);
    assert.deepEqual(await run(`echo '${PASS}' > r.xml`, ['r.xml']), ['passed', 't: passed']);
  });

  it('takes a file whose new content carries an old date', async () => {
    utimesSync(folder, 1, 1);
    assert.deepEqual(await run(`echo '${PASS}' > r.xml; touch -d 2001-01-01 r.xml`, ['r.xml']), [
      'passed',
      't: passed',
    ]);
  });

  it('says that a file is missing', async () => {
    assert.deepEqual(await run('true', ['r.xml']), [
      'errored',
      '(report): errored: the program wrote no r.xml, and exited with code 0',
    ]);
  });

  it('lets a program that fails before it writes speak for itself', async () => {
    assert.deepEqual(await run('echo no interpreter >&2; exit 3', ['r.xml']), [
      'errored',
      '(load): errored: exited with code 3 before any test was known; last output: no interpreter',
    ]);
  });

  it('does not believe an exit code other than 0 beside tests that all pass', async () => {
    assert.deepEqual(await run(`echo '${PASS}' > r.xml; exit 4`, ['r.xml']), [
      'errored',
      't: passed',
      '(exit): errored: exited with code 4 after its last test',
    ]);
  });

  it('keeps what stood before the damage of a broken file, and says the line', async () => {
    assert.deepEqual(await run(`printf '<testsuite name="a">\\n<testcase name="t"/>\\n<' > r.xml`, ['r.xml']), [
      'errored',
      't: passed',
      '(report): errored: r.xml:3: not well-formed XML: unclosed tag: testsuite',
    ]);
  });

  it('is not satisfied by a file without a test', async () => {
    assert.deepEqual(await run(`echo '<testsuites/>' > r.xml`, ['r.xml']), [
      'errored',
      '(load): errored: the suite holds no test',
    ]);
  });
});
