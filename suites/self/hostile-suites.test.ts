import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Heading, Leak, Mark, Outcome, Reason } from '#domain';
import { Lab, PROGRAMS, exec, mocha } from './lab.ts';
import type { Ended, SuiteConfig } from './lab.ts';
import type { AssessmentDocument, SuiteDocument } from './results.ts';

interface Row {
  readonly suite: SuiteConfig;
  readonly outcome: Outcome;
  readonly reason?: Reason;
  /** Where its red tests, or what it left behind, must be judged; absent = it is no cause at all. */
  readonly heading?: Heading;
  readonly marks?: readonly Mark[];
  /** Must stand in the text of each red test. */
  readonly says?: RegExp;
  /** Outcomes of its tests, in order. */
  readonly tests?: readonly Outcome[];
  /** Every leak that was found must be one of these, and each of these must be among them. */
  readonly leaks?: readonly RegExp[];
}

const sh = (name: string, program: string, ...args: readonly string[]): SuiteConfig =>
  exec(name, ['bash', join(PROGRAMS, program), ...args]);
const node = (name: string, program: string, ...args: readonly string[]): SuiteConfig =>
  exec(name, ['node', join(PROGRAMS, program), ...args]);

const LEAKS_PROCESS = { outcome: 'passed', marks: ['leaky'], heading: 'TEST_ARTIFACT' } as const;
const ENDS_EARLY = { outcome: 'errored', reason: 'exit-early', heading: 'TEST_ARTIFACT' } as const;
const TOO_LONG = { outcome: 'timed-out', reason: 'time-limit' } as const;

/** Every way in which a suite can go wrong, and what must be said of it. */
const ROWS: readonly Row[] = [
  { suite: exec('good', ['true']), outcome: 'passed', tests: ['passed'] },
  {
    suite: exec('no-such-program', ['no-such-program']),
    outcome: 'errored',
    reason: 'spawn',
    heading: 'TEST_ARTIFACT',
    says: /command not found: no-such-program/u,
  },
  {
    suite: node('status-three', 'exits-early.js'),
    outcome: 'failed',
    reason: 'exit-code',
    heading: 'UNCLASSIFIED',
    says: /exited with code 3: cannot go on: no configuration/u,
  },
  {
    suite: mocha('no-tests', 'no-tests.js'),
    outcome: 'errored',
    reason: 'no-tests',
    heading: 'TEST_ARTIFACT',
    says: /holds no test/u,
  },
  {
    suite: mocha('ends-itself', 'exits-early.js'),
    ...ENDS_EARLY,
    tests: ['passed', 'errored', 'not-run'],
    says: /exited with code 0 after 1 of 3 tests/u,
  },
  { suite: mocha('ends-itself-at-last', 'exits-after-last.js'), ...ENDS_EARLY, tests: ['passed', 'errored'] },
  { suite: mocha('ends-itself-at-first', 'exits-while-loading.js'), ...ENDS_EARLY, tests: ['errored'] },
  {
    suite: mocha('cannot-load', 'throws-while-loading.js'),
    outcome: 'errored',
    reason: 'collection',
    heading: 'TEST_ARTIFACT',
    says: /Cannot read properties of undefined/u,
  },
  {
    suite: mocha('loops', 'busy-in-test.js', { timeout: '2s' }),
    ...TOO_LONG,
    heading: 'TEST_ARTIFACT',
    tests: ['passed', 'timed-out', 'not-run'],
    says: /spinForEver/u,
  },
  {
    suite: mocha('waits', 'hangs-in-test.js', { timeout: '2s' }),
    ...TOO_LONG,
    heading: 'UNCLASSIFIED',
    tests: ['passed', 'timed-out', 'not-run'],
    says: /connected to 127\.0\.0\.1:\d+/u,
  },
  {
    suite: exec('ignores-sigterm', ['node', join(PROGRAMS, 'ignores-sigterm.js')], { timeout: '1s' }),
    ...TOO_LONG,
    heading: 'UNCLASSIFIED',
    says: /last output: ready/u,
  },
  {
    suite: exec('outlives-its-leader', ['bash', join(PROGRAMS, 'outlives-its-leader.sh')], { timeout: '1s' }),
    ...TOO_LONG,
    marks: ['leaky'],
    heading: 'UNCLASSIFIED',
  },
  {
    suite: mocha('crashes', 'crashes.js'),
    outcome: 'crashed',
    reason: 'signal',
    heading: 'TEST_ARTIFACT',
    tests: ['passed', 'crashed', 'not-run'],
    says: /killed by SIGSEGV/u,
  },
  {
    suite: sh('floods', 'floods-stdout.sh'),
    outcome: 'crashed',
    reason: 'output-limit',
    heading: 'TEST_ARTIFACT',
    says: /printed more than 5000000 bytes/u,
  },
  { suite: node('one-line', 'prints-one-long-line.js', '3'), outcome: 'passed', tests: ['passed'] },
  {
    suite: node('allocates', 'allocates-memory.js'),
    outcome: 'crashed',
    reason: 'memory-limit',
    heading: 'TEST_ARTIFACT',
    says: /more than 500000000 bytes of memory/u,
  },
  ...[[], ['setsid']].map((by): Row => ({
    suite: sh(`forks${by.join('')}`, 'forks-without-end.sh', ...by),
    outcome: 'crashed',
    reason: 'process-limit',
    heading: 'TEST_ARTIFACT',
    says: /more than 60 processes/u,
  })),
  { suite: sh('leaves-child', 'forks-grandchild.sh'), ...LEAKS_PROCESS, leaks: [/^process sleep 300/u] },
  { suite: sh('leaves-setsid', 'setsid-grandchild.sh'), ...LEAKS_PROCESS, leaks: [/^process sleep 300/u] },
  { suite: sh('leaves-daemon', 'double-forks.sh'), ...LEAKS_PROCESS, leaks: [/^process sleep 300/u] },
  { suite: sh('leaves-env-i', 'drops-environment.sh'), ...LEAKS_PROCESS, leaks: [/^process sleep 300/u] },
  { suite: sh('leaves-holder', 'holds-stdout.sh'), ...LEAKS_PROCESS, leaks: [/^process sleep 300/u] },
  {
    suite: exec('leaves-squatter', ['bash', '-c', `bash ${join(PROGRAMS, 'works-below.sh')} "$TMPDIR"`]),
    ...LEAKS_PROCESS,
    leaks: [/^process sleep 300/u],
  },
  {
    suite: mocha('leaves-all', 'leaves-child.js'),
    ...LEAKS_PROCESS,
    leaks: [/^process .*createServer/u, /^listener 127\.0\.0\.1:\d+/u, /^directory .*forgotten-/u],
  },
];

