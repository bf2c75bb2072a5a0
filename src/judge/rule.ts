import type { Evidence, Heading, IncidentState, Remedy, RunState } from '#domain';
import type { Effect } from './effect.ts';

/** A rule reads typed facts, never names of tests, files or folders. The first rule that speaks decides. */
export interface Rule {
  readonly id: string;
  /** What the rule says, for the table in the docs. */
  readonly sentence: string;
  readonly decide: (effect: Effect, state: RunState) => Verdict | undefined;
}

/** A rule for facts that harm no test and must still be mended (a leak, a service that will not stop). */
export interface StandingRule {
  readonly id: string;
  readonly sentence: string;
  readonly find: (state: RunState) => readonly Verdict[];
}

export interface Verdict {
  readonly heading: Heading;
  /** Equal signatures under one rule are one cause. Holds no counters, times, ports or pids. */
  readonly signature: string;
  readonly title: string;
  readonly evidence: readonly Evidence[];
  readonly remedy: Remedy;
  readonly against: readonly string[];
  /** For standing rules: the suites concerned. */
  readonly suites?: readonly string[];
}

/** Pointer to one line of the journal. */
export function cite(seq: number, note: string): Evidence {
  return { kind: 'journal', seq, note };
}

/** Command that runs the given suite again, alone. */
export function rerun(suite: string): string {
  return `reality run ${suite}`;
}

/** The incident with this id, if the journal has it. */
export function findIncident(state: RunState, id: string): IncidentState | undefined {
  return state.incidents.find((one) => one.incident.id === id);
}
