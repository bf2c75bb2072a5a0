import { assess } from '#assess';
import type { Gifts } from '#assess';
import type { Assessment } from '#domain';
import { foldRun } from '#journal';
import type { StoredRun } from '#journal';
import { judge } from '#judge';
import { renderReports } from '#report';
import { writeReports } from '#store';

/**
 * Journal → run state → causes → assessment: the one way, for a run that just ended and for one of last year. Gifts are what a person
 * gave to this assessment alone.
 */
export function conclude(stored: StoredRun, gifts: Gifts = {}): Assessment {
  const state = foldRun(stored);
  return assess(state, judge(state), gifts);
}

/** Writes every report file into the run's folder. Throws `results-not-written`. */
export function writeAllReports(folder: string, assessment: Assessment): void {
  writeReports(folder, Object.fromEntries(renderReports(assessment)));
}
