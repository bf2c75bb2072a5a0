import { HEADINGS, SEVERITIES } from '#domain';
import type { Cause, Counts, FixPlan, Horizon, PlanHorizon, PlanPhase, PlanStep } from '#domain';
import { makeGraph } from './cause-graph.ts';
import type { CauseGraph } from './cause-graph.ts';
import { estimateEffort } from './effort.ts';
import type { EffortGrounds } from './effort.ts';

export interface PlanGrounds {
  /** Those that count. */
  readonly causes: readonly Cause[];
  /** Effects that are out of scope: no step promises them. */
  readonly outside: ReadonlySet<string>;
  /** Effects that never ran, whatever their cause says: what they would have shown is not known. */
  readonly neverRan: ReadonlySet<string>;
  readonly counted: Counts;
  readonly horizons: readonly Horizon[];
  readonly effort: EffortGrounds;
}

/** Order of the work, with what it may bring. Throws, as a bug of ours, when the steps do not sum to what is not green. */
export function planFixes(grounds: PlanGrounds): FixPlan {
  const { causes, counted, horizons } = grounds;
  const graph = makeGraph(causes);
  const slots = assignHorizons(causes, horizons, graph);
  const phased = assignPhases(causes, graph, grounds.neverRan);
  const drafts = causes.map((cause) => draftStep(cause, grounds, { graph, slots, phases: phased.phases }));
  const headings = new Map(causes.map(({ id, heading }) => [id, HEADINGS.indexOf(heading)]));
  const ordered = drafts.toSorted((one, other) => compareSteps(one, other, { horizons, headings }));
  const steps = project(ordered, causes, counted.passed, graph);
  const promised = steps.reduce((sum, step) => sum + step.effects, 0);
  if (promised !== counted.effects)
    throw new Error(`counts disagree: the plan mends ${promised} things, ${counted.effects} are not green`);
  return {
    green: counted.passed,
    notGreen: counted.effects,
    steps,
    phases: listPhases(steps, phased.unblocking),
    horizons: horizons.map((horizon) => sumHorizon(horizon, steps)),
  };
}

type Draft = Omit<PlanStep, 'lower' | 'upper'>;

interface Assigned {
  readonly graph: CauseGraph;
  readonly slots: ReadonlyMap<string, string>;
  readonly phases: ReadonlyMap<string, number>;
}

function draftStep(
  cause: Cause,
  { outside, neverRan, effort }: PlanGrounds,
  { graph, slots, phases }: Assigned,
): Draft {
  const { id, severity, owner } = cause;
  const isInside = (effect: string): boolean => !outside.has(effect);
  return {
    cause: id,
    phase: phases.get(id) ?? 1,
    horizon: slots.get(id) ?? '',
    severity,
    owner,
    effort: estimateEffort(cause, effort),
    after: graph.after.get(id) ?? [],
    effects: cause.effects.filter(isInside).length,
    blocked: listUnrun(cause, neverRan).filter(isInside).length,
  };
}

// What leads to something urgent is at least as urgent: deepest causes first, so that it passes on along a whole chain.
function assignHorizons(
  causes: readonly Cause[],
  horizons: readonly Horizon[],
  { depth, after }: CauseGraph,
): ReadonlyMap<string, string> {
  const slots = new Map<string, number>();
  for (const cause of causes) {
    const slot = breaksCoreFlow(cause) ? 0 : horizons.findIndex((one) => one.severities.includes(cause.severity));
    slots.set(cause.id, slot === -1 ? horizons.length - 1 : slot);
  }
  const byDepth = causes.toSorted((one, other) => (depth.get(other.id) ?? 0) - (depth.get(one.id) ?? 0));
  for (const { id } of byDepth) {
    const slot = slots.get(id) ?? 0;
    for (const before of after.get(id) ?? []) slots.set(before, Math.min(slot, slots.get(before) ?? slot));
  }
  return new Map([...slots].map(([id, slot]) => [id, horizons[slot]?.name ?? '']));
}

// A main use of the service fails, and the service alone is to blame: nobody signs before that is mended.
function breaksCoreFlow({ heading, severity }: Cause): boolean {
  return heading === 'SYSTEM_CRITICAL' && severity === 'core-flow';
}

interface Phased {
  readonly phases: ReadonlyMap<string, number>;
  /** What keeps tests from running, and what leads to it. */
  readonly unblocking: ReadonlySet<string>;
}

