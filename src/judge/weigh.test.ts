import assert from 'node:assert/strict';
import type { Cause, Evidence, RunState } from '#domain';
import { WEIGHTED_RULES } from '#rule';
import { FAULT_CASES as CASES } from '../../fixtures/tools/fault-cases.ts';
import { PLAIN_NAMES, makeScene } from '../../fixtures/tools/fault-scene.ts';
import { answered } from '../../fixtures/tools/fault-words.ts';
import { judge } from './judge.ts';

function onlyCause(state: RunState): Cause {
  const causes = judge(state).causes.filter((cause) => cause.effects.length > 0);
  assert.equal(causes.length, 1, JSON.stringify(causes.map((cause) => cause.title)));
  return causes[0] ?? assert.fail();
}

/** The same run without what a cause cites around its failure. */
function withoutCited(state: RunState, evidence: readonly Evidence[]): RunState {
  const cited = new Set(evidence.flatMap((one) => (one.kind === 'journal' ? [one.seq] : [])));
  return {
    ...state,
    experiments: state.experiments.filter((one) => !cited.has(one.seq)),
    worlds: state.worlds.map((world) => ({
      ...world,
      states: world.states.filter((one) => !cited.has(one.seq)),
      ports: world.ports.filter((one) => !cited.has(one.seq)),
    })),
    suites: state.suites.map((suite) => ({
      ...suite,
      attempts: suite.attempts.map((attempt) => ({
        ...attempt,
        facts: attempt.facts.filter((one) => !cited.has(one.seq)),
        tests: attempt.tests.filter((test) => !(test.outcome === 'passed' && cited.has(test.seq))),
      })),
    })),
  };
}

/** Where the decisive fact is the failure itself, there is nothing around it to take away. */
const OF_THE_FAILURE =
  /^(?:unknown-name|misuse-before-contact|missing-file|missing-program|host-data|own-listener|short-limit|unknown-host|unknown-address|waits-for-itself|certificate|own-exception|own-comparison|misused-framework|control-refused|did-not-wait)$/u;

/** Clients that leave no record: there is the failure and nothing else. */
const TOLD = /of its own|own code/u;

describe('weighted rules', () => {
  for (const [name, rule, heading, scene] of CASES) {
    it(`${name}: ${heading}${rule === '' ? '' : ` by ${rule}`}`, () => {
      const cause = onlyCause(makeScene(scene));
      assert.equal(cause.heading, heading, JSON.stringify(cause));
      if (rule !== '') assert.equal(cause.rules[0], rule);
      assert.notEqual(cause.remedy.action, '');
      assert.equal(cause.wouldChange.length > 0 || heading === 'UNCLASSIFIED', true);
    });
  }

  for (const [name, rule, heading, scene] of CASES) {
    if (heading === 'UNCLASSIFIED' || OF_THE_FAILURE.test(rule) || TOLD.test(name)) continue;
    it(`${name}: without what it cites the verdict changes or weakens`, () => {
      const state = makeScene(scene);
      const before = onlyCause(state);
      const after = onlyCause(withoutCited(state, before.evidence));
      const scored = (cause: Cause): number => (heading in cause.scores ? (cause.scores[heading] ?? 0) : 0);
      assert.ok(after.id !== before.id || scored(after) < scored(before), JSON.stringify(after));
    });
  }

  it('blame the service only with something that the service did', () => {
    for (const [name, , heading, scene] of CASES) {
      if (heading !== 'SYSTEM_CRITICAL' || TOLD.test(name)) continue;
      const state = makeScene(scene);
      const cited = new Set(onlyCause(state).evidence.flatMap((one) => (one.kind === 'journal' ? [one.seq] : [])));
      const ofService = [
        ...state.suites.flatMap((suite) => suite.attempts.flatMap((attempt) => attempt.facts)),
        ...state.worlds.flatMap((world) => world.states.filter((one) => one.component === 'service')),
      ];
      assert.ok(
        ofService.some((one) => cited.has(one.seq)),
        name,
      );
    }
  });

  it('say what the verdict was before an experiment overturned it', () => {
    const scene = { ...answered('-1006'), cites: ['R-1'] };
    const experiments = [{ experiment: 'rerun-alone', result: 'passed' }] as const;
    const told = (cause: Cause): string => cause.against.join();
    assert.match(
      told(onlyCause(makeScene({ ...scene, experiments }))),
      /before the experiments this was UNCLASSIFIED/u,
    );
    assert.doesNotMatch(told(onlyCause(makeScene(scene))), /before the experiments/u);
  });

  it('weigh names of suites, tests and files nothing', () => {
    const strange = {
      suite: 'mediamtx-critical',
      test: 'SYSTEM_CRITICAL mock timeout',
      file: 'tests/mediamtx/mock.test.js',
    };
    for (const [name, , , scene] of CASES) {
      const [plain, renamed] = [onlyCause(makeScene(scene, PLAIN_NAMES)), onlyCause(makeScene(scene, strange))];
      const facts = ({ heading, rules, scores, severity, owner }: Cause): unknown => ({
        heading,
        rules,
        scores,
        severity,
        owner,
      });
      assert.deepEqual(facts(renamed), facts(plain), name);
    }
  });

  it('are each met by a case, and have words for the table', () => {
    const met = new Set(CASES.flatMap(([, , , scene]) => [...onlyCause(makeScene(scene)).rules]));
    const against = CASES.flatMap(([, , , scene]) => onlyCause(makeScene(scene)).against).join('\n');
    for (const { id, sentence, cites, otherwise, weights } of WEIGHTED_RULES) {
      assert.ok(met.has(id) || against.includes(`${id}:`) || id === 'noisy-host' || id === 'caller-code', id);
      for (const text of [sentence, cites, otherwise]) assert.ok(text.length > 20, id);
      assert.ok(
        Object.values(weights).some((weight) => weight !== 0),
        id,
      );
    }
    assert.equal(new Set(WEIGHTED_RULES.map(({ id }) => id)).size, WEIGHTED_RULES.length);
  });
});
