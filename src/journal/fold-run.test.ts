import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isGreen, OUTCOMES, printTestId } from '#domain';
import type { AnnouncedTest, AttemptState, Failure, JournalRecord, Outcome, RunEvent, RunState } from '#domain';
import { foldRun } from './fold-run.ts';
import type { StoredRun } from './fold-run.ts';

const USAGE = { peakMemoryBytes: 0, peakProcesses: 1, peakDescriptors: 0, peakDiskBytes: 0, cpuMs: 0 };
const END = {
  pid: 1,
  code: 0,
  signal: null,
  cause: 'none',
  durationMs: 5,
  stdoutBytes: 0,
  stderrBytes: 0,
  log: 'x',
} as const;
const STARTED: RunEvent = {
  kind: 'run-started',
  schema: 1,
  runId: 'r',
  startedAt: '',
  version: '0',
  project: 'p',
  argv: [],
  seed: 's',
  selection: 'all',
  policy: {
    scope: 'suite',
    workers: 1,
    retries: 0,
    repeatEach: 1,
    containment: '',
    mocks: 'not checked',
    keep: 'never',
    limits: { maxOutputBytes: 1, maxMemoryBytes: 1, maxProcesses: 1, graceMs: 1 },
  },
  sides: { config: 'c', requirements: 'r', effective: 'e' },
  host: { platform: 'linux', arch: 'x64', cpus: 1, memoryBytes: 1, node: '20', kernel: '6' },
};
const SIDES = new Map([
  ['r', '[]'],
  [
    'e',
    '{"gates":{"maxCauses":{},"minPassRate":1},"budget":{"durationMs":1,"memoryBytes":1,"diskBytes":1,"networkBytes":1},"components":[]}',
  ],
]);

function planned(name: string): RunEvent {
  const suite = {
    name,
    engine: 'e',
    lane: 'unit',
    closure: [],
    timeoutMs: 1,
    tags: [],
    covers: [],
    contact: {},
  } as const;
  return { kind: 'suite-planned', suite: { ...suite, exclusive: false, retries: 0, repeat: 1 } };
}

function started(attempt: string, suite: string, number = 1): RunEvent {
  return { kind: 'attempt-started', attempt, suite, number, world: 'w', pid: 2, argv: [] };
}

function announced(attempt: string, titles: readonly string[], sides: Map<string, string>, first = 0): RunEvent {
  const tests: readonly AnnouncedTest[] = titles.map((title) => ({ titles: [title], occurrence: 1, requirements: [] }));
  const side = `side-${sides.size}`;
  sides.set(side, JSON.stringify(tests));
  return { kind: 'tests-announced', attempt, first, count: titles.length, side };
}

function testEnded(attempt: string, ordinal: number, outcome: Outcome): RunEvent {
  return { kind: 'test-ended', attempt, ordinal, outcome, marks: [], durationMs: 1 };
}

function ended(attempt: string, suite: string, outcome: Outcome): RunEvent {
  return { kind: 'attempt-ended', attempt, suite, outcome, marks: [], end: END, usage: USAGE };
}

function fold(events: readonly RunEvent[], sides: ReadonlyMap<string, string> = SIDES): RunState {
  const records: readonly JournalRecord[] = [STARTED, ...events].map((event, index) => ({
    seq: index + 1,
    atMs: index,
    event,
  }));
  const run: StoredRun = { records, damage: [], sides: new Map([...SIDES, ...sides]) };
  return foldRun(run);
}

function verdicts(attempt: AttemptState | undefined): readonly string[] {
  return (attempt?.tests ?? []).map((test) => `${printTestId(test.id)} ${test.outcome}`);
}