// First what keeps tests from running at all, with what leads to it; then the rest, each after what it follows from.
function assignPhases(causes: readonly Cause[], { depth, after }: CauseGraph, neverRan: ReadonlySet<string>): Phased {
  const unblocking = new Set<string>();
  const open = causes.filter((cause) => keepsFromRunning(cause, neverRan)).map((cause) => cause.id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (unblocking.has(id)) continue;
    unblocking.add(id);
    open.push(...(after.get(id) ?? []));
  }
  const rank = (id: string): number => (unblocking.has(id) ? 0 : causes.length) + (depth.get(id) ?? 0);
  const ranks = [...new Set(causes.map((cause) => rank(cause.id)))].toSorted((one, other) => one - other);
  return { phases: new Map(causes.map(({ id }) => [id, ranks.indexOf(rank(id)) + 1])), unblocking };
}

function keepsFromRunning(cause: Cause, neverRan: ReadonlySet<string>): boolean {
  return cause.severity === 'blocks-harness' || listUnrun(cause, neverRan).length > 0;
}

function listUnrun({ effects, blocked }: Cause, neverRan: ReadonlySet<string>): readonly string[] {
  const told = new Set(blocked);
  return effects.filter((id) => told.has(id) || neverRan.has(id));
}

interface Ranks {
  readonly horizons: readonly Horizon[];
  readonly headings: ReadonlyMap<string, number>;
}

// Of equally grave ones the graver category comes first, then the one with more effects.
function compareSteps(one: Draft, other: Draft, { horizons, headings }: Ranks): number {
  const slot = ({ horizon }: Draft): number => horizons.findIndex((known) => known.name === horizon);
  return (
    one.phase - other.phase ||
    slot(one) - slot(other) ||
    SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
    (headings.get(one.cause) ?? 0) - (headings.get(other.cause) ?? 0) ||
    other.effects - one.effects ||
    (one.cause < other.cause ? -1 : 1)
  );
}

/**
 * At least: what failed directly of a cause that was judged and happens each time. At most: everything that hangs on it, or on what
 * follows from it. A suite that never told its tests is one thing.
 */
function project(
  drafts: readonly Draft[],
  causes: readonly Cause[],
  green: number,
  graph: CauseGraph,
): readonly PlanStep[] {
  const known = new Map(causes.map((cause) => [cause.id, cause]));
  const effects = new Map(drafts.map((draft) => [draft.cause, draft.effects]));
  const reached = new Set<string>();
  let lower = green;
  let upper = green;
  return drafts.map((draft) => {
    for (const id of [draft.cause, ...graph.following(draft.cause)]) {
      if (!reached.has(id)) upper += effects.get(id) ?? 0;
      reached.add(id);
    }
    if (isSure(known.get(draft.cause))) lower += draft.effects - draft.blocked;
    return { ...draft, lower, upper };
  });
}

function isSure(cause: Cause | undefined): boolean {
  return cause !== undefined && cause.heading !== 'UNCLASSIFIED' && cause.determinism.kind !== 'flaky';
}

function listPhases(steps: readonly PlanStep[], unblocking: ReadonlySet<string>): readonly PlanPhase[] {
  const numbers = [...new Set(steps.map((step) => step.phase))];
  return numbers.map((number) => {
    const own = steps.filter((step) => step.phase === number);
    return { number, title: titleOf(own, unblocking), causes: own.map((step) => step.cause) };
  });
}

function titleOf(steps: readonly PlanStep[], unblocking: ReadonlySet<string>): string {
  if (steps.some((step) => unblocking.has(step.cause))) return 'let everything run';
  return steps.every((step) => step.after.length > 0)
    ? 'look again: it may be gone with what it follows from'
    : 'mend what fails directly';
}

function sumHorizon({ name, withinMs }: Horizon, steps: readonly PlanStep[]): PlanHorizon {
  const own = steps.filter((step) => step.horizon === name);
  const sum = { fromMs: 0, toMs: 0, unknown: 0 };
  for (const { effort } of own) {
    if (effort.kind === 'no-basis') sum.unknown += 1;
    else {
      sum.fromMs += effort.fromMs;
      sum.toMs += effort.toMs;
    }
  }
  return { name, causes: own.map((step) => step.cause), ...sum, ...(withinMs === undefined ? {} : { withinMs }) };
}
