import type { Effect, Outcome, Reason, TestState } from '#domain';
import { readRaise } from '#case';

/** Id under which a cause says that some of its tests never ran because of another one. */
export const LEFT_OUT = 'left-out';
/** What it says, for the table in the docs. */
export const LEFT_OUT_SENTENCE =
  'A test that never ran because of another one (its set-up failed, its process ended, its framework gave up) hangs on the cause of that one.';

/** Id under which a cause says that some of its tests failed of what an earlier one should have made. */
export const FOLLOWS = 'follows-failure';
export const FOLLOWS_SENTENCE =
  'What finds nothing where an earlier test of its group, or its set-up, failed to leave something hangs on the cause of that one; so does a test of which only a part failed; so does a set-up that nothing explains, in an attempt whose tests show the one trouble that the service has with what it needs.';

/** Finds the failure that a test merely follows from: it read a property of nothing, after another of its group, or its set-up, had failed otherwise. */
export function makePredecessorFinder(effects: readonly Effect[]): (effect: Effect) => Effect | undefined {
  const firstOfGroup = new Map<string, Effect>();
  const found = new Map<Effect, Effect>();
  const setUps: Effect[] = [];
  for (const effect of effects) {
    if (effect.test === undefined || !RAN.has(effect.outcome)) continue;
    const group = JSON.stringify(groupOf(effect));
    const before = firstOfGroup.get(group);
    const isNothing = findsNothing(effect);
    const cause = effect.reason === 'teardown' ? nearestSetUp(setUps, effect.test) : before;
    if (isNothing && cause !== undefined) found.set(effect, cause);
    if (effect.reason === 'set-up') setUps.push(effect);
    if (!isNothing && before === undefined) firstOfGroup.set(group, effect);
  }
  return (effect) =>
    found.get(effect) ?? (failedByPart(effect) ? effects.find((one) => isPartOf(one, effect)) : undefined);
}

/** How engines say of a test that it has no failure of its own. */
const BY_PART = /^(?:one of its subtests failed, or several did|\d+ subtests? failed)$/u;

function failedByPart({ test, failure }: Effect): boolean {
  return test !== undefined && BY_PART.test(failure.message);
}

// The innermost: a part may have parts of its own.
function isPartOf(one: Effect, { test }: Effect): boolean {
  const titles = test?.id.titles ?? [];
  const own = one.test?.id.titles ?? [];
  return (
    own.length > titles.length &&
    RAN.has(one.outcome) &&
    !failedByPart(one) &&
    titles.every((title, depth) => own[depth] === title)
  );
}

function findsNothing({ reason, failure }: Effect): boolean {
  return (reason === 'exception' || reason === 'teardown') && readRaise(failure).kind === 'no-value';
}

const RAN: ReadonlySet<Outcome> = new Set(['failed', 'errored', 'timed-out', 'crashed', 'mock-violation']);

/** Finds what kept a test of the same suite from running; undefined when it ran, or when nothing of the suite did. */
export function makeLeaderFinder(effects: readonly Effect[]): (effect: Effect) => Effect | undefined {
  const ran = effects.filter((effect) => effect.test !== undefined && RAN.has(effect.outcome));
  const byReason = new Map<Reason | undefined, Effect>();
  for (const effect of ran.toReversed()) byReason.set(effect.reason, effect);
  const setUps = ran.filter((effect) => effect.reason === 'set-up');
  const last = ran.at(-1);
  return (effect) => {
    if (effect.outcome !== 'not-run' || effect.test === undefined) return undefined;
    if (effect.reason === 'set-up') return nearestSetUp(setUps, effect.test) ?? setUps.at(-1);
    if (effect.reason === 'stopped-early') return stoppedByRun(effect) ? undefined : last;
    // Whatever ended the process afterwards: a test whose set-up had failed would not have run.
    return (effect.reason === undefined ? undefined : byReason.get(effect.reason)) ?? nearestSetUp(setUps, effect.test);
  };
}

// -x and --max-failures end the process; a framework's own bail leaves it to end by itself.
function stoppedByRun({ attempt }: Effect): boolean {
  return attempt?.end === undefined || attempt.end.cause !== 'none';
}

// Hooks nest as titles do: the deepest hook whose group holds the test is the one that failed it.
function nearestSetUp(setUps: readonly Effect[], test: TestState): Effect | undefined {
  return setUps
    .filter((one) => groupOf(one).every((title, depth) => test.id.titles[depth] === title))
    .toSorted((one, two) => groupOf(two).length - groupOf(one).length)[0];
}

function groupOf(effect: Effect): readonly string[] {
  return effect.test?.id.titles.slice(0, -1) ?? [];
}
