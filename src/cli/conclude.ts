import { assess } from '#assess';
import type { Gifts } from '#assess';
import { RealityError } from '#domain';
import type { Assessment, RunState } from '#domain';
import { foldRun } from '#journal';
import { judge } from '#judge';
import { renderEach } from '#report';
import { readRun, withoutLostLogs, writeReports } from '#store';
import { collectGarbage } from './collect-garbage.ts';

/** What is known of a stored run. Its records are not needed again: a frame of its own lets them go before anything is rendered. */
export function readState(path: string): RunState {
  return withoutLostLogs(foldStored(path), path);
}

function foldStored(path: string): RunState {
  const stored = readRun(path);
  try {
    return foldRun(stored);
  } catch (error) {
    if (!(error instanceof RealityError)) throw error;
    throw new RealityError(error.code, `${path}: ${error.message}`, { details: error.details });
  }
}

/**
 * Run state → causes → assessment: the one way, for a run that just ended and for one of last year. Gifts are what a person gave to this
 * assessment alone.
 */
export function conclude(state: RunState, gifts: Gifts = {}): Assessment {
  collectGarbage();
  const judgement = judge(state);
  collectGarbage();
  return assess(state, judgement, gifts);
}

/** Writes every report file into the run's folder. Throws `results-not-written`. */
export function writeAllReports(folder: string, assessment: Assessment): void {
  for (const [name, text] of renderEach(assessment)) {
    writeReports(folder, { [name]: text });
    collectGarbage();
  }
}
