import { formatDuration } from '#domain';
import type { Cause, Experiment, ExperimentRequest, ExperimentSettings, RunEvent } from '#domain';
import { planExperiments } from '#experiment';
import { foldRun } from '#journal';
import { LEAST_MARGIN, judge, restsOnState } from '#judge';
import type { Laboratory } from '#runner';
import type { RunDirectory } from '#store';

export interface ExperimentContext {
  readonly settings: ExperimentSettings;
  readonly directory: RunDirectory;
  readonly append: (event: RunEvent) => void;
  /** Progress, for whoever waits. */
  readonly say: (text: string) => void;
  readonly nowMs: () => number;
  readonly seed: string;
  readonly interrupted: AbortSignal;
}

/**
 * Judges the run as it stands, has tried out what may turn a thin verdict, and journals what was seen: the final judgement reads it
 * there. The one loop of the product.
 */
export async function makeExperiments(laboratory: Laboratory, context: ExperimentContext): Promise<void> {
  const { settings, directory, append, say, nowMs, interrupted } = context;
  const state = foldRun(directory.read());
  const planned = planExperiments({ state, judgement: judge(state), mode: settings.mode, isThin, restsOnState });
  const endMs = nowMs() + settings.budgetMs;
  for (const [index, request] of planned.entries()) {
    if (interrupted.aborted) return;
    if (nowMs() + request.estimateMs > endMs) {
      append({ kind: 'experiment-made', experiment: leaveOut(request, context) });
      continue;
    }
    say(`experiment ${index + 1} of ${planned.length}: ${request.experiment} of ${request.test}`);
    append({ kind: 'experiment-made', experiment: await laboratory.carryOut(request, endMs) });
  }
}

/** Nothing decided, or another category came close. */
function isThin({ heading, runnerUp }: Cause): boolean {
  return heading === 'UNCLASSIFIED' || (runnerUp !== undefined && runnerUp.margin <= LEAST_MARGIN);
}

function leaveOut(request: ExperimentRequest, { settings, seed }: ExperimentContext): Experiment {
  const { experiment, suite, test, command, estimateMs } = request;
  const [left, needed] = [formatDuration(settings.budgetMs), formatDuration(estimateMs)];
  const note = `the budget of ${left} does not hold it any more: it would take about ${needed}`;
  return { experiment, suite, test, command, seed, result: 'not-done', note, costMs: 0 };
}
