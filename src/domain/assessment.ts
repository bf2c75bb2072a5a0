import type { AcceptedCause, DocumentFields, Exclusion } from './assessment-settings.ts';
import type { Requirement } from './config.ts';
import type { FixPlan } from './fix-plan.ts';
import type { Cause } from './judgement.ts';
import type { SuiteRealness } from './realness.ts';
import type { RunState } from './run-state.ts';
import type { Decision, Heading, Mark, Outcome } from './words.ts';

/** Everything a report shows. Reports compute nothing besides layout. */
export interface Assessment {
  readonly state: RunState;
  readonly document: DocumentFields & { readonly date: string };
  readonly causes: readonly Cause[];
  /** Causes that gates and decision leave out, and why; all others count. */
  readonly setAside: ReadonlyMap<string, 'accepted' | 'out-of-scope'>;
  readonly outOfScope: readonly ExclusionLine[];
  /** Suites of the configuration that were not selected and are not out of scope. */
  readonly unselected: readonly string[];
  readonly accepted: readonly AcceptedLine[];
  readonly totals: Totals;
  readonly gates: readonly GateResult[];
  readonly criteria: readonly CriterionResult[];
  readonly budget: readonly BudgetLine[];
  readonly decision: Decision;
  readonly reasons: readonly string[];
  /** Of a rejected run: what would still be a condition once it is no longer rejected. */
  readonly open: readonly string[];
  readonly confidence: Confidence;
  readonly plan: FixPlan;
  readonly coverage: readonly CoverageRow[];
  /** What each suite may say of "no mocks, real components", in their order. */
  readonly realness: readonly SuiteRealness[];
  readonly lanes: readonly GroupRow[];
  readonly tags: readonly GroupRow[];
  readonly suiteRows: readonly GroupRow[];
  /** 0 or 1 from results and gates, 4 when nothing was executed. */
  readonly exitCode: number;
  /** Command that runs again what was not green. */
  readonly rerun: string;
  /** Options that were given to the assessment itself, as a person types them; empty = the journal alone. */
  readonly given: readonly string[];
}

/**
 * Sum of `byOutcome` = tests; sum of `effectsByHeading` = tests that are not green plus suites that are not green although none of their
 * tests is red. Asserted before a file is written.
 */
export interface Totals {
  readonly suites: number;
  readonly tests: number;
  readonly executed: number;
  readonly blockedSuites: number;
  readonly byOutcome: Readonly<Record<Outcome, number>>;
  readonly byMark: Readonly<Record<Mark, number>>;
  readonly effectsByHeading: Readonly<Record<Heading, number>>;
  readonly causesByHeading: Readonly<Record<Heading, number>>;
  /** Without what was declared out of scope. */
  readonly inScope: Counts;
  /** Without that, and without the effects of accepted causes: what gates and decision go by. */
  readonly counted: Counts;
  /** Causes that are neither accepted nor out of scope. */
  readonly countedCauses: Readonly<Record<Heading, number>>;
  /** 0..1 of the tests executed in scope; absent when none was. */
  readonly passRate?: number;
}

/** Counts over some of the tests. */
export interface Counts {
  readonly tests: number;
  readonly executed: number;
  readonly passed: number;
  readonly skipped: number;
  /** Tests and whole suites that are not green. */
  readonly effects: number;
  readonly blockedSuites: number;
  readonly hollow: number;
  readonly empty: number;
  readonly flaky: number;
  /** Suites and tests that ran in a process without the guard. */
  readonly unguarded: number;
  /** Tests and whole suites with the outcome mock-violation. */
  readonly mocks: number;
}

export interface GateResult {
  readonly name: string;
  readonly met: boolean;
  /** Formula with its numbers, e.g. `causes[SYSTEM_CRITICAL] = 1 > 0`. */
  readonly formula: string;
}

/** Built-in criteria (`real-system`, `quality`) and the project's own, `primary` or `secondary`. */
export type CriterionGroup = 'real-system' | 'quality' | 'primary' | 'secondary';

/** A criterion is met by a number that was compared with a limit, or it was not measured: there is no third way to make one. */
export type CriterionResult = MeasuredCriterion | UnmeasuredCriterion;

export interface MeasuredCriterion {
  readonly kind: 'measured';
  readonly group: CriterionGroup;
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  readonly result: 'met' | 'partly' | 'not met';
  /** With its numbers: `303 / 303 tests have an outcome of their own = 1 >= 1`. */
  readonly formula: string;
  /** What the numbers were read from, each a short sentence with a place. */
  readonly evidence: readonly string[];
}

export interface UnmeasuredCriterion {
  readonly kind: 'unmeasured';
  readonly group: CriterionGroup;
  readonly name: string;
  /** Why there is no number. */
  readonly why: string;
}

export interface BudgetLine {
  readonly name: 'duration' | 'memory' | 'disk' | 'network' | 'processes';
  readonly used: number;
  readonly limit: number;
  readonly unit: 'ms' | 'bytes' | 'processes';
  readonly met: boolean;
}

/** One declaration of what is out of scope, and what it took out. */
export interface ExclusionLine {
  readonly exclusion: Exclusion;
  readonly tests: number;
  readonly passed: number;
  readonly effects: number;
}

/** One accepted cause: in force, expired on the day of the run, or not seen in it. */
export interface AcceptedLine {
  readonly accepted: AcceptedCause;
  readonly state: 'in force' | 'expired' | 'not seen';
  readonly effects: number;
}

/** How much of what had to be seen was seen, and how surely: the mean of the inputs, of which an unmeasured one adds nothing. */
export interface Confidence {
  /** 0..1. */
  readonly value: number;
  readonly level: 'HIGH' | 'MEDIUM' | 'LOW';
  readonly inputs: readonly ConfidenceInput[];
  readonly baseline?: { readonly runId: string; readonly value: number; readonly inputs: readonly ConfidenceInput[] };
}

export type ConfidenceInput =
  | { readonly kind: 'measured'; readonly name: string; readonly part: number; readonly of: number }
  | { readonly kind: 'unmeasured'; readonly name: string; readonly why: string };

/** Suites that share a lane or a tag. */
export interface GroupRow {
  readonly name: string;
  readonly suites: number;
  readonly tests: number;
  readonly passed: number;
  /** Tests and whole suites that are not green. */
  readonly effects: number;
}

/**
 * What a run says of a requirement: every executed test that cites it passed, and what has to verify it was there; one did not; a citing
 * suite was blocked; what passed touched nothing of what it declares, or ran without the guard or beside a mock; tests cite it, but none
 * was executed, or one that has to verify it was absent; nothing cites it; tests cite an id that the registry does not hold.
 */
export const COVERAGE_STATES = [
  'verified',
  'failed',
  'blocked',
  'hollow',
  'unattested',
  'not-executed',
  'uncovered',
  'unregistered',
] as const;
export type CoverageState = (typeof COVERAGE_STATES)[number];

export interface CoverageRow {
  readonly id: string;
  readonly text: string;
  readonly critical: boolean;
  readonly status: Requirement['status'] | 'unregistered';
  readonly state: CoverageState;
  /** Printed ids of the tests that cite it; `suite::(suite)` where a whole suite does. */
  readonly tests: readonly string[];
  /** Suites and tests that have to verify it (`verifiedBy`) and were not there, or not selected. */
  readonly missing: readonly string[];
}
