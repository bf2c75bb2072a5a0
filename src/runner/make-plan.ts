import { RealityError, configuredName, describeNearest, plannedName } from '#domain';
import type { Config, Lane, Plan, PlannedSuite, SuiteSpec } from '#domain';

/** What the command line asked for. Lists that are empty do not narrow; those that are not must all be met. */
export interface Selection {
  readonly names: readonly string[];
  readonly tags: readonly string[];
  readonly lanes: readonly Lane[];
  readonly requirements: readonly string[];
  /** Suites that were not green in the last run, and of those whose tests run alone, the tests (`testKey`); absent = not asked for. */
  readonly lastFailed?: ReadonlyMap<string, ReadonlySet<string>>;
  readonly grep?: string;
  /** -j; absent = one where a heavy lane is among the suites, else one per processor. */
  readonly workers?: number;
  readonly processors: number;
  /** Over what the suite itself says. */
  readonly retries?: number;
  readonly timeoutMs?: number;
  readonly repeatEach: number;
  /** --parity: engines that can run one test of several alone; absent = not asked for. */
  readonly parity?: ReadonlySet<string>;
}

/** Lanes whose suites measure or strain the machine: two at a time would judge each other. */
const HEAVY_LANES: readonly Lane[] = ['system', 'load'];

/** What will be run, fixed before anything starts. Unknown names are told with the nearest ones (exit 4). */
export function makePlan(config: Config, selection: Selection): Plan {
  refuseUnknown(config, selection);
  const chosen = config.suites.filter((suite) => isSelected(suite, selection, config));
  if (chosen.length === 0) throw new RealityError('nothing-selected', describeNothing(config, selection));
  const suites = chosen.flatMap((suite) =>
    Array.from({ length: Math.max(1, selection.repeatEach) }, (_, index) =>
      planWays(config, suite, selection, index + 1),
    ).flat(),
  );
  return {
    suites,
    workers: countWorkers(suites, selection),
    scope: config.scope,
    selection: describeSelection(selection),
  };
}

/** The suite of the configuration behind a planned one; repeats share it. */
export function findSpec(config: Config, planned: PlannedSuite): SuiteSpec {
  const name = configuredName(planned);
  const spec = config.suites.find((suite) => suite.name === name);
  if (spec === undefined) throw new Error(`planned suite ${planned.name} is not in the configuration`);
  return planned.way === 'alone' ? standAlone(spec) : spec;
}

/** Components and all that they require, each after what it requires. */
export function closeOver(config: Config, requires: readonly string[]): readonly string[] {
  const closure: string[] = [];
  const visit = (name: string): void => {
    const component = config.components.find((each) => each.name === name);
    if (component === undefined || closure.includes(name)) return;
    component.requires.forEach(visit);
    closure.push(name);
  };
  requires.forEach(visit);
  return closure;
}

/** With --parity, a suite whose tests can run alone is planned twice; any other once, for there is nothing to compare. */
function planWays(config: Config, suite: SuiteSpec, selection: Selection, repeat: number): readonly PlannedSuite[] {
  const planned = planSuite(config, suite, selection, repeat);
  const { parity } = selection;
  if (parity === undefined || !(suite.standalone !== undefined || parity.has(suite.engine))) return [planned];
  const { alone: _alone, ...together } = planned;
  const alone = {
    name: plannedName(suite.name, repeat, 'alone'),
    way: 'alone',
    engine: standAlone(suite).engine,
    alone: { testTimeoutMs: limitOfTest(suite, selection) },
  } as const;
  return [
    { ...together, way: 'together' },
    { ...planned, ...alone },
  ];
}

/** The suite as its files are run by themselves, where it says how. */
function standAlone(spec: SuiteSpec): SuiteSpec {
  const { standalone, options } = spec;
  if (standalone === undefined) return spec;
  const named = typeof options === 'object' && options !== null && 'files' in options ? options.files : [];
  return { ...spec, engine: 'scripts', isolation: 'test', options: { command: standalone, files: named } };
}

function planSuite(config: Config, suite: SuiteSpec, selection: Selection, repeat: number): PlannedSuite {
  return {
    name: plannedName(suite.name, repeat),
    engine: suite.engine,
    lane: suite.lane,
    closure: closeOver(config, suite.requires),
    timeoutMs: selection.timeoutMs ?? suite.timeoutMs,
    tags: suite.tags,
    covers: suite.covers,
    contact: suite.contact,
    exclusive: suite.exclusive,
    retries: selection.retries ?? suite.retries,
    repeat,
    ...planUses(config, suite),
    ...(suite.isolation === 'test' && { alone: { testTimeoutMs: limitOfTest(suite, selection) } }),
  };
}

function planUses(config: Config, { requires, uses = [] }: SuiteSpec): Pick<PlannedSuite, 'uses'> {
  const needed = closeOver(config, requires);
  const beyond = closeOver(config, uses).filter((name) => !needed.includes(name));
  return beyond.length === 0 ? {} : { uses: beyond };
}

