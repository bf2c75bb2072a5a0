import { EXIT, isGreen } from '#domain';
import type { Assessment, GateResult, Judgement, RunState, Totals } from '#domain';
import { checkBudget } from './budget.ts';
import { coverRequirements } from './coverage.ts';
import { decide } from './decide.ts';
import { checkGates } from './gates.ts';
import { assertIdentity, countTotals } from './totals.ts';

/** Pure: everything the reports show, from the folded journal and the causes. Throws when the counts disagree. */
export function assess(state: RunState, judgement: Judgement): Assessment {
  const { causes } = judgement;
  const totals = countTotals(state, causes);
  assertIdentity(state, totals, causes);
  const budget = checkBudget(state);
  const gates = checkGates(state, totals, budget);
  return {
    state,
    causes,
    totals,
    gates,
    budget,
    ...decide(state, totals, gates),
    coverage: coverRequirements(state),
    exitCode: exitCodeOf(state, totals, gates),
    rerun: rerunCommand(state),
  };
}

// An interruption is told by the shell from the signal itself; here only results and gates speak.
function exitCodeOf(state: RunState, totals: Totals, gates: readonly GateResult[]): number {
  if (state.suites.some((suite) => !isGreen(suite.outcome))) return EXIT.failed;
  if (totals.executed === 0) return EXIT.nothing;
  const complete = state.ended?.how === 'completed';
  return complete && gates.every((gate) => gate.met) ? EXIT.passed : EXIT.failed;
}

function rerunCommand(state: RunState): string {
  const red = state.suites.filter((suite) => !isGreen(suite.outcome)).map((suite) => suite.planned.name);
  if (red.length === 0) return `reality run --all --seed ${state.started.seed}`;
  return red.length <= 3 ? `reality run ${red.join(' ')}` : 'reality run --last-failed';
}
