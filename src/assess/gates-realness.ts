import { count, weighRealness } from '#domain';
import type { GateResult, RunState } from '#domain';
import { EVERYTHING } from './selector.ts';
import type { Pick } from './selector.ts';

/** What is said beside a count that was not taken everywhere; empty where it was. */
export interface Unseen {
  readonly guard: string;
  readonly contact: string;
}

/** Of how many suites that are asked for a claim nothing was told of the guard, and of how many nothing of contact. */
export function describeUnseen(state: RunState, pick: Pick = EVERYTHING): Unseen {
  const names = new Set(state.suites.filter((suite) => pick(suite)).map(({ planned }) => planned.name));
  const asked = weighRealness(state).filter(({ bound, suite }) => bound && names.has(suite));
  const unguarded = asked.filter(({ guard }) => guard === undefined || guard.state === 'off').length;
  const untouched = asked.filter(({ edges }) => edges.length === 0).length;
  return { guard: say('the guard', unguarded, asked.length), contact: say('contact', untouched, asked.length) };
}

function say(what: string, lacking: number, of: number): string {
  if (of === 0) return `, ${what} was asked of no suite`;
  return lacking === 0 ? '' : `, ${what} was not measured in ${lacking} of ${count(of, 'suite')}`;
}

/** How many suites passed although an edge was refused; a gate on it asks that it was tried. */
export function unpluggedGate(limit: number | undefined, { unplugged }: RunState): readonly GateResult[] {
  if (limit === undefined) return [];
  const name = 'unplugged';
  const tried = unplugged.filter(({ result }) => result !== 'not-done');
  if (tried.length === 0) return [{ name, met: false, formula: 'no edge was refused: run with --unplug' }];
  const needless = countUnneeded(unplugged);
  const met = needless <= limit;
  return [
    { name, met, formula: `${needless} ${met ? '<=' : '>'} ${limit}, of ${count(tried.length, 'edge')} refused` },
  ];
}

/** Suites that passed as a whole with an edge refused. */
export function countUnneeded(unplugged: RunState['unplugged']): number {
  return new Set(unplugged.filter(({ result }) => result === 'does-not-need-it').map(({ suite }) => suite)).size;
}
