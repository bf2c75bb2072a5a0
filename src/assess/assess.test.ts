import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Assessment, Outcome, Requirement } from '#domain';
import { arbitraryRun } from '../../fixtures/tools/arbitrary-run.ts';
import { assessRun } from '../../fixtures/tools/assess-run.ts';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import type { BuildOptions } from '../../fixtures/tools/build-run.ts';
import { assess } from './assess.ts';

const failure = raised('expected 3 to equal 4');

function assessed(run: RunBuilder): Assessment {
  return assessRun(run.stored());
}

function requirement(id: string, critical = false): Requirement {
  return { id, text: `${id} holds`, source: 'contract', status: 'approved', critical, kind: 'functional' };
}

function citing(
  title: string,
  ...requirements: readonly string[]
): { titles: string[]; occurrence: number; requirements: readonly string[] } {
  return { titles: [title], occurrence: 1, requirements };
}

/** One suite whose tests come out as given. */
function runOf(outcomes: readonly Outcome[], options: BuildOptions = {}): RunBuilder {
  const run = new RunBuilder(options).suite('s');
  const attempt = run.attempt(
    's',
    outcomes.map((_, index) => `t${index}`),
  );
  outcomes.forEach((outcome, ordinal) => run.test(attempt, ordinal, outcome, outcome === 'passed' ? {} : { failure }));
  const worst = outcomes.find((outcome) => outcome !== 'passed' && outcome !== 'skipped') ?? outcomes[0] ?? 'passed';
  return run.finish(attempt, 's', worst).end();
}

describe('decision and exit code', () => {
  const table: readonly (readonly [string, RunBuilder, Assessment['decision'], number, RegExp])[] = [
    ['all passed', runOf(['passed', 'passed']), 'ACCEPT', 0, /^2 of 2 executed tests passed/u],
    ['one failed', runOf(['passed', 'failed']), 'REJECT', 1, /pass rate \(1 \/ 2 = 0\.5000 < 1\)/u],
    [
      'one failed, which the gate allows',
      runOf(['passed', 'failed'], { declared: { gates: { maxCauses: {}, minPassRate: 0.5 } } }),
      'CONDITIONAL',
      1,
      /^1 test or suite not green/u,
    ],
    ['one skipped', runOf(['passed', 'skipped']), 'CONDITIONAL', 0, /^1 skipped test/u],
    ['all skipped', runOf(['skipped']), 'REJECT', 4, /^no test was executed/u],
    ['nothing planned', new RunBuilder().end(), 'REJECT', 4, /^no test was executed/u],
    ['a run that died', new RunBuilder().suite('s'), 'REJECT', 1, /^the run did not complete \(its process died\)/u],
    ['a green run that was stopped', runOf(['passed']).end('stopped-early'), 'REJECT', 1, /stopped-early/u],
    [
      'a service that died after its suite',
      runOf(['passed']).incident('component-exited', { exit: { code: 1, signal: null } }),
      'REJECT',
      1,
      /^1 cause SYSTEM_CRITICAL$/u,
    ],
    [
      'a watchdog that was killed',
      runOf(['passed']).incident('watchdog-lost', {}),
      'CONDITIONAL',
      0,
      /^1 cause to mend/u,
    ],
    [
      'a critical requirement that nothing proves',
      runOf(['passed'], { declared: { requirements: [requirement('R-1', true), requirement('R-2')] } }),
      'CONDITIONAL',
      0,
      /^1 critical requirement not verified/u,
    ],
  ];
  for (const [name, run, decision, exitCode, reason] of table) {
    it(`${name}: ${decision}, exit ${exitCode}`, () => {
      const assessment = assessed(run);
      assert.equal(assessment.decision, decision, assessment.reasons.join('; '));
      assert.equal(assessment.exitCode, exitCode);
      assert.match(assessment.reasons.join('; '), reason);
    });
  }

  it('does not believe that a suite is green in which a test is red', () => {
    const run = new RunBuilder({ declared: { gates: { maxCauses: {}, minPassRate: 0 } } }).suite('s');
    const attempt = run.attempt('s', ['t']);
    run.test(attempt, 0, 'failed', { failure }).finish(attempt, 's', 'passed').end();
    assert.equal(assessed(run).exitCode, 1);
    assert.equal(assessed(run).rerun, 'reality run s');
  });

  it('says that a damaged journal does not prove all', () => {
    const stored = runOf(['passed']).stored();
    assert.equal(assessRun({ ...stored, damage: ['line 3 is damaged'] }).decision, 'CONDITIONAL');
  });
});

