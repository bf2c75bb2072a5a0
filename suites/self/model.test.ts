import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Leak } from '#domain';
import { PROGRAMS, SUITES, SUITES_WITH_A_TEST_OF_THEIR_OWN } from '../../fixtures/model.ts';
import type { Expected } from '../../fixtures/model.ts';
import { Lab, PROGRAMS as PROGRAMS_FOLDER, ROOT, exec, mocha } from './lab.ts';
import type { Ended, SuiteConfig } from './lab.ts';
import type { AssessmentDocument, SuiteDocument } from './results.ts';

function programSuite(file: string, { args = [], timeout }: Expected): SuiteConfig {
  const shell = file.endsWith('.sh') ? 'bash' : 'node';
  const words = args.map((word) => (word === 'TMP' ? '"$TMPDIR"' : word));
  const path = join(PROGRAMS_FOLDER, file);
  const command = words.includes('"$TMPDIR"')
    ? ['bash', '-c', `${shell} ${path} ${words.join(' ')}`]
    : [shell, path, ...words];
  return exec(`program-${basename(file).replace(/\..*$/u, '')}`, command, timeout === undefined ? {} : { timeout });
}

function fixtureSuite(name: string, { timeout }: Expected): SuiteConfig {
  return mocha(`suite-${name}`, `${name}.js`, timeout === undefined ? {} : { timeout });
}

/** What is no fixture of its own. */
const MORE: readonly (readonly [SuiteConfig, Expected])[] = [
  [exec('good', ['true']), { outcome: 'passed', tests: ['passed'] }],
  [
    exec('no-such-program', ['no-such-program']),
    { outcome: 'errored', reason: 'spawn', heading: 'TEST_ARTIFACT', says: /command not found: no-such-program/u },
  ],
  [
    exec('forks-by-setsid', ['bash', join(PROGRAMS_FOLDER, 'forks-without-end.sh'), 'setsid']),
    { outcome: 'crashed', reason: 'process-limit', heading: 'TEST_ARTIFACT' },
  ],
];

const ROWS: readonly (readonly [SuiteConfig, Expected])[] = [
  ...MORE,
  ...Object.entries(PROGRAMS).map(([file, expected]) => [programSuite(file, expected), expected] as const),
  ...Object.entries(SUITES).map(([name, expected]) => [fixtureSuite(name, expected), expected] as const),
];

describe('the model of the fixtures', () => {
  it('names every program and every suite', () => {
    const programs = readdirSync(PROGRAMS_FOLDER).filter((file) => file !== 'README.md');
    assert.deepEqual(programs.toSorted(), Object.keys(PROGRAMS).toSorted());
    const files = readdirSync(join(ROOT, 'fixtures', 'suites')).filter((file) => file.endsWith('.ts'));
    const suites = files.map((file) => basename(file, '.ts'));
    assert.deepEqual(suites.toSorted(), [...Object.keys(SUITES), ...SUITES_WITH_A_TEST_OF_THEIR_OWN].toSorted());
  });
});

describe('what is said of each fixture', () => {
  let lab: Lab;
  let ended: Ended;
  let document: AssessmentDocument;
  before('one run of all of them', async function runAll() {
    this.timeout(180_000);
    lab = new Lab();
    lab.configure({
      suites: ROWS.map(([suite]) => suite),
      limits: { maxOutput: '5MB', maxMemory: '500MB', maxProcesses: 60, grace: '500ms' },
      run: { timeout: '30s', workers: 4 },
    });
    ended = await lab.run(['run', '--all']);
    document = lab.assessment();
  });
  after('nothing is left of it', async () => lab.close());

  for (const [{ name }, expected] of ROWS) {
    const { outcome, reason, heading = [] } = expected;
    const headings = typeof heading === 'string' ? [heading] : heading;
    const told = headings.join(' and ') || 'no cause';
    it(`${name}: ${outcome}${reason === undefined ? '' : `, ${reason}`}: ${told}`, () => {
      const suite = document.suites.find((one) => one.name === name);
      assert.ok(suite);
      checkSuite(suite, expected);
      checkLeaks(suite, expected.leaks);
      const causes = document.causes.filter((cause) => cause.suites.includes(name));
      const judged = causes.filter((cause) => outcome === 'passed' || cause.effects.length > 0);
      assert.deepEqual([...new Set(judged.map((cause) => cause.heading))], headings);
    });
  }

  it('the others are not touched, and the run tells of all', () => {
    assert.equal(ended.status, 1, ended.stderr);
    assert.match(ended.stdout, /^REJECT self: /mu);
    assert.equal(document.suites.length, ROWS.length);
    assert.equal(document.run.how, 'completed');
    const { byOutcome, tests } = document.totals;
    const told = Object.values(byOutcome).reduce((sum, each) => sum + each, 0);
    assert.equal(told, tests);
  });

  it('costs the runner no memory', () => assert.ok(ended.peakBytes < 150e6, `${ended.peakBytes} bytes`));
});

function checkSuite({ outcome, reason, marks, tests }: SuiteDocument, expected: Expected): void {
  assert.deepEqual({ outcome, reason }, { outcome: expected.outcome, reason: expected.reason });
  assert.equal(marks.includes('leaky'), expected.marks?.includes('leaky') ?? false);
  const outcomes = tests.map((test) => test.outcome);
  assert.deepEqual(outcomes, expected.tests ?? outcomes);
  for (const { outcome: seen, failure } of tests) {
    if (seen !== 'passed') assert.match(failure?.message ?? '', expected.says ?? /./u);
  }
}

function checkLeaks({ attempts }: SuiteDocument, patterns: readonly RegExp[] | undefined): void {
  if (patterns === undefined) return;
  const found = (attempts.at(-1)?.leaks ?? []).map(describeLeak);
  for (const pattern of patterns) {
    assert.ok(
      found.some((text) => pattern.test(text)),
      found.join('\n'),
    );
  }
  for (const text of found) {
    assert.ok(
      patterns.some((pattern) => pattern.test(text)),
      text,
    );
  }
}

function describeLeak(leak: Leak): string {
  if (leak.kind === 'process') return `process ${leak.process.argv.join(' ')}`;
  return leak.kind === 'listener' ? `listener ${leak.listener.address}` : `directory ${leak.path}`;
}
