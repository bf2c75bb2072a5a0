import { configuredName, isGreen, printTestId } from '#domain';
import type { Determinism, Effect, RunState, SuiteState, TestState } from '#domain';

/** How often a test was red, of how many times it ran: over attempts, repeats of its suite, and experiments. */
export type CountRuns = (effect: Effect) => { readonly seen: number; readonly of: number };

interface Tally {
  seen: number;
  of: number;
}

/** Counted once for a run; nothing to count where nothing ran twice. */
export function countRuns(state: RunState): CountRuns {
  const names = new Map<string, number>();
  for (const { planned, attempts } of state.suites) {
    const name = wayName(planned);
    names.set(name, (names.get(name) ?? 0) + attempts.length);
  }
  const tallies = new Map<string, Tally>();
  for (const suite of state.suites) {
    if ((names.get(wayName(suite.planned)) ?? 0) > 1) tallySuite(suite, tallies);
  }
  for (const made of state.experiments) tallyExperiment(made, tallies);
  return ({ suite, test }) => {
    if (test === undefined || tallies.size === 0) return ONCE;
    const own = tallies.get(keyOf(suite, test)) ?? ONCE;
    const made = tallies.get(experimentKey(suite, test)) ?? NEVER;
    return { seen: own.seen + made.seen, of: own.of + made.of };
  };
}

// A suite in two ways did not run the same thing twice.
function wayName(planned: SuiteState['planned']): string {
  return `${configuredName(planned)}~${planned.way ?? ''}`;
}

const NEVER = { seen: 0, of: 0 };
const ONCE = { seen: 1, of: 1 };

function tallySuite(suite: SuiteState, tallies: Map<string, Tally>): void {
  for (const { tests } of suite.attempts) {
    for (const test of tests) {
      if (test.outcome === 'not-run' || test.outcome === 'skipped' || test.outcome === 'interrupted') continue;
      add(tallies, keyOf(suite, test), !isGreen(test.outcome));
    }
  }
}

// Several reruns are told as one experiment. Journals from before they were counted: passed is three times green, same is three times red.
function tallyExperiment(
  { experiment, suite, test, result, runs }: RunState['experiments'][number],
  tallies: Map<string, Tally>,
): void {
  if (experiment !== 'rerun-alone' || result === 'not-done') return;
  const { red, of } = runs ?? { red: { passed: 0, same: 3, different: 3, mixed: 1 }[result], of: 3 };
  for (let round = 0; round < of; round += 1) add(tallies, `${suite}\n${test}`, round < red);
}

function add(tallies: Map<string, Tally>, key: string, isRed: boolean): void {
  const tally = tallies.get(key) ?? { seen: 0, of: 0 };
  tallies.set(key, tally);
  tally.of += 1;
  if (isRed) tally.seen += 1;
}

function keyOf({ planned }: SuiteState, { id }: TestState): string {
  return JSON.stringify([wayName(planned), id.titles, id.occurrence]);
}

function experimentKey({ planned }: SuiteState, { id }: TestState): string {
  return `${planned.name}\n${printTestId(id)}`;
}

/** Of a cause, from those of its effects: flaky as soon as one of them is. */
export function concludeDeterminism(counts: Iterable<{ readonly seen: number; readonly of: number }>): Determinism {
  let [seen, of, isRepeated] = [0, 0, false];
  for (const count of counts) {
    seen += count.seen;
    of += count.of;
    isRepeated ||= count.of > 1;
  }
  if (!isRepeated) return { kind: 'once' };
  return { kind: seen === of ? 'stable' : 'flaky', seen, of };
}
