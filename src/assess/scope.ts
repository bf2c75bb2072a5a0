import { configuredName, listEffects, printTestId } from '#domain';
import type { AcceptedCause, AcceptedLine, AssessmentSettings, Cause, ExclusionLine, RunState } from '#domain';
import { countPicked } from './counts.ts';
import { EVERYTHING, makePick } from './selector.ts';
import type { Pick } from './selector.ts';

/** What counts and what does not: nothing that is left out is hidden, each has its line. */
export interface Scope {
  readonly inScope: Pick;
  /** In scope, and not the effect of an accepted cause. */
  readonly counted: Pick;
  /** Effects that are out of scope. */
  readonly outside: ReadonlySet<string>;
  readonly setAside: ReadonlyMap<string, 'accepted' | 'out-of-scope'>;
  readonly outOfScope: readonly ExclusionLine[];
  /** Suites of the configuration that were not selected and are not out of scope. */
  readonly unselected: readonly string[];
  readonly accepted: readonly AcceptedLine[];
}

/** Pure; the day against which an acceptance expires is that of the run. */
export function viewScope(state: RunState, causes: readonly Cause[], settings: AssessmentSettings): Scope {
  const inScope = pickInScope(settings);
  const accepted = settings.accepted.map((one) => viewAccepted(one, causes, state));
  const inForce = new Set(accepted.filter(({ state: now }) => now === 'in force').map((line) => line.accepted.cause));
  const known = causes.filter((cause) => inForce.has(cause.id));
  const outside = findEffectsOutside(state, inScope);
  return {
    inScope,
    counted: pickCounted(inScope, known),
    outside,
    setAside: new Map([
      ...findCausesOutside(causes, outside).map((id) => [id, 'out-of-scope'] as const),
      ...known.map(({ id }) => [id, 'accepted'] as const),
    ]),
    outOfScope: settings.outOfScope.map((exclusion) => {
      const { tests, passed, effects } = countPicked(state, makePick(exclusion.select));
      return { exclusion, tests, passed, effects };
    }),
    unselected: listUnselected(state, settings),
    accepted,
  };
}

function pickInScope({ outOfScope }: AssessmentSettings): Pick {
  if (outOfScope.length === 0) return EVERYTHING;
  const excluded = outOfScope.map((one) => makePick(one.select));
  return (suite, test) => !excluded.some((isOut) => isOut(suite, test));
}

function pickCounted(inScope: Pick, known: readonly Cause[]): Pick {
  if (known.length === 0) return inScope;
  const effects = new Set(known.flatMap((cause) => cause.effects));
  return (suite, test) => {
    if (!inScope(suite, test)) return false;
    if (test !== undefined) return !effects.has(printTestId(test.id));
    return !listEffects(suite).some((effect) => effect.test === undefined && effects.has(effect.id));
  };
}

function findEffectsOutside({ suites }: RunState, inScope: Pick): ReadonlySet<string> {
  if (inScope === EVERYTHING) return new Set();
  const outside = suites.flatMap((suite) => listEffects(suite).filter(({ test }) => !inScope(suite, test)));
  return new Set(outside.map(({ id }) => id));
}

// A cause is out of scope when everything that felt it is; one that no test felt never is.
function findCausesOutside(causes: readonly Cause[], outside: ReadonlySet<string>): readonly string[] {
  if (outside.size === 0) return [];
  return causes
    .filter(({ effects }) => effects.length > 0 && effects.every((id) => outside.has(id)))
    .map(({ id }) => id);
}

function listUnselected({ suites, declared }: RunState, { outOfScope }: AssessmentSettings): readonly string[] {
  const planned = new Set(suites.map((suite) => configuredName(suite.planned)));
  const outside = new Set(outOfScope.flatMap((one) => one.select.suite ?? []));
  return (declared.suites ?? []).filter((name) => !planned.has(name) && !outside.has(name));
}

function viewAccepted(accepted: AcceptedCause, causes: readonly Cause[], { started }: RunState): AcceptedLine {
  const cause = causes.find((one) => one.id === accepted.cause);
  const effects = cause?.effects.length ?? 0;
  if (accepted.until < dayOf(started.startedAt)) return { accepted, state: 'expired', effects };
  return { accepted, state: cause === undefined ? 'not seen' : 'in force', effects };
}

/** The day of a time that stands in the journal, UTC. */
export function dayOf(startedAt: string): string {
  return startedAt.slice(0, 10);
}
