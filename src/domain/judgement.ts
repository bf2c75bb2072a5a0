import type { Evidence } from './evidence.ts';
import type { Heading } from './words.ts';

/** What the judge made of a run. Pure function of RunState. */
export interface Judgement {
  readonly causes: readonly Cause[];
}

/** The thing to mend. Every non-green test and every blocked suite hangs on exactly one cause. */
export interface Cause {
  /** Stable across runs: from heading, rule and signature, never from counters or times. */
  readonly id: string;
  readonly heading: Heading;
  /** One sentence that a tired person understands. */
  readonly title: string;
  /** Ids of the rules that decided, in order of weight; empty when no rule did. */
  readonly rules: readonly string[];
  readonly evidence: readonly Evidence[];
  /** Printed test ids, or `suite::(blocked)` for suites that never ran. */
  readonly effects: readonly string[];
  readonly suites: readonly string[];
  readonly remedy: Remedy;
  /** What was held against it, and what would change the verdict. */
  readonly against: readonly string[];
}

export interface Remedy {
  readonly action: string;
  /** file:line or configuration key, where known. */
  readonly where?: string;
  /** Command that shows whether the remedy worked. */
  readonly verify: string;
}
