import type { Category, Evidence, Locus } from '#domain';
import type { Case } from '#case';

/** What a rule adds to each category when it speaks; below zero it speaks against it. */
export type Weights = Readonly<Partial<Record<Category, number>>>;

/** A rule that is not sure by itself. It reads typed facts, never names of tests, files or folders; opinions are added up. */
export interface WeightedRule {
  readonly id: string;
  /** What the rule says, for the table in the docs. */
  readonly sentence: string;
  readonly weights: Weights;
  /** What it cites, for the table. */
  readonly cites: string;
  /** What it advises, for the table; absent where it only supports or weakens what others say. */
  readonly advises?: string;
  /** Which fact, were it otherwise, would take its weight away. */
  readonly otherwise: string;
  readonly opine: (seen: Case) => Opinion | undefined;
}

/** What a rule makes of one failure. */
export interface Opinion {
  /** Never empty: what is not seen cannot be said. */
  readonly evidence: readonly Evidence[];
  /** Present in rules that can lead a cause. */
  readonly lead?: Lead;
  /** The call was refused for a state that it may not have made itself. */
  readonly isRefusal?: true;
}

/** How the cause reads when this rule is the strongest that spoke for its category. */
export interface Lead {
  /** The decisive fact without counters, times, ports or pids: equal ones are one cause. */
  readonly about: string;
  readonly title: string;
  readonly action: string;
  /** file:line or configuration key. */
  readonly where?: string;
  /** Approved requirements that the failure breaks: where one fault breaks those of many tests, the cause names them all. */
  readonly broken?: Broken;
  /** Where it differs from what the category implies. */
  readonly locus?: Locus;
  /** Names of what may be wrong (methods, routes, requirements): failures that one of them explains together are of one fault. */
  readonly suspects?: readonly string[];
  /** A field of the request, with the sort of what was sent in it: `amount a list`. Wherever one suite sends it so, it is one mistake. */
  readonly missent?: string;
}

export interface Broken {
  readonly ids: readonly string[];
  /** The failure, on one line. */
  readonly shown: string;
}