describe('foldRun', () => {
  it('makes every test that vanished interrupted or not-run, and every suite that never started not-run', () => {
    const sides = new Map<string, string>();
    const state = fold(
      [
        planned('a'),
        planned('b'),
        started('a1', 'a'),
        announced('a1', ['x', 'y', 'z'], sides),
        { kind: 'test-started', attempt: 'a1', ordinal: 0 },
        testEnded('a1', 0, 'passed'),
        { kind: 'test-started', attempt: 'a1', ordinal: 1 },
      ],
      sides,
    );
    const [a, b] = state.suites;
    assert.deepEqual(verdicts(a?.attempts[0]), ['a::x passed', 'a::y interrupted', 'a::z not-run']);
    assert.equal(a?.outcome, 'interrupted');
    assert.equal(b?.outcome, 'not-run');
    assert.match(b?.failure?.message ?? '', /^the suite never started: the run ended without a word/u);
    assert.equal(state.ended, undefined);
  });

  it('gives a suite that failed before its tests were known one synthetic test', () => {
    const state = fold([planned('a'), started('a1', 'a'), ended('a1', 'a', 'errored')]);
    assert.deepEqual(verdicts(state.suites[0]?.attempts[0]), ['a::(load) errored']);
  });

  it('never lets a suite without tests be green', () => {
    const told: RunEvent = { kind: 'suite-ended', suite: 'a', outcome: 'passed', marks: [] };
    const state = fold([planned('a'), started('a1', 'a'), ended('a1', 'a', 'passed'), told]);
    assert.equal(state.suites[0]?.outcome, 'errored');
    assert.equal(state.suites[0]?.reason, 'no-tests');
    assert.deepEqual(verdicts(state.suites[0]?.attempts[0]), ['a::(load) errored']);
  });

  it('lets the last attempt decide and marks what was red before', () => {
    const sides = new Map<string, string>();
    const state = fold(
      [
        planned('a'),
        started('a1', 'a'),
        announced('a1', ['x', 'y'], sides),
        testEnded('a1', 0, 'failed'),
        testEnded('a1', 1, 'passed'),
        ended('a1', 'a', 'failed'),
        started('a2', 'a', 2),
        announced('a2', ['x', 'y'], sides),
        testEnded('a2', 0, 'passed'),
        testEnded('a2', 1, 'passed'),
        ended('a2', 'a', 'passed'),
      ],
      sides,
    );
    const [suite] = state.suites;
    assert.equal(suite?.outcome, 'passed');
    assert.deepEqual(suite?.marks, ['flaky']);
    assert.deepEqual(
      suite?.attempts[1]?.tests.map((test) => test.marks),
      [['flaky'], []],
    );
  });

  it('lets a hook that fails afterwards make a test worse, and nothing make it better', () => {
    const sides = new Map<string, string>();
    const events = [
      planned('a'),
      started('a1', 'a'),
      announced('a1', ['x', 'y'], sides),
      testEnded('a1', 0, 'passed'),
      testEnded('a1', 0, 'errored'),
      testEnded('a1', 1, 'failed'),
      testEnded('a1', 1, 'passed'),
    ];
    assert.deepEqual(verdicts(fold(events, sides).suites[0]?.attempts[0]), ['a::x errored', 'a::y failed']);
  });

  it('blocks a suite and names the component', () => {
    const failure = { type: 'component-exited', message: 'db exited with 1', source: 'incident', frames: [] } as const;
    const blocked: RunEvent = { kind: 'suite-blocked', suite: 'a', incident: 'i1', component: 'db', failure };
    const [suite] = fold([planned('a'), blocked]).suites;
    assert.equal(suite?.outcome, 'blocked');
    assert.deepEqual(suite?.blockedBy, { incident: 'i1', component: 'db' });
    assert.equal(suite?.failure?.message, 'db exited with 1');
  });

  it('counts a test whose titles are lost, and says so', () => {
    const state = fold([
      planned('a'),
      started('a1', 'a'),
      { kind: 'tests-announced', attempt: 'a1', first: 0, count: 2, side: 'gone' },
      testEnded('a1', 1, 'passed'),
    ]);
    assert.deepEqual(verdicts(state.suites[0]?.attempts[0]), ['a::(test 0) not-run', 'a::(test 1) passed']);
    assert.deepEqual(state.damage, ['the titles of 2 tests of a cannot be read (gone)']);
  });

  it('refuses a journal without a beginning', () => {
    assert.throws(() => foldRun({ records: [], damage: [], sides: SIDES }), { code: 'run-unreadable' });
  });

  it('assumes the strictest gates when the stored configuration is gone', () => {
    const state = foldRun({ records: [{ seq: 1, atMs: 0, event: STARTED }], damage: [], sides: new Map() });
    assert.deepEqual(state.declared.gates, { maxCauses: { SYSTEM_CRITICAL: 0 }, minPassRate: 1 });
    assert.equal(state.damage.length, 2);
  });
});

