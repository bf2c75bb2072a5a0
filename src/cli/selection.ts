import type { Config, Plan, SuiteState } from '#domain';
import { LANES, RealityError, configuredName, describeError, isGreen } from '#domain';
import { ENGINES } from '#engine';
import { foldRun } from '#journal';
import { testKey } from '#runner';
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
    ...(given.flag('parity') ? { parity: listSelecting() } : {}),
    ...(given.flag('last-failed') ? { lastFailed: readLastFailed(shell, given, config) } : {}),
  };
}

/** Engines that can run one test of several alone, and all of them together: scripts never share a process. */
function listSelecting(): ReadonlySet<string> {
  const names = Object.values(ENGINES).filter(({ name, selects }) => selects === true && name !== 'scripts');
  return new Set(names.map(({ name }) => name));
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

/** Suites of the newest stored run that were not green, with their tests as far as those ran alone; throws `nothing-selected` when all were. */
function readLastFailed(shell: Shell, given: Given, config: Config): LastFailed {
  const run = findRun(reportsFolder(shell, given), 'latest', shell.environment.cwd);
  const state = foldRun(readRun(run.path));
  const known = new Set(config.suites.map((suite) => suite.name));
  const red = new Map<string, ReadonlySet<string>>();
  for (const suite of state.suites) {
    const name = configuredName(suite.planned);
    if (isGreen(suite.outcome) || !known.has(name)) continue;
    red.set(name, new Set([...(red.get(name) ?? []), ...listRedTests(suite)]));
  }
  if (red.size > 0) return red;
  throw new RealityError('nothing-selected', `nothing was left to mend in run ${run.runId}`);
}

function listRedTests({ planned, attempts }: SuiteState): readonly string[] {
  if (planned.alone === undefined) return [];
  const tests = attempts.at(-1)?.tests ?? [];
  return tests.filter((test) => !isGreen(test.outcome)).map((test) => testKey(test.id));
}

type LastFailed = ReadonlyMap<string, ReadonlySet<string>>;

/** Planned suite → tests that are to run again, where its tests run alone and it is known which. */
export function onlyTests(plan: Plan, { lastFailed }: Selection): ReadonlyMap<string, ReadonlySet<string>> | undefined {
  const only = plan.suites.flatMap((planned) => {
    const keys = lastFailed?.get(configuredName(planned));
    return planned.alone === undefined || keys === undefined || keys.size === 0 ? [] : [[planned.name, keys] as const];
  });
  return only.length === 0 ? undefined : new Map(only);
}
