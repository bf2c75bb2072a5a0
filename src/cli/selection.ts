import type { Config } from '#domain';
import { LANES, RealityError, describeError, isGreen } from '#domain';
import { foldRun } from '#journal';
import type { Selection } from '#runner';
import { findRun, readRun } from '#store';
import type { Given } from './given.ts';
import { reportsFolder } from './places.ts';
import type { Shell } from './shell.ts';

/** Which suites and tests the user means. Nothing said means everything, as `--all` does. */
export function readSelection(shell: Shell, given: Given, config: Config): Selection {
  const test = readTest(given, config);
  const grep = readGrep(given) ?? test.grep;
  const workers = config.run.workers;
  return {
    names: [...given.words, ...test.names],
    tags: given.list('tag'),
    lanes: LANES.filter((lane) => given.list('lane').includes(lane)),
    requirements: given.list('requirement'),
    processors: shell.cpus,
    repeatEach: config.run.repeatEach,
    ...(grep === undefined ? {} : { grep }),
    ...(workers === undefined ? {} : { workers }),
    ...(given.flag('last-failed') ? { lastFailed: lastFailed(shell, given, config) } : {}),
  };
}

function readGrep(given: Given): string | undefined {
  const grep = given.text('grep');
  if (grep === undefined) return undefined;
  try {
    return new RegExp(grep).source;
  } catch (error) {
    throw new RealityError('usage', `--grep takes a regular expression: ${describeError(error)}`);
  }
}

// `--test` is older than this tool: it names a suite where there is one, else a title.
function readTest(given: Given, config: Config): { readonly names: readonly string[]; readonly grep?: string } {
  const test = given.text('test');
  if (test === undefined) return { names: [] };
  if (config.suites.some((suite) => suite.name === test)) return { names: [test] };
  return { names: [], grep: test.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`) };
}

/** Suites of the newest stored run that were not green; throws `nothing-selected` when all were. */
function lastFailed(shell: Shell, given: Given, config: Config): readonly string[] {
  const run = findRun(reportsFolder(shell, given), 'latest', shell.environment.cwd);
  const state = foldRun(readRun(run.path));
  const known = new Set(config.suites.map((suite) => suite.name));
  // A repetition is called `name~2`; no suite has a tilde in its own name.
  const red = state.suites.filter((suite) => !isGreen(suite.outcome)).map(({ planned }) => planned.name.split('~')[0]);
  const still = [...new Set(red)].filter((name): name is string => name !== undefined && known.has(name));
  if (still.length > 0) return still;
  throw new RealityError('nothing-selected', `nothing was left to mend in run ${run.runId}`);
}
