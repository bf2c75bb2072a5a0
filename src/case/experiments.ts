import { cite } from './cite.ts';
import type { Evidence, ExperimentKind, RunState } from '#domain';
import type { Case } from './case.ts';

type Made = RunState['experiments'][number];

/** The last experiment of a kind that was made on the test of a case. */
export function lastExperiment({ effect, facts }: Case, kind: ExperimentKind): Made | undefined {
  if (facts.state.experiments.length === 0) return undefined;
  return facts.experimentsOn(effect.id).findLast((one) => one.experiment === kind && one.result !== 'not-done');
}

export function citeExperiments(made: readonly Made[]): readonly Evidence[] {
  return made.map(({ seq, experiment, result, note }) => cite(seq, `experiment ${experiment}: ${result}; ${note}`));
}
