import assert from 'node:assert/strict';
import { PLAIN_ASSESSMENT } from '#domain';
import type { AcceptedCause, Assessment, AssessmentSettings, Gates } from '#domain';
import { assessRun } from '../../fixtures/tools/assess-run.ts';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';

interface Demands {
  readonly assessment?: Partial<AssessmentSettings>;
  readonly gates?: Partial<Gates>;
}

/** Three suites: `api` with one failure of three, `ui` all red, `batch` blocked. */
function runWith({ assessment = {}, gates = {} }: Demands = {}): RunBuilder {
  const run = new RunBuilder({
    declared: {
      assessment: { ...PLAIN_ASSESSMENT, ...assessment },
      gates: { maxCauses: { SYSTEM_CRITICAL: 0 }, minPassRate: 1, ...gates },
    },
  });
  run.suite('api', { tags: ['core-api'], lane: 'integration' });
  const api = run.attempt('api', ['a', 'b', { titles: ['c'], occurrence: 1, requirements: ['REQ-1'] }]);
  run
    .test(api, 0, 'passed')
    .test(api, 1, 'passed')
    .test(api, 2, 'failed', { failure: raised('c is wrong') });
  run.finish(api, 'api', 'failed').suite('ui', { tags: ['ui'] });
  const ui = run.attempt('ui', ['x', 'y']);
  run.test(ui, 0, 'failed', { failure: raised('no browser') }).test(ui, 1, 'failed', { failure: raised('no browser') });
  run.finish(ui, 'ui', 'failed').suite('batch');
  const failure = raised('jq is missing');
  run.emit({ kind: 'suite-ended', suite: 'batch', outcome: 'blocked', reason: 'host-need', marks: [], failure });
  return run.end();
}

function assessed(demands: Demands = {}): Assessment {
  return assessRun(runWith(demands).stored());
}

function causeOf(assessment: Assessment, effect: string): string {
  return assessment.causes.find((cause) => cause.effects.includes(effect))?.id ?? assert.fail(effect);
}

function acceptance(cause: string, until: string): AcceptedCause {
  return { cause, heading: 'UNCLASSIFIED', title: 'known', reason: 'mended next month', until, run: 'r' };
}

function gate(assessment: Assessment, name: string): readonly unknown[] {
  const found = assessment.gates.find((one) => one.name === name) ?? assert.fail(name);
  return [found.met, found.formula];
}

describe('what is out of scope', () => {
  const ui = { select: { tag: ['ui'] }, reason: 'no browser in this delivery', ref: 'PZ-1' };
  const assessment = assessed({ assessment: { outOfScope: [ui] } });

  it('leaves the pass rate, the gates and the plan', () => {
    assert.deepEqual(gate(assessment, 'pass rate'), [false, '2 / 3 = 0.6666 < 1, left out: 2 out of scope']);
    assert.equal(assessment.totals.passRate, 2 / 3);
    const ids = assessment.plan.steps.map((step) => step.cause);
    assert.ok(!ids.includes(causeOf(assessment, 'ui::x')));
    assert.equal(assessment.plan.notGreen, 2);
  });

  it('has a line of its own with its numbers, and is in all counts', () => {
    assert.deepEqual(assessment.outOfScope, [{ exclusion: ui, tests: 2, passed: 0, effects: 2 }]);
    assert.equal(assessment.totals.byOutcome.failed, 3);
    assert.equal(assessment.setAside.get(causeOf(assessment, 'ui::x')), 'out-of-scope');
  });

  it('takes a cause out only when everything that felt it is out', () => {
    const half = { ...ui, select: { test: ['ui::x'] } };
    const { setAside, totals, plan } = assessed({ assessment: { outOfScope: [half] } });
    assert.equal(setAside.size, 0);
    assert.equal(totals.counted.effects, 3);
    assert.equal(plan.notGreen, 3);
  });

  it('lets a run be accepted whose rest is green', () => {
    const select = [{ tag: ['ui', 'core-api'] }, { suite: ['batch'] }];
    const outOfScope = select.map((one) => ({ ...ui, select: one }));
    const run = runWith({ assessment: { outOfScope } }).green('rest', ['t']);
    const { decision, exitCode, reasons } = assessRun(run.end().stored());
    assert.equal(decision, 'ACCEPT', reasons.join('; '));
    assert.equal(exitCode, 0);
    assert.match(reasons[0] ?? '', /^1 of 1 executed tests passed \(5 tests out of scope left out\)/u);
  });
});

