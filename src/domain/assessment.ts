import type { Requirement } from './config.ts';
import type { Cause } from './judgement.ts';
import type { RunState } from './run-state.ts';
import type { Decision, Heading, Mark, Outcome } from './words.ts';

/** Everything a report shows. Reports compute nothing besides layout. */
export interface Assessment {
  readonly state: RunState;
  readonly causes: readonly Cause[];
  readonly totals: Totals;
  readonly gates: readonly GateResult[];
  readonly budget: readonly BudgetLine[];
  readonly decision: Decision;
  readonly reasons: readonly string[];
  readonly coverage: readonly CoverageRow[];
  readonly lanes: readonly GroupRow[];
  readonly tags: readonly GroupRow[];
  /** 0 or 1 from results and gates, 4 when nothing was executed. */
  readonly exitCode: number;
  /** Command that runs again what was not green. */
  readonly rerun: string;
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
  /** 0..1 of executed tests; absent when none was executed. */
  readonly passRate?: number;
}

export interface GateResult {
  readonly name: string;
  readonly met: boolean;
  /** Formula with its numbers, e.g. `causes[SYSTEM_CRITICAL] = 1 > 0`. */
  readonly formula: string;
}

export interface BudgetLine {
  readonly name: 'duration' | 'memory' | 'disk' | 'network' | 'processes';
  readonly used: number;
  readonly limit: number;
  readonly unit: 'ms' | 'bytes' | 'processes';
  readonly met: boolean;
}

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
 * What a run says of a requirement: every executed test that cites it passed; one did not; a citing suite was blocked; tests cite it,
 * but none was executed; nothing cites it; tests cite an id that the registry does not hold.
 */
export const COVERAGE_STATES = ['verified', 'failed', 'blocked', 'not-executed', 'uncovered', 'unregistered'] as const;
export type CoverageState = (typeof COVERAGE_STATES)[number];

export interface CoverageRow {
  readonly id: string;
  readonly text: string;
  readonly critical: boolean;
  readonly status: Requirement['status'] | 'unregistered';
  readonly state: CoverageState;
  /** Printed ids of the tests that cite it; `suite::(suite)` where a whole suite does. */
  readonly tests: readonly string[];
}
