import { EXIT, configuredName, isGreen, listEffects, rerunCommand } from '#domain';
import type { Assessment, GateResult, Judgement, RunState, SuiteState, Totals } from '#domain';
import { checkBudget } from './budget.ts';
import { coverRequirements } from './coverage.ts';
import { decide } from './decide.ts';
import { checkGates } from './gates.ts';
import { groupSuites } from './groups.ts';
import { assertIdentity, countTotals } from './totals.ts';

/** Pure: everything the reports show, from the folded journal and the causes. Throws when the counts disagree. */
export function assess(state: RunState, judgement: Judgement): Assessment {
  const { causes } = judgement;
  const totals = countTotals(state, causes);
  assertIdentity(state, totals, causes);
  const budget = checkBudget(state);
  const gates = checkGates(state, totals, budget);
  const coverage = coverRequirements(state);
  return {
    state,
    causes,
    totals,
    gates,
    budget,
    ...decide({ state, totals, gates, coverage }),
    coverage,
    ...groupSuites(state),
    exitCode: exitCodeOf(state, totals, gates),
    rerun: describeRerun(state),
  };
}

// An interruption is told by the shell from the signal itself; here only results and gates speak.
function exitCodeOf(state: RunState, totals: Totals, gates: readonly GateResult[]): number {
  if (state.suites.some(isRed)) return EXIT.failed;
  if (totals.executed === 0) return EXIT.nothing;
  const complete = state.ended?.how === 'completed';
  return complete && gates.every((gate) => gate.met) ? EXIT.passed : EXIT.failed;
}

// A suite that was told to be green is not, while one of its tests is red.
function isRed(suite: SuiteState): boolean {
  return !isGreen(suite.outcome) || listEffects(suite).length > 0;
}

const NAMED = 3;

function describeRerun({ suites, started }: RunState): string {
  const red = [...new Set(suites.filter(isRed).map((suite) => configuredName(suite.planned)))];
  if (red.length === 0) return rerunCommand(started, ['--all', '--seed', started.seed]);
  return rerunCommand(started, red.length <= NAMED ? red : ['--last-failed']);
}
