import { renameSync, writeFileSync } from 'node:fs';
import { encodeAccepted, isDay, loadWithAccepted } from '#config';
import { EXIT, RealityError, describeError, describeNearest, oneLine, showHidden } from '#domain';
import type { AcceptedCause, Assessment } from '#domain';
import { findRun } from '#store';
import { conclude, readState } from './conclude.ts';
import type { Given } from './given.ts';
import { reportsFolder } from './places.ts';
import { loadRequest } from './project.ts';
import type { Shell } from './shell.ts';

/** Writes down that a cause of a stored run is known and accepted until a day. Runs read it from the next one on. */
export async function accept(shell: Shell, given: Given): Promise<number> {
  const reason = given.text('reason')?.trim() ?? '';
  if (reason === '') throw new RealityError('usage', 'accept needs --reason: one sentence that says why');
  const run = findRun(reportsFolder(shell, given), given.text('run') ?? 'latest', shell.environment.cwd);
  const assessment = conclude(readState(run.path));
  const until = readDay(given.text('until') ?? '', assessment);
  const entry = makeEntry(given.words[0] ?? '', assessment, { reason: oneLine(showHidden(reason), 1000), until });
  const { config, acceptedPath } = await loadWithAccepted(loadRequest(shell, given));
  const others = config.assessment.accepted.filter((one) => one.cause !== entry.cause);
  writeWhole(acceptedPath, encodeAccepted([...others, entry]));
  shell.out(`${entry.cause} is accepted until ${until}: ${acceptedPath}\n`);
  shell.err(
    `runs read it from the next one on; for this run: reality assess ${run.runId} --accepted ${acceptedPath}\n`,
  );
  return EXIT.passed;
}

function readDay(until: string, { state }: Assessment): string {
  const day = state.started.startedAt.slice(0, 10);
  if (!isDay(until))
    throw new RealityError('usage', `accept needs --until with a day such as 2026-12-31, not "${until}"`);
  if (until < day)
    throw new RealityError('usage', `--until ${until} is before the day of the run, ${day}: it would have expired`);
  return until;
}

function makeEntry(
  wanted: string,
  { causes, state }: Assessment,
  words: { readonly reason: string; readonly until: string },
): AcceptedCause {
  const cause = causes.find((one) => one.id === wanted);
  const { runId } = state.started;
  if (cause === undefined) {
    const ids = causes.map((one) => one.id);
    throw new RealityError('usage', `run ${runId} has no cause ${wanted}${describeNearest(wanted, ids)}`, {
      details: causes.slice(0, 20).map((one) => `${one.id} ${one.heading} ${oneLine(showHidden(one.title), 120)}`),
    });
  }
  return {
    cause: cause.id,
    heading: cause.heading,
    title: oneLine(showHidden(cause.title), 300),
    ...words,
    run: runId,
  };
}

// In one step: a reader sees the old file or the new one.
function writeWhole(path: string, text: string): void {
  try {
    writeFileSync(`${path}.writing`, text);
    renameSync(`${path}.writing`, path);
  } catch (error) {
    throw new RealityError('results-not-written', `${path}: ${describeError(error)}`, { cause: error });
  }
}