const SUITES = ['a', 'b'];
const ATTEMPTS = ['a1', 'a2', 'b1'];

/** Any event of the kinds that tests hang on, in any order, also senseless ones. */
const anyEvent = fc.oneof(
  fc.constantFrom(...SUITES).map(planned),
  fc.constantFrom(...ATTEMPTS).map((attempt) => started(attempt, attempt.charAt(0))),
  fc
    .record({ attempt: fc.constantFrom(...ATTEMPTS), first: fc.nat(5), count: fc.nat(5) })
    .map((given): RunEvent => ({ kind: 'tests-announced', side: `s${given.count}`, ...given })),
  fc
    .record({ attempt: fc.constantFrom(...ATTEMPTS), ordinal: fc.nat(8) })
    .map((given): RunEvent => ({ kind: 'test-started', ...given })),
  fc
    .tuple(fc.constantFrom(...ATTEMPTS), fc.nat(8), fc.constantFrom(...OUTCOMES))
    .map(([attempt, ordinal, outcome]) => testEnded(attempt, ordinal, outcome)),
  fc
    .tuple(fc.constantFrom(...ATTEMPTS), fc.constantFrom(...OUTCOMES))
    .map(([attempt, outcome]) => ended(attempt, attempt.charAt(0), outcome)),
  fc.constantFrom(...SUITES).map((suite): RunEvent => ({ kind: 'suite-ended', suite, outcome: 'passed', marks: [] })),
);

const TITLES = new Map(
  Array.from({ length: 6 }, (_, count) => {
    const tests = Array.from({ length: count }, (__, index) => ({
      titles: [`t${index}`],
      occurrence: 1,
      requirements: [],
    }));
    return [`s${count}`, JSON.stringify(tests)] as const;
  }),
);

describe('the sum rule', () => {
  it('holds for any events in any order: each test that was heard of has one outcome, and each non-pass a text', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        const { suites } = fold(events, TITLES);
        for (const attempt of suites.flatMap((suite) => suite.attempts)) {
          assert.equal(attempt.tests.length, Math.max(heardOf(events, attempt.attempt), loadTests(attempt)));
          attempt.tests.forEach(demandText);
        }
        suites.forEach(demandText);
      }),
      { numRuns: 500 },
    );
  });

  it('never shows a test as passed whose end is not told', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        const told = events.filter((event) => event.kind === 'test-ended' && event.outcome === 'passed').length;
        const tests = fold(events, TITLES).suites.flatMap((suite) =>
          suite.attempts.flatMap((attempt) => attempt.tests),
        );
        assert.ok(tests.filter((test) => test.outcome === 'passed').length <= told);
      }),
    );
  });
});

function demandText({ outcome, failure }: { readonly outcome: Outcome; readonly failure?: Failure }): void {
  assert.ok(isGreen(outcome) || (failure?.message ?? '') !== '', `${outcome} without a text`);
}

/** How many tests an attempt has by what was said of it: the highest ordinal that anything named. */
function heardOf(events: readonly RunEvent[], attempt: string): number {
  return Math.max(
    0,
    ...events.map((event) => {
      if (!('attempt' in event) || event.attempt !== attempt) return 0;
      if (event.kind === 'tests-announced') return event.first + event.count;
      return event.kind === 'test-started' || event.kind === 'test-ended' ? event.ordinal + 1 : 0;
    }),
  );
}

function loadTests(attempt: AttemptState): number {
  return attempt.tests[0]?.id.titles[0] === '(load)' ? 1 : 0;
}
