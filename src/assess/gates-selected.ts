import type { GateResult, RunState, SelectedGate } from '#domain';
import { countPicked } from './counts.ts';
import { countGate, countGates, passRateGate } from './gates.ts';
import { describeSelector, makePick } from './selector.ts';
import type { Pick } from './selector.ts';
import { describeUnseen } from './gates-realness.ts';

/** Gates on some of the tests alone; one that selects nothing is not met, for nothing was shown. */
export function checkSelected(
  state: RunState,
  selected: readonly SelectedGate[],
  counted: Pick,
): readonly GateResult[] {
  return selected.flatMap((gate) => checkOne(state, gate, counted));
}

function checkOne(state: RunState, gate: SelectedGate, counted: Pick): readonly GateResult[] {
  const meant = makePick(gate.where);
  const isPicked: Pick = (suite, test) => meant(suite, test) && counted(suite, test);
  const counts = countPicked(state, isPicked);
  const where = describeSelector(gate.where);
  if (counts.tests === 0 && counts.effects === 0)
    return [{ name: `selection (${where})`, met: false, formula: '0 tests and suites of this run are meant' }];
  return [
    ...(gate.minPassRate === undefined ? [] : [passRateGate('pass rate', gate.minPassRate, counts)]),
    ...countGate('not green', gate.notGreen, counts.effects),
    ...countGates(gate, counts, describeUnseen(state, meant)),
  ].map((result) => ({ ...result, name: `${result.name} (${where})` }));
}
