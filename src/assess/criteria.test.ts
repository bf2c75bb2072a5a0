import assert from 'node:assert/strict';
import { PLAIN_ASSESSMENT } from '#domain';
import type { Assessment, OwnCriterion, Requirement } from '#domain';
import { assessRun } from '../../fixtures/tools/assess-run.ts';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import type { BuildOptions } from '../../fixtures/tools/build-run.ts';

const failure = raised('expected 3 to equal 4');

function requirement(id: string, kind: string, critical: boolean): Requirement {
  return { id, text: `${id} holds`, source: 'contract', status: 'approved', critical, kind };
}

function withCriteria(...criteria: readonly OwnCriterion[]): BuildOptions {
  return { declared: { assessment: { ...PLAIN_ASSESSMENT, criteria } } };
}

function criterion(more: Partial<OwnCriterion> = {}): OwnCriterion {
  const limit = { kind: 'min', value: 0.8 } as const;
  return { name: 'mine', importance: 'primary', measure: 'passRate', where: {}, limit, ...more };
}

/** Half of the tests of `s` pass; a world with a proved MediaMTX stands behind it. */
function mixedRun(options: BuildOptions = {}): RunBuilder {
  const run = new RunBuilder(options);
  run.emit({ kind: 'world-starting', world: 'w1', suites: ['s'], components: ['mediamtx'] });
  const state = { kind: 'component-state', world: 'w1', component: 'mediamtx', pid: 1, afterMs: 1, note: '' } as const;
  run.emit({ ...state, state: 'ready' }).suite('s', { tags: ['core'] });
  const attempt = run.attempt('s', [
    { titles: ['ok'], occurrence: 1, requirements: ['R-critical'] },
    { titles: ['bad'], occurrence: 1, requirements: ['R-error'] },
  ]);
  run.test(attempt, 0, 'passed').test(attempt, 1, 'failed', { failure }).finish(attempt, 's', 'failed');
  return run.end();
}

function assessed(run: RunBuilder): Assessment {
  return assessRun(run.stored());
}

function resultOf({ criteria }: Assessment, name: RegExp): string {
  const one = criteria.find((each) => name.test(each.name)) ?? assert.fail(String(name));
  return one.kind === 'measured' ? `${one.result}: ${one.formula}` : `not measured: ${one.why}`;
}

