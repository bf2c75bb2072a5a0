import { sweepStaleRuns } from '#child';
import { cleanRuns } from '#store';
import { count } from '#domain';
import type { Given } from './given.ts';
import { reportsFolder } from './places.ts';
import type { Shell } from './shell.ts';

const KEPT_BY_DEFAULT = 10;

/** Removes old runs from the reports folder and what dead runs left in the temporary folder. Never a live run. */
export async function clean(shell: Shell, given: Given): Promise<number> {
  const dryRun = given.flag('dry-run');
  const folder = reportsFolder(shell, given);
  const { removed, kept, live } = cleanRuns(folder, { keepNewest: given.number('keep', 0) ?? KEPT_BY_DEFAULT, dryRun });
  const stale = dryRun ? [] : await sweepStaleRuns({ tmpRoot: shell.tmpRoot, environment: shell.environment });
  if (given.flag('json')) {
    shell.out(`${JSON.stringify({ version: 1, dryRun, removed, kept, live, stale }, null, 2)}\n`);
    return 0;
  }
  const verb = dryRun ? 'would be removed' : 'removed';
  for (const run of removed) shell.out(`${run.path}\n`);
  shell.out(
    `${count(removed.length, 'run')} ${verb}, ${kept.length} kept, ${live.length} still running; ${count(stale.length, 'stale world')} removed\n`,
  );
  return 0;
}