describe('gates', () => {
  it('show their numbers, also where the rounded ones are equal', () => {
    const run = new RunBuilder({
      declared: { budget: { durationMs: 1e6, memoryBytes: 64e6 - 1, diskBytes: 1e9, networkBytes: 1200 } },
    });
    const gates = new Map(assessed(run.green('s', ['t']).end()).gates.map((gate) => [gate.name, gate]));
    assert.deepEqual(gates.get('budget memory'), {
      name: 'budget memory',
      met: false,
      formula: '64.0 MB > 64.0 MB (64000000 > 63999999 bytes)',
    });
    assert.equal(gates.get('budget network')?.met, true);
    assert.equal(gates.get('processes left over')?.formula, '0 <= 0');
    assert.equal(gates.get('hollow'), undefined);
  });

  it('count suites that were blocked', () => {
    const gates = { maxCauses: {}, minPassRate: 1, blocked: 0 };
    const run = new RunBuilder({ declared: { gates } }).green('a', ['t']).suite('b');
    run.emit({ kind: 'suite-ended', suite: 'b', outcome: 'blocked', reason: 'host-need', marks: [], failure });
    const gate = assessed(run.end()).gates.find((one) => one.name === 'blocked');
    assert.deepEqual(gate, { name: 'blocked', met: false, formula: '1 > 0' });
  });

  it('count marks once, at the tests that bear them', () => {
    const gate = { maxCauses: { UNCLASSIFIED: 0 }, minPassRate: 1, flaky: 0, blocked: 0, hollow: 0 };
    const run = new RunBuilder({ declared: { gates: gate } }).suite('s');
    const first = run.attempt('s', ['t']);
    run.test(first, 0, 'failed', { failure });
    run.emit({ kind: 'suite-planned', suite: { ...(run.state().suites[0]?.planned ?? assert.fail()) } });
    const second = run.attempt('s', ['t']);
    run
      .test(second, 0, 'passed')
      .finish(second, 's', 'passed', { marks: ['flaky'] })
      .end();
    const assessment = assessed(run);
    assert.equal(assessment.totals.byMark.flaky, 1);
    assert.equal(assessment.gates.find((one) => one.name === 'flaky')?.formula, '1 > 0');
    assert.equal(assessment.exitCode, 1);
  });

  it('never round a missed rate up', () => {
    const outcomes = Array.from({ length: 3000 }, (_, index): Outcome => (index === 7 ? 'failed' : 'passed'));
    const rate = assessed(runOf(outcomes)).gates.find((gate) => gate.name === 'pass rate');
    assert.equal(rate?.formula, '2999 / 3000 = 0.9996 < 1');
  });
});