describe('built-in criteria', () => {
  const requirements = [requirement('R-critical', 'behaviour', true), requirement('R-error', 'error', false)];
  const mixed = assessed(mixedRun({ declared: { requirements } }));
  const table: readonly (readonly [RegExp, RegExp])[] = [
    [/inventory/u, /^met: .* = 2 \/ 2 = 1\.0000$/u],
    [/distinguished/u, /^not met: .* = 0 \/ 1 = 0\.0000$/u],
    [/termination/u, /^met: .* = 1 \/ 1 = 1\.0000; the run itself: completed$/u],
    [/No-mock/u, /^not measured: mocks were not checked in this run$/u],
    [/MediaMTX/u, /^met: .* = 1 \/ 1 = 1\.0000$/u],
    [/critical system path/u, /^met: .* = 1 \/ 1 = 1\.0000$/u],
    [/error scenario/u, /^not met: .* = 0 \/ 1 = 0\.0000$/u],
    [/cleanup/u, /^met: 0 left behind by suites \+ 0 processes .* = 0 <= 0$/u],
    [/Logging/u, /^met: \(1 logs \+ 1 texts\) \/ \(1 attempts \+ 1 red\) = 2 \/ 2 = 1\.0000$/u],
  ];
  for (const [name, expected] of table) {
    it(`${name.source}: ${expected.source.slice(1, 8)}`, () => assert.match(resultOf(mixed, name), expected));
  }

  it('miss suites and tests that have to verify a requirement, whatever else passed', () => {
    const asked: readonly Requirement[] = [
      { ...requirement('R-1', 'behaviour', true), verifiedBy: ['s', 's::ok', 'nightly'] },
      { ...requirement('R-2', 'behaviour', true), verifiedBy: ['s'] },
    ];
    const run = new RunBuilder({ declared: { requirements: asked } });
    const tests = ['R-1', 'R-2'].map((id) => ({ titles: ['ok'], occurrence: Number(id.at(-1)), requirements: [id] }));
    const { coverage, criteria } = assessed(run.green('s', tests).end());
    assert.deepEqual(
      coverage.map((row) => [row.state, row.missing]),
      [
        ['not-executed', ['nightly']],
        ['verified', []],
      ],
    );
    const found = criteria.find((one) => /Required suites/u.test(one.name));
    assert.equal(
      found?.kind === 'measured' ? found.formula : '',
      '(required suites and tests in the run) / (required) = 2 / 3 = 0.6666',
    );
    assert.equal(
      assessed(mixedRun()).criteria.some((one) => /Required suites/u.test(one.name)),
      false,
    );
  });

  it('do not claim a real MediaMTX that was never proved ready', () => {
    const run = new RunBuilder();
    run.emit({ kind: 'world-starting', world: 'w1', suites: ['s'], components: ['mediamtx'] });
    assert.match(resultOf(assessed(run.green('s', ['t']).end()), /MediaMTX/u), /^not met: .* = 0 \/ 1/u);
  });

  it('see that a process took other tests along, and a run that died', () => {
    const run = new RunBuilder().suite('s');
    const attempt = run.attempt('s', ['a', 'b']);
    run
      .test(attempt, 0, 'crashed', { failure })
      .test(attempt, 1, 'not-run', { failure })
      .finish(attempt, 's', 'crashed');
    const text = /termination/u;
    assert.match(resultOf(assessed(run.end()), text), /^not met: .* = 0 \/ 1/u);
    assert.match(resultOf(assessed(new RunBuilder().green('s', ['t'])), text), /^not met: .*its process died$/u);
    assert.match(resultOf(assessed(run), /inventory/u), /^partly: .* = 1 \/ 2 = 0\.5000$/u);
  });

  it('see what was left behind', () => {
    const run = new RunBuilder().green('s', ['t']);
    const leak = { kind: 'directory', path: '/tmp/x' } as const;
    run.emit({ kind: 'leak-found', attempt: 'a1', suite: 's', leak, removed: true });
    assert.match(resultOf(assessed(run.end()), /cleanup/u), /^not met: 1 left behind/u);
  });

  it('of a run in which nothing happened are met by nothing', () => {
    const { criteria } = assessed(new RunBuilder().end());
    const met = criteria.filter((one) => one.kind === 'measured' && one.result === 'met');
    assert.deepEqual(
      met.map((one) => one.name),
      ['Resource cleanup: no leaks, no orphaned processes'],
    );
  });
});

describe('imported results', () => {
  const origin = { kind: 'imported', files: [], hosts: [] } as const;
  const policy = { ...new RunBuilder().state().policy, mocks: 'not checked: imported' };
  const imported = assessed(new RunBuilder({ started: { origin, policy } }).green('s', ['t']).end());

  it('meet no criterion that somebody would have had to observe', () => {
    for (const name of [/inventory/u, /termination/u, /No-mock/u, /MediaMTX/u, /cleanup/u])
      assert.match(resultOf(imported, name), /^not measured: /u);
  });

  it('are accepted under the condition that nobody observed them, with less confidence', () => {
    assert.equal(imported.decision, 'CONDITIONAL');
    assert.match(imported.reasons.join(), /the results were imported/u);
    assert.ok(imported.confidence.value < assessed(new RunBuilder().green('s', ['t']).end()).confidence.value);
  });
});

