import assert from 'node:assert/strict';
import type { Assessment, Gates, RunState } from '#domain';
import { assessChanged, assessRun, compareAssessed } from '../../fixtures/tools/assess-run.ts';
import { RunBuilder } from '../../fixtures/tools/build-run.ts';
import { passing, realnessRun } from '../../fixtures/tools/realness-run.ts';

const ORIGIN = { kind: 'imported', files: [], hosts: [] } as const;
const ALLOWS = { maxCauses: {}, minPassRate: 0 };

function assessed(gates: Partial<Gates> = {}): Assessment {
  return assessRun(realnessRun({ declared: { gates: { ...ALLOWS, ...gates } } }).stored());
}

function formulas({ gates }: Assessment): Readonly<Record<string, string>> {
  return Object.fromEntries(gates.map(({ name, met, formula }) => [name, `${met ? 'met' : 'not met'}: ${formula}`]));
}

function criterion({ criteria }: Assessment, name: RegExp): string {
  const found = criteria.find((one) => name.test(one.name));
  if (found === undefined) return 'absent';
  return found.kind === 'measured' ? `${found.result}: ${found.formula}` : `not measured: ${found.why}`;
}

describe('gates on what tests are', () => {
  it('count hollow, unguarded, mocked and needless suites', () => {
    const told = formulas(assessed({ hollow: 0, unguarded: 1, mocks: 0, unplugged: 1 }));
    assert.equal(told['hollow'], 'not met: 1 > 0');
    assert.equal(told['unguarded'], 'met: 1 <= 1');
    assert.equal(told['mocks'], 'not met: 1 > 0');
    assert.equal(told['unplugged'], 'met: 1 <= 1, of 1 edge refused');
  });

  it('say where nothing was measured, and ask that what is demanded was tried', () => {
    const gates = { ...ALLOWS, hollow: 0, mocks: 0, unplugged: 0 };
    const told = formulas(assessRun(new RunBuilder({ declared: { gates } }).green('s', ['t']).end().stored()));
    assert.equal(told['hollow'], 'met: 0 <= 0, contact was not measured in 1 of 1 suite');
    assert.equal(told['mocks'], 'met: 0 <= 0, the guard was not measured in 1 of 1 suite');
    assert.equal(told['unplugged'], 'not met: no edge was refused: run with --unplug');
  });

  it('hold of a selection too', () => {
    const selected = [{ where: { suite: ['orders', 'idle'] }, hollow: 0, unguarded: 0, mocks: 0 }];
    const told = formulas(assessed({ selected }));
    assert.equal(told['hollow (suite orders or idle)'], 'not met: 1 > 0');
    assert.equal(told['unguarded (suite orders or idle)'], 'met: 0 <= 0');
    assert.equal(told['mocks (suite orders or idle)'], 'met: 0 <= 0');
  });
});