describe('requirements', () => {
  const ids = ['passed', 'failed', 'skipped', 'not-run', 'mixed', 'hollow', 'nobody', 'whole', 'blocked', 'half'];
  const run = new RunBuilder({ declared: { requirements: ids.map((id) => requirement(id)) } });
  run.suite('s', { covers: ['passed', 'whole'] });
  const tests = [
    [citing('a', 'passed', 'mixed', 'half'), 'passed'],
    [citing('b', 'failed', 'mixed'), 'failed'],
    [citing('c', 'skipped'), 'skipped'],
    [citing('d', 'not-run', 'half'), 'not-run'],
    [citing('e', 'hollow'), 'passed'],
    [citing('f', 'misspelt'), 'passed'],
  ] as const;
  const attempt = run.attempt(
    's',
    tests.map(([test]) => test),
  );
  tests.forEach(([test, outcome], ordinal) =>
    run.test(attempt, ordinal, outcome, { failure, marks: test.titles[0] === 'e' ? ['hollow'] : [] }),
  );
  run.finish(attempt, 's', 'failed').suite('b', { covers: ['blocked'] });
  run.emit({ kind: 'suite-ended', suite: 'b', outcome: 'blocked', reason: 'host-need', marks: [], failure });
  const rows = new Map(assessed(run.end()).coverage.map((row) => [row.id, row]));

  const expected: Readonly<Record<string, string>> = {
    passed: 'verified',
    failed: 'failed',
    skipped: 'not-executed',
    'not-run': 'not-executed',
    mixed: 'failed',
    half: 'not-executed',
    hollow: 'hollow',
    nobody: 'uncovered',
    whole: 'failed',
    blocked: 'blocked',
    misspelt: 'unregistered',
  };
  for (const [id, state] of Object.entries(expected)) {
    it(`${id}: ${state}`, () => assert.equal(rows.get(id)?.state, state));
  }

  it('are proved by the tests that cite them, by a whole suite only where no test does', () => {
    assert.deepEqual(rows.get('passed')?.tests, ['s::a']);
    assert.deepEqual(rows.get('whole')?.tests, ['s::(suite)']);
  });
});

describe('command to run again', () => {
  it('names few suites, else what failed last, and keeps what says which project it is', () => {
    const run = new RunBuilder({
      started: { argv: ['run', 's', '-c', 'my dir/reality.yaml', '--profile=staging', '-j', '2'] },
    });
    const end = { kind: 'suite-ended', outcome: 'errored', reason: 'spawn', marks: [] } as const;
    for (const suite of ['a', 'b', 'c']) run.suite(suite).emit({ ...end, suite });
    const kept = "--config 'my dir/reality.yaml' --profile staging";
    assert.equal(assessed(run).rerun, `reality run a b c ${kept}`);
    assert.equal(assessed(run.suite('d').emit({ ...end, suite: 'd' })).rerun, `reality run --last-failed ${kept}`);
    assert.equal(assessed(runOf(['passed'])).rerun, 'reality run --all --seed 5eed5eed');
  });
});

describe('lanes and tags', () => {
  it('count the same tests once more', () => {
    const run = new RunBuilder()
      .green('a', ['x', 'y'], { lane: 'unit', tags: ['smoke', 'a'] })
      .green('b', ['z'], { tags: ['smoke'] });
    const { lanes, tags } = assessed(run.end());
    assert.deepEqual(lanes, [
      { name: 'unit', suites: 1, tests: 2, passed: 2, effects: 0 },
      { name: 'system', suites: 1, tests: 1, passed: 1, effects: 0 },
    ]);
    assert.deepEqual(
      tags.map((row) => [row.name, row.tests]),
      [
        ['a', 2],
        ['smoke', 3],
      ],
    );
  });
});

describe('identity of counts', () => {
  it('holds for any events in any order and any prefix of them', () => {
    fc.assert(
      fc.property(arbitraryRun(fc.constant('text')), fc.nat(), (run, cut) => {
        const { totals, causes } = assessRun(run.stored(1 + (cut % run.lineCount)));
        const sum = (counts: Readonly<Record<string, number>>): number =>
          Object.values(counts).reduce((all, one) => all + one, 0);
        assert.equal(sum(totals.byOutcome), totals.tests);
        assert.equal(sum(totals.effectsByHeading), causes.flatMap((cause) => cause.effects).length);
        assert.equal(sum(totals.causesByHeading), causes.length);
      }),
      { numRuns: 300 },
    );
  });

  it('is asserted: an effect that hangs on two causes, on none, or on the wrong one is a bug of ours', () => {
    const { state, causes } = assessed(runOf(['failed', 'passed']));
    const [cause] = causes;
    assert.ok(cause !== undefined);
    const wrong = [[], [cause, { ...cause, id: 'C-2' }], [{ ...cause, effects: ['s::t1'] }]];
    for (const some of wrong) assert.throws(() => assess(state, { causes: some }), /counts disagree/u);
  });
});
