import type { SourcePlace } from '#domain';
import { hideSecret } from './encode-config.ts';
import { loadWithPlaces } from './load-config.ts';
import type { LoadedConfig } from './load-config.ts';
import { childOf, lookUp, toPlain } from './located.ts';
import type { Located, LocatedEntry, Path } from './located.ts';
import { printPath } from './check-value.ts';
import type { LoadRequest } from './request.ts';

/** One value in force, and who said so: `reality.yaml:12`, `--timeout`, `REALITY_OPT_TIMEOUT` or `default`. */
export interface ExplainedValue {
  readonly key: string;
  readonly value: unknown;
  readonly origin: string;
}

/** Every value in force with its origin, for `--print-config`; throws as loadConfig does. */
export async function explainConfig(request: LoadRequest): Promise<readonly ExplainedValue[]> {
  const loaded = await loadWithPlaces(request);
  return [...explainSettings(loaded), ...explainComponents(loaded), ...explainSuites(loaded)];
}

function explainSettings({ config, tree, registries }: LoadedConfig): readonly ExplainedValue[] {
  const { gates, budget, limits, run, provision } = config;
  const rows: readonly (readonly [Path, unknown])[] = [
    [['project'], config.project],
    [['scope'], config.scope],
    ...Object.entries(gates.maxCauses).map(([heading, value]) => [['gates', 'maxCauses', heading], value] as const),
    [['gates', 'minPassRate'], gates.minPassRate],
    [['gates', 'hollow'], gates.hollow],
    [['gates', 'empty'], gates.empty],
    [['gates', 'blocked'], gates.blocked],
    [['gates', 'flaky'], gates.flaky],
    [['gates', 'minRequirementCoverage'], gates.minRequirementCoverage],
    [['gates', 'minCriticalCoverage'], gates.minCriticalCoverage],
    [['gates', 'selected'], gates.selected],
    [['criteria'], listed(config.assessment.criteria)],
    [['outOfScope'], listed(config.assessment.outOfScope)],
    ...Object.entries(config.assessment.document).map(([key, value]) => [['assessment', key], value] as const),
    [['assessment', 'horizons'], config.assessment.horizons],
    ...Object.entries(config.assessment.effort).map(([key, value]) => [['effort', key], value] as const),
    [['budget', 'duration'], budget.durationMs],
    [['budget', 'memory'], budget.memoryBytes],
    [['budget', 'disk'], budget.diskBytes],
    [['budget', 'network'], budget.networkBytes],
    [['limits', 'maxOutput'], limits.maxOutputBytes],
    [['limits', 'maxMemory'], limits.maxMemoryBytes],
    [['limits', 'maxProcesses'], limits.maxProcesses],
    [['limits', 'grace'], limits.graceMs],
    [['run', 'workers'], run.workers],
    [['run', 'repeatEach'], run.repeatEach],
    [['run', 'maxFailures'], run.maxFailures],
    [['run', 'globalTimeout'], run.globalTimeoutMs],
    [['run', 'unplugLimit'], run.unplugLimitMs],
    [['run', 'keep'], run.keep],
    [['run', 'seed'], run.seed],
    [['run', 'tap'], run.tap],
    [['experiments', 'mode'], config.experiments.mode],
    [['experiments', 'budget'], config.experiments.budgetMs],
    ...Object.entries(config.guard ?? {}).map(([key, value]) => [['guard', key], value] as const),
    [['allow'], listed(config.allow ?? [])],
    ...Object.entries(provision).map(([key, value]) => [['provision', key], value] as const),
  ];
  return [
    ...rows
      .filter(([, value]) => value !== undefined)
      .map(([path, value]) => ({ key: printPath(path), value, origin: originOf(lookUp(tree, path)) })),
    ...registries.map(({ shown, count }) => ({ key: 'requirements', value: `${count} of them`, origin: shown })),
  ];
}

// A section that is empty is not there.
function listed<Value>(values: readonly Value[]): readonly Value[] | undefined {
  return values.length === 0 ? undefined : values;
}

function explainComponents({ tree }: LoadedConfig): readonly ExplainedValue[] {
  const section = childOf(tree, 'components');
  return section === undefined ? [] : explainLeaves(section, ['components']);
}

function explainSuites({ suites }: LoadedConfig): readonly ExplainedValue[] {
  return suites.suites.flatMap(({ spec, entry }) => [
    ...explainLeaves(entry.value, ['suites', spec.name]),
    ...(childOf(entry.value, 'timeout') === undefined ? [fallback(spec.name, 'timeout', spec.timeoutMs)] : []),
    ...(childOf(entry.value, 'retries') === undefined ? [fallback(spec.name, 'retries', spec.retries)] : []),
  ]);
}

function fallback(suite: string, key: string, value: unknown): ExplainedValue {
  return { key: `suites.${suite}.${key}`, value, origin: `run.${key}` };
}

// Lists are values of their own: nobody asks where one item of a command came from.
function explainLeaves(located: Located, path: Path): readonly ExplainedValue[] {
  if (located.kind !== 'map') {
    const value = hideDeep(String(path.at(-1)), toPlain(located));
    return [{ key: printPath(path), value, origin: describePlace(located.place) }];
  }
  return [...located.entries].flatMap(([key, { value }]) => explainLeaves(value, [...path, key]));
}

function hideDeep(key: string, value: unknown): unknown {
  return Array.isArray(value) ? value.map((item) => hideDeep('', item)) : hideSecret(key, value);
}

function originOf(entry: LocatedEntry | undefined): string {
  return entry === undefined ? 'default' : describePlace(entry.value.place);
}

function describePlace({ file, line }: SourcePlace): string {
  return line === 0 ? file : `${file}:${line}`;
}