describe('a selection', () => {
  it('is no complete inventory', () => {
    const declared = { suites: ['s', 'other'] };
    const part = assessed(new RunBuilder({ declared }).green('s', ['t']).end());
    assert.match(resultOf(part, /inventory/u), /^partly: .* = 1 \/ 2 = 0\.5000$/u);
    assert.deepEqual(part.unselected, ['other']);
    assert.equal(part.decision, 'CONDITIONAL');
  });
});

describe('own criteria', () => {
  const table: readonly (readonly [string, Partial<OwnCriterion>, RegExp])[] = [
    ['a share that is missed', {}, /^not met: passRate: 1 \/ 2 = 0\.5000 < 0\.8$/u],
    ['a share that is met in part', { partly: 0.4 }, /^partly: /u],
    ['a share that is met', { limit: { kind: 'min', value: 0.5 } }, /^met: passRate: 1 \/ 2 = 0\.5000 >= 0\.5$/u],
    [
      'a count',
      { measure: 'notGreen', limit: { kind: 'max', value: 0 } },
      /^not met: notGreen: 1 tests and suites not green > 0$/u,
    ],
    [
      'causes',
      { measure: 'causes', where: { tag: ['core'] }, limit: { kind: 'max', value: 1 } },
      /^met: causes: 1 causes <= 1$/u,
    ],
    [
      'causes elsewhere',
      { measure: 'causes', where: { tag: ['ui'] }, limit: { kind: 'max', value: 0 } },
      /^met: causes: 0 causes <= 0$/u,
    ],
    ['what is not there', { where: { tag: ['nobody'] } }, /^not measured: no test of it was executed$/u],
    [
      'what nobody measures',
      { measure: 'hollow', limit: { kind: 'max', value: 0 } },
      /^not measured: contact was not measured in 1 of 1 suite$/u,
    ],
  ];
  for (const [name, more, expected] of table) {
    it(`tell ${name}`, () => {
      assert.match(resultOf(assessed(mixedRun(withCriteria(criterion(more)))), /^mine$/u), expected);
    });
  }

  it('reject when a primary one is missed or cannot be measured, and are conditions else', () => {
    const green = (one: OwnCriterion): Assessment =>
      assessed(new RunBuilder(withCriteria(one)).green('s', ['t']).end());
    const missed = { measure: 'executed', limit: { kind: 'min', value: 9 } } as const;
    const decisions = [
      criterion(),
      criterion(missed),
      criterion({ ...missed, partly: 1 }),
      criterion({ ...missed, importance: 'secondary' }),
      criterion({ measure: 'errorCoverage' }),
    ].map((one) => [green(one).decision, green(one).exitCode]);
    assert.deepEqual(decisions, [
      ['ACCEPT', 0],
      ['REJECT', 1],
      ['CONDITIONAL', 0],
      ['CONDITIONAL', 0],
      ['REJECT', 1],
    ]);
  });
});

describe('confidence', () => {
  it('is the mean of inputs that are shown, of which unmeasured ones add nothing', () => {
    const { confidence } = assessed(mixedRun());
    const worth = confidence.inputs.map((one) => (one.kind === 'measured' ? one.part / one.of : 0));
    assert.equal(confidence.value, worth.reduce((sum, one) => sum + one, 0) / worth.length);
    assert.ok(confidence.inputs.some((one) => one.kind === 'unmeasured'));
  });

  it('falls when less is seen', () => {
    const values = (['passed', 'failed', 'skipped'] as const).map((outcome) => {
      const run = new RunBuilder().suite('s');
      const attempt = run.attempt('s', ['a', 'b']);
      run.test(attempt, 0, 'passed').test(attempt, 1, outcome, { failure });
      return assessed(run.finish(attempt, 's', 'passed').end()).confidence.value;
    });
    const [all = 0, red = 1, skipped = 1] = values;
    const none = assessed(new RunBuilder().suite('s').end()).confidence.value;
    assert.ok(all > red && all > skipped && Math.min(red, skipped) > none, [...values, none].join(' '));
  });
});
