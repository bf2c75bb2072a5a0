import assert from 'node:assert/strict';
import type { Cause, ExchangeFact, ExperimentMode, Fact, RunState } from '#domain';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import { makeCause } from '../../fixtures/tools/make-cause.ts';
import { planExperiments } from './plan-experiments.ts';

const cause = (heading: Cause['heading'], effects: readonly string[]): Cause => ({
  ...makeCause(`C-${effects[0] ?? ''}`, { heading }),
  effects,
});

const announced = (title: string): { titles: string[]; occurrence: number; requirements: string[]; file: string } => ({
  titles: [title],
  occurrence: 1,
  requirements: [],
  file: 'a.js',
});

const plan = (state: RunState, causes: readonly Cause[], mode: ExperimentMode = 'auto'): readonly string[] =>
  planExperiments({
    state,
    judgement: { causes },
    mode,
    isThin: ({ heading }) => heading === 'UNCLASSIFIED',
    restsOnState: () => false,
  }).map(({ experiment, test }) => `${experiment} of ${test}`);

interface Red {
  readonly timedOut?: boolean;
  readonly facts?: readonly Fact[];
}

function runOf(reds: readonly Red[]): RunState {
  const run = new RunBuilder();
  run.suite('s').emit({ kind: 'port-leased', world: 'w1', component: 'service', name: 'ws', port: 8002 });
  run.emit({ kind: 'world-starting', world: 'w1', suites: ['s'], components: ['service'] });
  run.emit({ kind: 'port-leased', world: 'w1', component: 'service', name: 'ws', port: 8002 });
  const attempt = run.attempt(
    's',
    reds.map((_, index) => announced(`t${index}`)),
  );
  reds.forEach(({ timedOut = false, facts = [] }, ordinal) => {
    const reason = timedOut ? 'time-limit' : 'assertion';
    run.test(attempt, ordinal, timedOut ? 'timed-out' : 'failed', { reason, failure: raised('x') });
    for (const fact of facts) run.emit({ kind: 'fact-found', attempt, ordinal, fact });
  });
  return run
    .finish(attempt, 's', 'failed', { failure: raised('x') })
    .end()
    .state();
}

const exchange = (end: ExchangeFact['end'], more: Partial<ExchangeFact> = {}): ExchangeFact => ({
  kind: 'exchange',
  protocol: 'json-rpc',
  address: '127.0.0.1:8002',
  component: 'service',
  path: '/ws',
  method: 'ping',
  request: '{}',
  end,
  answer: '',
  tookMs: 5,
  ...more,
});

describe('the plan of experiments', () => {
  it('takes one representative of each thin cause, and the first experiment on all before the second on any', () => {
    const state = runOf([{}, { timedOut: true }, {}]);
    const causes = [
      cause('UNCLASSIFIED', ['s::t1', 's::t0']),
      cause('UNCLASSIFIED', ['s::t2']),
      cause('TEST_ARTIFACT', ['s::t0']),
    ];
    assert.deepEqual(plan(state, causes), ['longer-limit of s::t1', 'rerun-alone of s::t2', 'rerun-alone of s::t1']);
  });

  it('is empty when it is switched off, and holds every cause when all are wanted', () => {
    const state = runOf([{}]);
    assert.deepEqual(plan(state, [cause('UNCLASSIFIED', ['s::t0'])], 'off'), []);
    assert.deepEqual(plan(state, [cause('TEST_ARTIFACT', ['s::t0'])], 'auto'), []);
    assert.deepEqual(plan(state, [cause('TEST_ARTIFACT', ['s::t0'])], 'all'), ['rerun-alone of s::t0']);
  });

  it('replays the exchange that matters, with those before it, where it belongs to the world', () => {
    const facts = [exchange('answered'), exchange('error', { code: '-1' }), exchange('answered')];
    const state = runOf([{ facts }]);
    const judgement = { causes: [cause('UNCLASSIFIED', ['s::t0'])] };
    const replay = planExperiments({
      state,
      judgement,
      mode: 'auto',
      isThin: () => true,
      restsOnState: () => false,
    })[1];
    assert.equal(replay?.experiment, 'replay');
    assert.deepEqual(
      replay?.steps.map(({ component, portName, fact }) => [component, portName, fact.end]),
      [
        ['service', 'ws', 'answered'],
        ['service', 'ws', 'error'],
      ],
    );
    const foreign = runOf([{ facts: [exchange('refused', { address: '127.0.0.1:1' })] }]);
    assert.deepEqual(plan(foreign, judgement.causes), ['rerun-alone of s::t0', 'probe-dependency of s::t0']);
  });

  it('names a command for each that a person could type', () => {
    const judgement = { causes: [cause('UNCLASSIFIED', ['s::t0'])] };
    const state = runOf([{ timedOut: true, facts: [exchange('silent')] }]);
    const commands = planExperiments({
      state,
      judgement,
      mode: 'auto',
      isThin: () => true,
      restsOnState: () => false,
    }).map(({ command }) => command);
    assert.deepEqual(commands, [
      'reality run s -g t0 --timeout 180000ms',
      'reality run s -g t0 --repeat-each 3',
      'reality up service  # then ask: service.ports.ws/ws ping {}',
      'reality up mediamtx camera0 service',
    ]);
  });

  it('leaves out what never ran, and a run that was interrupted', () => {
    const run = new RunBuilder().suite('s');
    const attempt = run.attempt('s', [announced('t0')]);
    run.test(attempt, 0, 'not-run', { failure: raised('x') }).finish(attempt, 's', 'failed', { failure: raised('x') });
    assert.deepEqual(plan(run.state(), [cause('UNCLASSIFIED', ['s::t0'])]), []);
  });
});
