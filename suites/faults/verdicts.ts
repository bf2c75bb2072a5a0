import type { Cause, Heading, RunState } from '#domain';

/** What some way of judging made of one run: its causes, as far as they are scored. */
export interface Found {
  readonly heading: Heading;
  /** Equal keys are one cause. */
  readonly key: string;
  readonly effects: readonly string[];
  readonly note: string;
}

export function fromCauses(causes: readonly Cause[]): readonly Found[] {
  return causes.map(({ heading, id, effects, rules, title }) => ({
    heading,
    key: id,
    effects,
    note: `${rules.join('+') || 'no rule'}: ${title}`,
  }));
}

/** Whose fault an effect is, where two are at work: the one under which it also appears alone. */
export type Truth = (effect: string) => number;

/** One expected cause against the cause that holds most of its effects. */
export interface Match {
  readonly expected: Heading;
  readonly found?: Found;
}

export interface Comparison {
  readonly matches: readonly Match[];
  /** Causes that answer for nothing that is wrong. */
  readonly spurious: readonly Found[];
}

/** The cause that holds most effects of a fault is its answer; a cause answers for one fault only. */
export function compare(expected: readonly Heading[], found: readonly Found[], truth: Truth): Comparison {
  const free = new Set(found);
  const matches = expected.map((heading, index): Match => {
    const weigh = (one: Found): number => one.effects.filter((effect) => truth(effect) === index).length;
    const [best] = [...free].toSorted((one, other) => weigh(other) - weigh(one));
    if (best === undefined || (weigh(best) === 0 && best.effects.length > 0)) return { expected: heading };
    free.delete(best);
    return { expected: heading, found: best };
  });
  return { matches, spurious: [...free] };
}

/** How well two groupings of the same things agree, by chance 0 and at best 1 (Hubert and Arabie, 1985). */
export function adjustedRandIndex(pairs: readonly (readonly [string, string])[]): number {
  const cells = tally(pairs.map(([one, other]) => `${one}\u0000${other}`));
  const rows = tally(pairs.map(([one]) => one));
  const columns = tally(pairs.map(([, other]) => other));
  const total = choose(pairs.length);
  const expected = total === 0 ? 0 : (sumOf(rows) * sumOf(columns)) / total;
  const most = (sumOf(rows) + sumOf(columns)) / 2;
  return most === expected ? 1 : (sumOf(cells) - expected) / (most - expected);
}

function tally(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function choose(count: number): number {
  return (count * (count - 1)) / 2;
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + choose(count), 0);
}

/** A run of which only the texts of its failures are left. */
export function textsAlone(state: RunState): RunState {
  return {
    ...state,
    incidents: [],
    worlds: state.worlds.map((world) => ({ ...world, ports: [], states: [] })),
    needs: [],
    experiments: [],
    suites: state.suites.map((suite) => ({
      ...suite,
      attempts: suite.attempts.map((attempt) => ({
        ...attempt,
        facts: [],
        leaks: [],
        tests: attempt.tests.map((test) => ({ ...test, requirements: [] })),
      })),
    })),
  };
}