describe('a hostile suite', () => {
  let lab: Lab;
  let ended: Ended;
  let document: AssessmentDocument;
  before('one run of all of them', async () => {
    lab = new Lab();
    lab.configure({
      suites: ROWS.map(({ suite }) => suite),
      limits: { maxOutput: '5MB', maxMemory: '500MB', maxProcesses: 60, grace: '500ms' },
      run: { timeout: '30s', workers: 2 },
    });
    ended = await lab.run(['run', '--all']);
    document = lab.assessment();
  });
  after('nothing is left of it', async () => lab.close());

  for (const row of ROWS) {
    it(`${row.suite.name}: ${row.outcome}${row.reason === undefined ? '' : `, ${row.reason}`}`, () => {
      const suite = document.suites.find(({ name }) => name === row.suite.name);
      assert.ok(suite);
      checkSuite(suite, row);
      if (row.leaks !== undefined) checkLeaks(suite, row.leaks);
      assert.deepEqual(listHeadings(document, suite), row.heading === undefined ? [] : [row.heading]);
    });
  }

  it('the others are not touched, and the run tells of all', () => {
    assert.equal(ended.status, 1, ended.stderr);
    assert.match(ended.stdout, /^REJECT self: /mu);
    assert.equal(document.suites.length, ROWS.length);
    assert.equal(document.run.how, 'completed');
    const { byOutcome, tests } = document.totals;
    assert.equal(
      Object.values(byOutcome).reduce((sum, each) => sum + each, 0),
      tests,
    );
  });

  it('costs the runner no memory', () => assert.ok(ended.peakBytes < 150e6, `${ended.peakBytes} bytes`));
});

function checkSuite(suite: SuiteDocument, row: Row): void {
  const { outcome, reason, marks, tests } = suite;
  assert.deepEqual({ outcome, reason }, { outcome: row.outcome, reason: row.reason });
  assert.deepEqual(marks.includes('leaky'), row.marks?.includes('leaky') ?? false);
  const seenOutcomes = tests.map((test) => test.outcome);
  assert.deepEqual(seenOutcomes, row.tests ?? seenOutcomes);
  for (const { outcome: seen, failure } of tests) {
    if (seen !== 'passed') assert.match(failure?.message ?? '', row.says ?? /./u);
  }
}

function checkLeaks({ attempts }: SuiteDocument, patterns: readonly RegExp[]): void {
  const found = (attempts.at(-1)?.leaks ?? []).map(describeLeak);
  for (const pattern of patterns)
    assert.ok(
      found.some((text) => pattern.test(text)),
      found.join('\n'),
    );
  for (const text of found)
    assert.ok(
      patterns.some((pattern) => pattern.test(text)),
      text,
    );
}

function describeLeak(leak: Leak): string {
  if (leak.kind === 'process') return `process ${leak.process.argv.join(' ')}`;
  return leak.kind === 'listener' ? `listener ${leak.listener.address}` : `directory ${leak.path}`;
}

/** Headings of all causes that concern the suite. */
function listHeadings({ causes }: AssessmentDocument, { name, outcome }: SuiteDocument): readonly Heading[] {
  const own = causes.filter(
    ({ suites, effects }) => suites.includes(name) && (outcome === 'passed' || effects.length > 0),
  );
  return [...new Set(own.map(({ heading }) => heading))];
}