/** Everything that is started for a suite, in starting order. */
export function worldOf({ closure, uses = [] }: PlannedSuite): readonly string[] {
  return [...closure, ...uses];
}

/** A limit given for this run outranks what the suite says, of itself and of its tests. */
function limitOfTest(suite: SuiteSpec, { timeoutMs }: Selection): number {
  return timeoutMs ?? suite.testTimeoutMs ?? suite.timeoutMs;
}

function countWorkers(suites: readonly PlannedSuite[], selection: Selection): number {
  const wanted =
    selection.workers ?? (suites.some((suite) => HEAVY_LANES.includes(suite.lane)) ? 1 : selection.processors);
  // The tests of a suite that runs each of them alone are as many as there are hands.
  return suites.some(({ alone }) => alone !== undefined) ? wanted : Math.max(1, Math.min(wanted, suites.length));
}

function isSelected(suite: SuiteSpec, selection: Selection, config: Config): boolean {
  const { names, tags, lanes, requirements, lastFailed } = selection;
  return (
    isAmong(names, [suite.name]) &&
    isAmong(tags, suite.tags) &&
    isAmong(lanes, [suite.lane]) &&
    isAmong(requirements, [...citedBy(suite), ...verifiedBy(suite, config)]) &&
    (lastFailed === undefined || lastFailed.has(suite.name))
  );
}

/** What a suite claims to verify, as a whole or by single tests. */
function citedBy({ covers, cites = {} }: SuiteSpec): readonly string[] {
  return [...covers, ...Object.values(cites).flat()];
}

/** What the registry names this suite, or a test of it, for. */
function verifiedBy({ name }: SuiteSpec, { requirements }: Config): readonly string[] {
  return requirements
    .filter((one) => one.verifiedBy?.some((named) => named === name || named.startsWith(`${name}::`)))
    .map(({ id }) => id);
}

function isAmong(wanted: readonly string[], own: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((name) => own.includes(name));
}

function refuseUnknown(config: Config, { names, tags, requirements }: Selection): void {
  const known = {
    suite: config.suites.map((suite) => suite.name),
    tag: [...new Set(config.suites.flatMap((suite) => suite.tags))],
    requirement: [...new Set([...config.suites.flatMap(citedBy), ...config.requirements.map(({ id }) => id)])],
  };
  const asked = [
    ...names.map((name) => ['suite', name] as const),
    ...tags.map((name) => ['tag', name] as const),
    ...requirements.map((name) => ['requirement', name] as const),
  ];
  const details = asked
    .filter(([what, name]) => !known[what].includes(name))
    .map(([what, name]) => `there is no ${what} "${name}"${suggest(name, known[what]) || NOT_GIVEN[what]}`);
  if (details.length === 0) return;
  throw new RealityError('nothing-selected', details[0] ?? '', { details: details.slice(1) });
}

/** Why nothing of a kind is known at all. */
const NOT_GIVEN = {
  suite: ': the configuration names no suite',
  tag: ': no suite of the configuration has a tag',
  requirement: ': the configuration names no registry (`requirements: FILE`), and no suite says what it `covers`',
} as const;

function suggest(name: string, known: readonly string[]): string {
  const nearest = describeNearest(name, known);
  return nearest !== '' || known.length === 0 ? nearest : `; known are ${known.slice(0, 20).join(', ')}`;
}

function describeNothing(config: Config, selection: Selection): string {
  if (config.suites.length === 0) return 'the configuration names no suite';
  if (selection.lastFailed?.size === 0) return 'everything was green in the last run: nothing has to be run again';
  const untold = selection.requirements.length > 0 && config.suites.every((suite) => citedBy(suite).length === 0);
  return `no suite meets ${describeSelection(selection)}${untold ? CITED_IN_TITLES : ''}`;
}

// Which tests cite what in their titles is known only when they are read: a suite is chosen before.
const CITED_IN_TITLES =
  ': no suite says what it `covers`; where titles of tests cite requirements, --grep selects by them';

function describeSelection(selection: Selection): string {
  const parts = [
    ...selection.names,
    ...selection.tags.map((tag) => `--tag ${tag}`),
    ...selection.lanes.map((lane) => `--lane ${lane}`),
    ...selection.requirements.map((id) => `--requirement ${id}`),
    ...(selection.lastFailed === undefined ? [] : ['--last-failed']),
    ...(selection.grep === undefined ? [] : [`--grep ${selection.grep}`]),
    ...(selection.parity === undefined ? [] : ['--parity']),
    ...(selection.repeatEach > 1 ? [`--repeat-each ${selection.repeatEach}`] : []),
  ];
  return parts.length === 0 ? 'all suites' : parts.join(' ');
}