describe('an assessment of what tests are', () => {
  it('is at most conditional where a pass proves less than it seems to', () => {
    const { decision, reasons } = assessed();
    assert.equal(decision, 'CONDITIONAL');
    for (const text of ['1 hollow pass', 'without the guard', 'passed although an edge was refused'])
      assert.ok(
        reasons.some((reason) => reason.includes(text)),
        `${text}: ${reasons.join('; ')}`,
      );
  });

  it('counts attested suites, with what is allowed and what is lacking', () => {
    const assessment = assessed();
    assert.match(criterion(assessment, /^No-mock/u), /^partly: .* = 3 \/ 5 = 0\.6000$/u);
    const found = assessment.criteria.find(({ name }) => name.startsWith('No-mock'));
    assert.deepEqual(found?.kind === 'measured' ? found.evidence.slice(1) : [], [
      'a known mock was refused in 1 of 1 engine',
      'allowed: mockdate: the licence ends in 2030',
      'lacking: loose (unguarded), faked (mocked)',
    ]);
  });

  it('takes the declared contact with MediaMTX for the proof that it is real', () => {
    const world = { kind: 'world-starting', world: 'w1', suites: ['orders'], components: ['mediamtx'] } as const;
    const withWorld = (level: 'L1' | 'L3'): string => {
      const run = new RunBuilder({ declared: { gates: ALLOWS } });
      run.emit(world);
      passing(run, 'orders', (attempt) => {
        run
          .attest(attempt, 'armed')
          .contact(attempt, 'service>mediamtx', { level })
          .finish(attempt, 'orders', 'passed');
      });
      return criterion(assessRun(run.end().stored()), /^Real MediaMTX/u);
    };
    assert.match(withWorld('L3'), /^met: .*contact that they declare.* = 1 \/ 1/u);
    assert.match(withWorld('L1'), /^not met: .* = 0 \/ 1/u);
  });

  it('measures both inputs of confidence, and neither for a journal that tells nothing', () => {
    const inputs = ({ confidence }: Assessment): readonly string[] =>
      confidence.inputs
        .filter(({ name }) => /guarded|contact/u.test(name))
        .map((one) => (one.kind === 'measured' ? `${one.part} / ${one.of}` : one.why));
    assert.deepEqual(inputs(assessed()), ['3 / 5', '3 / 4']);
    assert.deepEqual(inputs(assessRun(new RunBuilder().green('s', ['t']).end().stored())), [
      'mocks were not checked',
      'contact was not measured in any suite that passed',
    ]);
  });

  it('verifies no requirement by what is hollow, unguarded or mocked', () => {
    const ids = ['orders', 'idle', 'loose', 'health'].map((name) => `REQ-${name}`);
    const requirements = ids.map((id) => ({
      id,
      text: id,
      source: 'contract',
      status: 'approved' as const,
      critical: true,
      kind: 'functional',
    }));
    const run = realnessRun({ declared: { requirements, gates: ALLOWS } });
    const { coverage } = assessRun(run.stored());
    assert.deepEqual(
      coverage.map(({ id, state }) => [id, state]),
      [
        ['REQ-orders', 'verified'],
        ['REQ-idle', 'hollow'],
        ['REQ-loose', 'unattested'],
        ['REQ-health', 'verified'],
      ],
    );
  });

  it('lets no test prove anything beside a mock that nobody can attribute', () => {
    const requirements = [
      { id: 'REQ-s', text: '', source: '', status: 'approved' as const, critical: false, kind: 'functional' },
    ];
    const run = new RunBuilder({ declared: { requirements, gates: ALLOWS } });
    passing(run, 's', (attempt) => {
      run.attest(attempt, 'armed').contact(attempt, 'service').mock(attempt).finish(attempt, 's', 'passed');
    });
    assert.deepEqual(
      assessRun(run.end().stored()).coverage.map(({ state }) => state),
      ['unattested'],
    );
  });

  it('claims nothing of imported results', () => {
    const imported = (state: RunState): RunState => ({
      ...state,
      started: { ...state.started, origin: ORIGIN },
    });
    const { realness, criteria } = assessChanged(realnessRun().stored(), imported);
    assert.deepEqual([...new Set(realness.map(({ claim, bound }) => `${claim} ${bound}`))], ['not measured false']);
    assert.ok(criteria.some(({ name, kind }) => name.startsWith('No-mock') && kind === 'unmeasured'));
  });
});

describe('a comparison with a run that did not look', () => {
  const names = ['orders', 'idle', 'loose', 'faked', 'health'];
  const later = (tell: (run: RunBuilder, attempt: string) => void): RunBuilder => {
    const run = new RunBuilder({ declared: { gates: ALLOWS } });
    for (const name of names) {
      run.suite(name);
      const attempt = run.attempt(name, ['works', 'lists orders', 'lists users']);
      for (const ordinal of [0, 1, 2]) run.test(attempt, ordinal, 'passed');
      tell(run, attempt);
      run.finish(attempt, name, 'passed');
    }
    return run;
  };
  const changes = (after: RunBuilder): Readonly<Record<string, string>> =>
    Object.fromEntries(
      compareAssessed(assessed(), assessRun(after.end().stored())).causes.map(({ cause, change }) => [
        cause.rules.join(),
        change,
      ]),
    );

  it('calls nothing fixed that was not looked for', () => {
    assert.deepEqual(changes(later(() => undefined)), {
      'mock-violation': 'not-seen',
      'hollow-pass': 'not-seen',
      'unguarded-pass': 'not-seen',
      'unplugged-pass': 'not-seen',
    });
  });

  it('calls fixed what was looked for and is gone', () => {
    const run = later((one, attempt) => one.attest(attempt, 'armed').contact(attempt, 'service'));
    const tried = { suite: 'health', edge: 'service', refusal: 'refused', result: 'needs-it', note: '' } as const;
    run.emit({ kind: 'unplugged', unplugged: { ...tried, stillPassed: [], executed: 3, costMs: 1 } });
    assert.deepEqual([...new Set(Object.values(changes(run)))], ['fixed']);
  });
});
