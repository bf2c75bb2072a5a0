import type { Evidence } from './evidence.ts';
import type { Category, Heading } from './words.ts';

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
  /** Those of `effects` that never ran because of it: blocked suites, tests left out after a set-up. The others felt it directly. */
  readonly blocked: readonly string[];
  /** Ids of causes that follow from this one; the graph has no circles. */
  readonly leadsTo: readonly string[];
  /** Where the fault lies; the owner follows from it. */
  readonly locus: Locus;
  readonly owner: Owner;
  readonly severity: Severity;
  readonly determinism: Determinism;
  /** Sum of the weights that rules gave to each category; empty when a decisive rule spoke or none did. */
  readonly scores: Readonly<Partial<Record<Category, number>>>;
  /** The category that came second, and by how much it lost; absent when nothing spoke for another. */
  readonly runnerUp?: { readonly category: Category; readonly margin: number };
  /** Each a sentence: which fact, were it otherwise, would change the verdict. */
  readonly wouldChange: readonly string[];
  /** Ids of the requirements it breaks, as its tests cite them. */
  readonly requirements: readonly string[];
  /** What other causes share with it without proof (a component, a method, an address), as a proposal for a person. */
  readonly shares: readonly string[];
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

export const LOCI = [
  'service',
  'interface',
  'dependency',
  'test',
  'harness',
  'host',
  'requirements',
  'unknown',
] as const;
export type Locus = (typeof LOCI)[number];

/** The role that has to act first. */
export const OWNERS = [
  'service developers',
  'interface owners',
  'test developers',
  'requirement owners',
  'operators',
  'undecided',
] as const;
export type Owner = (typeof OWNERS)[number];

/** From the impact alone, gravest first; apart from the category. */
export const SEVERITIES = ['blocks-harness', 'data-loss-or-security', 'core-flow', 'degraded', 'cosmetic'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Whether it happens each time, as far as attempts, repeats and experiments of this run tell. */
export type Determinism =
  | { readonly kind: 'stable'; readonly seen: number; readonly of: number }
  | { readonly kind: 'flaky'; readonly seen: number; readonly of: number }
  | { readonly kind: 'once' };
