import { count, printTestId } from '#domain';
import type { Cause, CriterionResult, RunState, SuiteState } from '#domain';
import { decidingTests } from './counts.ts';
import { checkMocks, checkRealServers } from './criteria-realness.ts';
import { firstOf, noNumber, wholeShare } from './criterion.ts';
import { share } from './share.ts';
import type { Scope } from './scope.ts';

// The success criteria of an assessment on the real system. Each is a number against a limit: none is met because it was written down.

/** The five success criteria, in the order in which such assessments list them. */
export function checkRealSystem(state: RunState, causes: readonly Cause[], scope: Scope): readonly CriterionResult[] {
  return [
    checkInventory(state, scope),
    checkDistinguished(causes, scope.outside),
    checkTermination(state),
    checkMocks(state),
    checkRealServers(state),
  ];
}

/** Why imported results have no such number. */
export const UNOBSERVED = 'the results were imported: how they came about was not observed';

const UNSEEN: ReadonlySet<string> = new Set(['not-run', 'interrupted', 'blocked']);

function checkInventory({ suites, policy, started }: RunState, { inScope, unselected }: Scope): CriterionResult {
  const name = 'Complete test inventory executed individually';
  if (started.origin !== undefined) return noNumber(name, UNOBSERVED);
  const tests = suites.flatMap((suite) => decidingTests(suite).filter((test) => inScope(suite, test)));
  const seen = tests.filter((test) => !UNSEEN.has(test.outcome)).length;
  const silent = suites.filter((suite) => decidingTests(suite).length === 0 && inScope(suite));
  const all = tests.length + silent.length + unselected.length;
  if (all === 0) return noNumber(name, 'no suite was planned');
  const attempts = suites.flatMap((suite) => suite.attempts);
  const alone = suites.filter((suite) => suite.planned.alone !== undefined).length;
  const unseen = tests.filter((test) => UNSEEN.has(test.outcome)).map((test) => printTestId(test.id));
  return wholeShare(seen, all, {
    name,
    formula: `(tests with an outcome of their own) / (tests + suites that told none or were not selected) = ${share(seen, all)}`,
    evidence: [
      `one process for each suite${alone > 0 ? `, in ${count(alone, 'suite')} for each test` : ''}: ${count(attempts.length, 'attempt')} in ${count(suites.length, 'suite')}, one world for each ${policy.scope === 'suite' ? 'suite' : 'worker'}`,
      ...firstOf([
        ...unselected.map((one) => `${one} (not selected)`),
        ...silent.map((suite) => `${suite.planned.name} (${suite.outcome})`),
        ...unseen,
      ]),
    ],
  });
}

function checkDistinguished(causes: readonly Cause[], outside: ReadonlySet<string>): CriterionResult {
  const name = 'Real system issues and test artifacts distinguished';
  const countOf = (some: readonly Cause[]): number =>
    some.reduce((sum, { effects }) => sum + effects.filter((id) => !outside.has(id)).length, 0);
  const open = countOf(causes.filter((cause) => cause.heading === 'UNCLASSIFIED'));
  const effects = countOf(causes);
  if (effects === 0) return noNumber(name, 'nothing is red: there was nothing to tell apart');
  return wholeShare(effects - open, effects, {
    name,
    formula: `(effects under a category) / (all effects) = ${share(effects - open, effects)}`,
    evidence: [`${open} under UNCLASSIFIED`],
  });
}

// Lost are tests that another one took along; what the user or a limit of the run stopped is not.
function checkTermination({ suites, ended, started }: RunState): CriterionResult {
  const name = 'No process termination because of single test failures';
  if (started.origin !== undefined) return noNumber(name, UNOBSERVED);
  const ran = suites.filter((suite) => suite.attempts.length > 0);
  if (ran.length === 0) return noNumber(name, 'no suite was started');
  const lossy = ran.filter(losesTests);
  const kept = ran.length - lossy.length;
  const how = ended?.how ?? 'its process died';
  const formula = `(suites whose process reached its end) / (suites started) = ${share(kept, ran.length)}; the run itself: ${how}`;
  const evidence = firstOf(lossy.map((suite) => suite.planned.name));
  const result = wholeShare(kept, ran.length, { name, formula, evidence });
  return ended?.how === 'completed' ? result : { ...result, result: 'not met' };
}

const CUT: ReadonlySet<string> = new Set(['crashed', 'timed-out', 'interrupted']);

function losesTests(suite: SuiteState): boolean {
  const tests = decidingTests(suite);
  return CUT.has(suite.outcome) && tests.some((test) => test.outcome === 'not-run' || test.outcome === 'interrupted');
}
