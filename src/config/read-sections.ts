import { DEFAULT_HORIZONS } from '#domain';
import type {
  AllowEntry,
  ExperimentSettings,
  Budget,
  EffortWord,
  Exclusion,
  Gates,
  GuardSettings,
  Limits,
  OwnCriterion,
  ProvisionSettings,
} from '#domain';
import type { z } from 'zod';
import { assessment, criteria, effort, outOfScope } from './assessment-sections.ts';
import type { AssessmentSection } from './assessment-sections.ts';
import { checkValue } from './check-value.ts';
import type { Issue } from './issue.ts';
import { toJsonSchema } from './json-schema.ts';
import { locate } from './located.ts';
import type { LocatedEntry, LocatedMap } from './located.ts';
import type { RunSection } from './raw.ts';
import {
  allow,
  experiments,
  budget,
  gates,
  guard,
  limits,
  project,
  provision,
  requirementFiles,
  run,
  scope,
  version,
} from './sections.ts';

/** Everything of a configuration but components and suites. */
export interface Sections {
  readonly project: string;
  readonly scope: 'suite' | 'run';
  readonly gates: Gates;
  readonly budget: Budget;
  readonly limits: Limits;
  readonly run: RunSection;
  readonly experiments: ExperimentSettings;
  readonly guard: GuardSettings;
  readonly allow: readonly AllowEntry[];
  readonly provision: ProvisionSettings;
  readonly requirementFiles: readonly string[];
  readonly assessment: AssessmentSection;
  readonly criteria: readonly OwnCriterion[];
  readonly outOfScope: readonly Exclusion[];
  readonly effort: Readonly<Record<string, EffortWord>>;
}

/** Reads each section by itself, so that a mistake in one hides none in another. What could not be read has its default. */
export function readSections(tree: LocatedMap, issues: Issue[]): Sections {
  const read = <Value>(key: string, schema: z.ZodType<Value>, absent: unknown, instead: Value): Value =>
    readSection({ tree, key, absent }, schema, issues) ?? instead;
  readSection({ tree, key: 'version', absent: undefined }, version, issues);
  return {
    project: read('project', project, undefined, ''),
    scope: read('scope', scope, 'suite', 'suite'),
    gates: read('gates', gates, {}, gates.parse({})),
    budget: read('budget', budget, {}, budget.parse({})),
    limits: read('limits', limits, {}, limits.parse({})),
    run: read('run', run, {}, run.parse({})),
    experiments: read('experiments', experiments, {}, experiments.parse({})),
    guard: read('guard', guard, {}, guard.parse({})),
    allow: read('allow', allow, [], []),
    provision: read('provision', provision, {}, {}),
    requirementFiles: read('requirements', requirementFiles, [], []),
    assessment: read('assessment', assessment, {}, { document: {}, horizons: DEFAULT_HORIZONS }),
    criteria: read('criteria', criteria, [], []),
    outOfScope: read('outOfScope', outOfScope, [], []),
    effort: read('effort', effort, {}, {}),
  };
}

interface Wanted {
  readonly tree: LocatedMap;
  readonly key: string;
  /** What stands for a section that is not given; undefined = it must be. */
  readonly absent: unknown;
}

function readSection<Value>(
  { tree, key, absent }: Wanted,
  schema: z.ZodType<Value>,
  issues: Issue[],
): Value | undefined {
  const entry = tree.entries.get(key) ?? absentEntry(tree, absent);
  if (entry === undefined) {
    issues.push({ place: tree.place, text: `${key} is missing` });
    return undefined;
  }
  return checkValue(schema, { ...entry, shown: [key], keys: toJsonSchema(schema) }, issues);
}

function absentEntry({ place }: LocatedMap, value: unknown): LocatedEntry | undefined {
  if (value === undefined) return undefined;
  return { place, value: locate(value, place) };
}
