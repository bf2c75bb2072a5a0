// What a project demands of an assessment besides its gates: criteria of its own, what is out of scope, what is known and accepted.

import type { Severity } from './judgement.ts';
import type { Heading, Lane } from './words.ts';

/** Which suites and tests are meant: every key that is given must hold, of the values of one key any. */
export interface Selector {
  readonly tag?: readonly string[];
  readonly lane?: readonly Lane[];
  readonly suite?: readonly string[];
  readonly requirement?: readonly string[];
  /** Printed test ids; a whole suite never matches. */
  readonly test?: readonly string[];
}

/** A gate on some of the tests alone; only the limits that are given are checked. */
export interface SelectedGate {
  readonly where: Selector;
  /** 0..1 of the executed tests among them. */
  readonly minPassRate?: number;
  /** Tests and whole suites that may be other than green. */
  readonly notGreen?: number;
  readonly hollow?: number;
  readonly empty?: number;
  readonly blocked?: number;
  readonly flaky?: number;
  readonly unguarded?: number;
  readonly mocks?: number;
}

export interface AssessmentSettings {
  readonly document: DocumentFields;
  /** In order, the most urgent first; the last takes what no other names. */
  readonly horizons: readonly Horizon[];
  readonly criteria: readonly OwnCriterion[];
  readonly outOfScope: readonly Exclusion[];
  /** Cause id or kind of fix → a person's word on the effort. */
  readonly effort: Readonly<Record<string, EffortWord>>;
  readonly accepted: readonly AcceptedCause[];
}

/** Fields of the head of the document; what is absent is not shown. */
export interface DocumentFields {
  readonly id?: string;
  /** As it shall be printed; absent = the day of the run. */
  readonly date?: string;
  readonly role?: string;
  readonly phase?: string;
  readonly status?: string;
}

/** A slot of the fix-priority matrix. */
export interface Horizon {
  readonly name: string;
  /** Working time that it holds, to compare with the efforts planned into it. */
  readonly withinMs?: number;
  readonly severities: readonly Severity[];
}

/** Closed: a criterion without numbers cannot be written. Shares are 0..1. */
export const MEASURES = [
  'passRate',
  'executed',
  'passed',
  'notGreen',
  'skipped',
  'blocked',
  'hollow',
  'empty',
  'flaky',
  'unguarded',
  'mocks',
  'leaks',
  'causes',
  'requirementCoverage',
  'criticalCoverage',
  'errorCoverage',
  'durationMs',
] as const;
export type Measure = (typeof MEASURES)[number];

/** `measure` of what `where` selects, at least `min`, at most `max`; between `partly` and the limit it is partly met. */
export interface OwnCriterion {
  readonly name: string;
  readonly importance: 'primary' | 'secondary';
  readonly measure: Measure;
  readonly where: Selector;
  readonly limit: CriterionLimit;
  readonly partly?: number;
}

export type CriterionLimit =
  | { readonly kind: 'min'; readonly value: number }
  | { readonly kind: 'max'; readonly value: number };

/** Declared out of scope: leaves the pass rate and the gates, has a line of its own. */
export interface Exclusion {
  readonly select: Selector;
  readonly reason: string;
  /** Where that was decided: a ticket, a document. */
  readonly ref: string;
}

export interface EffortWord {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A known cause that the project lives with until a day; from the next day on it counts again. */
export interface AcceptedCause {
  readonly cause: string;
  readonly heading: Heading;
  readonly title: string;
  readonly reason: string;
  /** `2026-12-31`, that day included, UTC. */
  readonly until: string;
  /** The run on which the acceptance was given. */
  readonly run: string;
}

export const DEFAULT_HORIZONS: readonly Horizon[] = [
  { name: 'today', severities: ['blocks-harness', 'data-loss-or-security'] },
  { name: 'this week', severities: ['core-flow', 'degraded'] },
  { name: 'backlog', severities: ['cosmetic'] },
];

/** A project that says nothing of its assessment. */
export const PLAIN_ASSESSMENT: AssessmentSettings = {
  document: {},
  horizons: DEFAULT_HORIZONS,
  criteria: [],
  outOfScope: [],
  effort: {},
  accepted: [],
};

/** Kinds of fix, as the place where a cause has to be mended tells them; docs/reference/reports.md gives the range of each. */
export const FIX_KINDS = [
  'configuration',
  'host-set-up',
  'test-code',
  'test-world',
  'service-code',
  'interface',
  'dependency',
  'requirement',
  'unknown',
] as const;
export type FixKind = (typeof FIX_KINDS)[number];