describe('an accepted cause', () => {
  const known = assessed();
  const ids = ['api::c', 'ui::x', 'batch::(blocked)'].map((effect) => causeOf(known, effect));

  it('is shown, leaves the gates, and makes the decision conditional', () => {
    const accepted = ids.map((id) => acceptance(id, '2026-11-21'));
    const assessment = assessed({ assessment: { accepted } });
    assert.equal(assessment.decision, 'CONDITIONAL');
    assert.equal(assessment.exitCode, 0);
    assert.match(assessment.reasons.join('; '), /is accepted until 2026-11-21: mended next month/u);
    assert.deepEqual(gate(assessment, 'pass rate'), [true, '2 / 2 = 1.0000 >= 1, left out: 3 of accepted causes']);
    assert.deepEqual(
      assessment.accepted.map((line) => [line.state, line.effects]),
      [
        ['in force', 1],
        ['in force', 2],
        ['in force', 1],
      ],
    );
    assert.equal(assessment.totals.causesByHeading.UNCLASSIFIED + assessment.totals.causesByHeading.TEST_ARTIFACT, 3);
  });

  it('counts again the day after, by the day of the run', () => {
    const accepted = ids.map((id) => acceptance(id, '2026-11-20'));
    const assessment = assessed({ assessment: { accepted } });
    assert.equal(assessment.exitCode, 1);
    assert.equal(assessment.decision, 'REJECT');
    assert.deepEqual(new Set(assessment.accepted.map((line) => line.state)), new Set(['expired']));
    assert.deepEqual(gate(assessment, 'pass rate'), [false, '2 / 5 = 0.4000 < 1']);
  });

  it('that is not in the run changes nothing and says so', () => {
    const assessment = assessed({ assessment: { accepted: [acceptance('C-0000000000', '2027-01-01')] } });
    assert.deepEqual(
      assessment.accepted.map((line) => line.state),
      ['not seen'],
    );
    assert.deepEqual(assessment.reasons, known.reasons);
  });
});

describe('selected gates', () => {
  const table: readonly (readonly [string, NonNullable<Gates['selected']>[number], readonly unknown[]])[] = [
    ['pass rate (tag core-api)', { where: { tag: ['core-api'] }, minPassRate: 0.6 }, [true, '2 / 3 = 0.6666 >= 0.6']],
    [
      'pass rate (lane integration)',
      { where: { lane: ['integration'] }, minPassRate: 0.8 },
      [false, '2 / 3 = 0.6666 < 0.8'],
    ],
    [
      'pass rate (requirement REQ-1)',
      { where: { requirement: ['REQ-1'] }, minPassRate: 1 },
      [false, '0 / 1 = 0.0000 < 1'],
    ],
    ['blocked (suite batch)', { where: { suite: ['batch'] }, blocked: 0 }, [false, '1 > 0']],
    ['not green (tag ui)', { where: { tag: ['ui'] }, notGreen: 2 }, [true, '2 <= 2']],
    [
      'selection (tag nobody)',
      { where: { tag: ['nobody'] }, notGreen: 9 },
      [false, '0 tests and suites of this run are meant'],
    ],
  ];
  for (const [name, selected, expected] of table) {
    it(`${name} is ${String(expected[0])}`, () => {
      assert.deepEqual(gate(assessed({ gates: { selected: [selected] } }), name), expected);
    });
  }
});
