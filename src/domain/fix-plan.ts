import type { Owner, Severity } from './judgement.ts';

/** What to mend in which order, and what that may bring. Every cause that counts stands in exactly one step. */
export interface FixPlan {
  /** Tests that passed, and things that are not green: what the projection is counted over. */
  readonly green: number;
  readonly notGreen: number;
  readonly steps: readonly PlanStep[];
  readonly phases: readonly PlanPhase[];
  readonly horizons: readonly PlanHorizon[];
}

export interface PlanStep {
  readonly cause: string;
  readonly phase: number;
  readonly horizon: string;
  readonly severity: Severity;
  readonly owner: Owner;
  readonly effort: Effort;
  /** Causes that have to be mended before it, by the graph. */
  readonly after: readonly string[];
  /** Things that are not green because of it; the steps sum to `notGreen`. */
  readonly effects: number;
  /** Of those, the ones that only never ran. */
  readonly blocked: number;
  /** Green things once this step and all before it are done: at least, at most. */
  readonly lower: number;
  readonly upper: number;
}

export interface PlanPhase {
  readonly number: number;
  readonly title: string;
  readonly causes: readonly string[];
}

export interface PlanHorizon {
  readonly name: string;
  readonly withinMs?: number;
  readonly causes: readonly string[];
  /** Sum of the ranges that have a basis. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Causes whose effort has no basis, and which the sum lacks. */
  readonly unknown: number;
}

export type Effort =
  | { readonly kind: 'range'; readonly fromMs: number; readonly toMs: number; readonly basis: string }
  | { readonly kind: 'no-basis'; readonly why: string };
