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
  /** 0 or 1 from results and gates, 4 when nothing was executed. */
  readonly exitCode: number;
  /** Command that runs again what was not green. */
  readonly rerun: string;
}

/** Sum of `byOutcome` = tests; sum of `byHeading` = tests that are not green plus blocked suites. Asserted before a file is written. */
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

export interface CoverageRow {
  readonly id: string;
  readonly text: string;
  readonly state: 'verified' | 'failed' | 'blocked' | 'uncovered';
  readonly tests: readonly string[];
}
