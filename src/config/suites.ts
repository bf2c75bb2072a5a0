import { describeNearest, present } from '#domain';
import type { SuiteSpec } from '#domain';
import { checkValue, printPath } from './check-value.ts';
import type { Subject } from './check-value.ts';
import type { Issue } from './issue.ts';
import { suiteSchema } from './json-schema.ts';
import { childOf, placeOfValue, plainAt } from './located.ts';
import type { LocatedEntry, Path } from './located.ts';
import type { ConfigEngine, ConfigEngines } from './plug.ts';
import type { RunSection, SuiteBase } from './raw.ts';
import { suiteBase } from './sections.ts';
import { splitKeys } from './split-keys.ts';

const BASE_KEYS = [
  'name',
  'engine',
  'lane',
  'requires',
  'uses',
  'timeout',
  'testTimeout',
  'contact',
  'covers',
  'cites',
  'tags',
  'secrets',
  'with',
  'needs',
  'allow',
  'exclusive',
  'isolation',
  'retries',
  'tap',
  'standalone',
  'env',
];

/** Where one suite was written: in the configuration, or in a pack with a folder of its own. */
export interface SuiteSource {
  readonly entry: LocatedEntry;
  /** `suites[3]`, as messages show it. */
  readonly shown: Path;
  /** Folder in which it runs and from which its files are meant; absolute. */
  readonly cwd: string;
}

export interface ReadSuite {
  readonly spec: SuiteSpec;
  readonly entry: LocatedEntry;
}

export interface SuiteContext {
  readonly engines: ConfigEngines;
  readonly run: RunSection;
  readonly exists: (path: string) => boolean;
  readonly show: (path: string) => string;
  readonly issues: Issue[];
}

/** Reads one suite by the schema of its engine; undefined when not even its own keys are right. Mistakes go to the issues. */
export function readSuite(source: SuiteSource, context: SuiteContext): ReadSuite | undefined {
  const { issues } = context;
  const { entry, shown, cwd } = source;
  const parts = splitKeys(entry, BASE_KEYS);
  if (parts === undefined) {
    issues.push({ place: entry.place, text: `${printPath(shown)} must be a map` });
    return undefined;
  }
  const before = issues.length;
  const base = checkValue(suiteBase, { ...parts.own, shown, keys: {} }, issues);
  const engine = findEngine(entry, context);
  const options = engine === undefined ? undefined : readOptions(engine, { ...parts.rest, shown }, issues);
  if (base === undefined) return undefined;
  const spec = makeSpec(base, { options, cwd, place: placeOfValue(entry, ['name']) }, context.run);
  if (engine !== undefined && issues.length === before) tellEngineComplaints(engine, spec, entry, context);
  return { spec, entry };
}

function readOptions(engine: ConfigEngine, rest: Omit<Subject, 'keys'>, issues: Issue[]): unknown {
  return checkValue(engine.schema, { ...rest, keys: suiteSchema('', engine.schema) }, issues);
}

// Looked up before the rest is known to be right, so that the engine's own keys are checked in the same breath.
function findEngine(entry: LocatedEntry, { engines, issues }: SuiteContext): ConfigEngine | undefined {
  const name = plainAt(entry.value, 'engine');
  if (typeof name !== 'string') return undefined;
  if (Object.hasOwn(engines, name)) return engines[name];
  const known = Object.keys(engines);
  const hint = describeNearest(name, known) || `; there are: ${known.join(', ')}`;
  issues.push({ place: placeOfValue(entry, ['engine']), text: `"${name}" is no engine${hint}` });
  return undefined;
}

function makeSpec(
  base: SuiteBase,
  own: Pick<SuiteSpec, 'options' | 'cwd' | 'place'>,
  { timeoutMs, retries }: RunSection,
): SuiteSpec {
  const { timeout, testTimeout: testTimeoutMs, ...rest } = base;
  const limits = { timeoutMs: timeout ?? timeoutMs, ...present({ testTimeoutMs }) };
  return { ...rest, ...own, ...limits, retries: base.retries ?? retries };
}

function tellEngineComplaints(engine: ConfigEngine, spec: SuiteSpec, entry: LocatedEntry, context: SuiteContext): void {
  const key = ['files', 'command'].find((name) => childOf(entry.value, name) !== undefined);
  const place = placeOfValue(entry, key === undefined ? [] : [key]);
  const missing = engine.files(spec.options, spec).filter((file) => !context.exists(file));
  const texts = [
    ...missing.map((file) => `there is no file ${context.show(file)}`),
    ...(missing.length === 0 ? (engine.complain?.(spec.options, spec) ?? []) : []),
  ];
  context.issues.push(...texts.map((text) => ({ place, text: `suite ${spec.name}: ${text}` })));
}
