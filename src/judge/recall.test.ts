import assert from 'node:assert/strict';
import fc from 'fast-check';
import { listEffects } from '#domain';
import type { Cause, Failure, Requirement, RunState } from '#domain';
import { indexFacts, openCase } from '#case';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import { judge } from './judge.ts';
import { recall } from './recall.ts';
import { weigh } from './weigh.ts';

const FAILURES: readonly Failure[] = [
  raised('3 !== 4', { code: 'ERR_ASSERTION', expected: '4', actual: '3' }),
  raised('503 !== 200', { code: 'ERR_ASSERTION', expected: '200', actual: '503' }),
  raised('fetchOrders is not defined', { type: 'ReferenceError' }),
  raised('spawn ffprobe ENOENT', { type: 'Error', code: 'ENOENT' }),
  raised('connect ECONNREFUSED 127.0.0.1:9', { type: 'Error', code: 'ECONNREFUSED', peer: '127.0.0.1:9' }),
  raised('no answer came', { type: 'TimeoutError' }),
  raised('one of its tests is called suite-1', { type: 'Error' }),
];

const REQUIREMENTS: readonly Requirement[] = [
  { id: 'REQ-1', text: 'answers 200', source: 'x', status: 'approved', critical: true, kind: 'interface' },
  { id: 'REQ-2', text: 'not yet agreed', source: 'x', status: 'draft', critical: false, kind: 'interface' },
];

interface Red {
  readonly suite: number;
  readonly failure: Failure;
  readonly reason: 'assertion' | 'exception';
  readonly cites: readonly string[];
  readonly durationMs: number;
}

const RED: fc.Arbitrary<Red> = fc.record({
  suite: fc.constantFrom(1, 2, 3),
  failure: fc.constantFrom(...FAILURES),
  reason: fc.constantFrom('assertion', 'exception'),
  cites: fc.constantFrom([], ['REQ-1'], ['REQ-2'], ['REQ-3']),
  durationMs: fc.constantFrom(3, 90, 700),
});

function runOf(reds: readonly Red[]): RunState {
  const run = new RunBuilder({ declared: { requirements: REQUIREMENTS } });
  for (const suite of [1, 2, 3]) {
    const own = reds.filter((red) => red.suite === suite);
    if (own.length === 0) continue;
    const name = `suite-${suite}`;
    run.suite(name, { lane: 'unit', closure: [] });
    const tests = own.map(({ cites }, index) => ({ titles: [`t${index}`], occurrence: 1, requirements: cites }));
    const attempt = run.attempt(name, tests, '');
    for (const [index, { failure, reason, durationMs }] of own.entries())
      run.test(attempt, index, 'failed', { failure, reason, durationMs });
    run.finish(attempt, name, 'failed');
  }
  return run.end().state();
}

/** The same run, of which something is known that concerns none of its suites: then nothing is recalled. */
function weighedEach(state: RunState): readonly Cause[] {
  const need = {
    kind: 'host-need-checked',
    suite: 'another',
    need: 'curl',
    ok: false,
    found: '',
    remedy: '',
    seq: 1,
  } as const;
  return judge({ ...state, needs: [need] }).causes;
}

describe('a verdict that is told again', () => {
  it('is the one that weighing would have come to, for whatever failed in whatever order', () => {
    fc.assert(
      fc.property(fc.array(RED, { minLength: 1, maxLength: 12 }), (reds) => {
        const state = runOf(reds);
        assert.deepEqual(judge(state).causes, weighedEach(state));
      }),
      { numRuns: 150 },
    );
  });

  it('needs no second look at an ordinary failure: a rule asks for what is peculiar to a test only where the words ask for it', () => {
    for (const message of ['expected 3 to equal 4', 'the list is not empty', 'no such user', 'got 500, wanted 200']) {
      const red = { failure: raised(message), reason: 'assertion', cites: ['REQ-1'], durationMs: 3 } as const;
      const state = runOf([1, 2, 3].map((suite) => ({ ...red, suite, durationMs: suite })));
      const facts = indexFacts(state);
      let weighed = 0;
      for (const effect of state.suites.flatMap(listEffects)) {
        recall(effect, facts, (seen) => {
          weighed += 1;
          return weigh({ ...openCase(effect, facts), effect: seen });
        });
      }
      assert.equal(weighed, 1, message);
    }
  });

  it('cites the line of its own failure', () => {
    const red = {
      suite: 1,
      failure: FAILURES[0] ?? assert.fail(),
      reason: 'assertion',
      cites: [],
      durationMs: 3,
    } as const;
    const state = runOf([red, { ...red, suite: 2 }, { ...red, suite: 3 }]);
    const cited = judge(state).causes.flatMap(({ evidence }) =>
      evidence.flatMap((one) => (one.kind === 'journal' ? [one.seq] : [])),
    );
    const own = state.suites.flatMap(({ attempts }) => attempts.flatMap(({ tests }) => tests.map(({ seq }) => seq)));
    assert.deepEqual(cited, own);
  });
});
