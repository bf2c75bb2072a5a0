import { compareRuns } from '#assess';
import { RealityError } from '#domain';
import type { Assessment } from '#domain';
import { renderComparison, renderComparisonJson } from '#report';
import { findRun } from '#store';
import { conclude, readState } from './conclude.ts';
import type { Given } from './given.ts';
import { reportsFolder } from './places.ts';
import type { Shell } from './shell.ts';

/** What became of each cause and each test between two stored runs; 1 when a cause is new or something newly fails, else 0. */
export async function compare(shell: Shell, given: Given): Promise<number> {
  const [before, after = 'latest'] = given.words;
  if (before === undefined) throw new RealityError('usage', 'compare takes the earlier run and the later one');
  const comparison = compareRuns(readStored(shell, given, before), readStored(shell, given, after));
  shell.out(given.flag('json') ? renderComparisonJson(comparison) : renderComparison(comparison));
  return comparison.exitCode;
}

function readStored(shell: Shell, given: Given, wanted: string): Assessment {
  return conclude(readState(findRun(reportsFolder(shell, given), wanted, shell.environment.cwd).path));
}
