// What happens to one attempt of a suite, and to the tests in it.

import type { Fact } from './fact.ts';
import type { Failure, Frame } from './failure.ts';
import type { Attestation, Contact, MockUse } from './no-mocks.ts';
import type { Leak, StopCause, Usage } from './spawn.ts';
import type { Mark, Outcome, Reason } from './words.ts';

export type AttemptEvent =
  | {
      readonly kind: 'attempt-started';
      readonly attempt: string;
      readonly suite: string;
      readonly number: number;
      readonly world: string;
      readonly pid: number;
      readonly argv: readonly string[];
    }
  /** `side` holds an array of AnnouncedTest; ordinals continue from `first`. */
  | {
      readonly kind: 'tests-announced';
      readonly attempt: string;
      readonly first: number;
      readonly count: number;
      readonly side: string;
    }
  | { readonly kind: 'test-started'; readonly attempt: string; readonly ordinal: number }
  /** With `isolation: test`. A second one for the same test is a retry: what was told of the test before no longer counts. */
  | {
      readonly kind: 'test-process-started';
      readonly attempt: string;
      readonly ordinal: number;
      /** 1 for the first process of this test. */
      readonly number: number;
      readonly world: string;
      readonly pid: number;
    }
  | {
      readonly kind: 'test-process-ended';
      readonly attempt: string;
      readonly ordinal: number;
      readonly number: number;
      readonly end: AttemptEnd;
      readonly usage: Usage;
    }
  | {
      readonly kind: 'test-ended';
      readonly attempt: string;
      readonly ordinal: number;
      readonly outcome: Outcome;
      readonly reason?: Reason;
      readonly marks: readonly Mark[];
      readonly durationMs: number;
      readonly failure?: Failure;
    }
  | { readonly kind: 'fact-found'; readonly attempt: string; readonly ordinal?: number; readonly fact: Fact }
  /** `ordinal` where the moment tells which test it was. */
  | { readonly kind: 'mock-found'; readonly attempt: string; readonly ordinal?: number; readonly mock: MockUse }
  | {
      readonly kind: 'guard-attested';
      readonly attempt: string;
      /** The test whose own process it was, with `isolation: test`. */
      readonly ordinal?: number;
      readonly attestation: Attestation;
    }
  | { readonly kind: 'contact-found'; readonly attempt: string; readonly ordinal?: number; readonly contact: Contact }
  | { readonly kind: 'engine-damage'; readonly attempt: string; readonly why: string; readonly excerpt: string }
  | { readonly kind: 'engine-warning'; readonly attempt: string; readonly text: string }
  | {
      readonly kind: 'hang-diagnosed';
      readonly attempt: string;
      /** The test whose own process it was, with `isolation: test`. */
      readonly ordinal?: number;
      readonly text: string;
      readonly busy?: Frame;
      readonly side?: string;
    }
  | {
      readonly kind: 'leak-found';
      readonly attempt: string;
      readonly suite: string;
      /** The test whose own process it was, with `isolation: test`. */
      readonly ordinal?: number;
      readonly leak: Leak;
      readonly removed: boolean;
    }
  | {
      readonly kind: 'attempt-ended';
      readonly attempt: string;
      readonly suite: string;
      readonly outcome: Outcome;
      readonly reason?: Reason;
      readonly marks: readonly Mark[];
      readonly end: AttemptEnd;
      readonly usage: Usage;
      readonly failure?: Failure;
    };

/** A ChildEnd made fit for the journal: streams by size, log by a path relative to the run directory. */
export interface AttemptEnd {
  readonly pid: number;
  readonly code: number | null;
  readonly signal: string | null;
  readonly cause: StopCause;
  readonly durationMs: number;
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
  readonly log: string;
}
