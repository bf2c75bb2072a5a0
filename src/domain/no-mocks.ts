// What is known of the promise "no mocks, real components": seen in files, inside test processes, and from outside of both.

import type { Frame } from './failure.ts';
import type { FindingVerdict } from './finding.ts';
import type { ContactLevel } from './words.ts';

/** Who saw it: the static scan, the guard inside a test process, or what was (not) seen of connections, programs and media. */
export const MOCK_WITNESSES = ['scan', 'guard', 'contact'] as const;
export type MockWitness = (typeof MOCK_WITNESSES)[number];

/** Something that stood in for a real part during an attempt. */
export interface MockUse {
  /** `mock-package`, `global-replaced`, `fake-peer` …; listed in docs/reference/no-mocks.md. */
  readonly rule: string;
  readonly by: MockWitness;
  readonly verdict: FindingVerdict;
  /** What was used: `nock`, `globalThis.fetch`, `unittest.mock.patch`. An `allow:` entry names it or the rule. */
  readonly what: string;
  /** One sentence: what happened. */
  readonly sentence: string;
  /** What to do instead. */
  readonly mend: string;
  /** First-party line that did it; absent where no line did (a program, a connection). */
  readonly frame?: Frame;
  /** The process that did it; absent for what was seen in files. */
  readonly pid?: number;
  /** Reason of the `allow:` entry that tolerates it: told, and changes no outcome. */
  readonly allowed?: string;
}

/** What the processes of one attempt (or of one test alone) say of being guarded. */
export interface Attestation {
  /**
   * armed = every process of a runtime that has a guard said so; unguarded = at least one did not; no-guard = a part of the suite runs on
   * something for which there is none (a shell script, a compiled program); not-required = the lane allows mocks; off = told to be off.
   */
  readonly state: 'armed' | 'unguarded' | 'no-guard' | 'not-required' | 'off';
  /** Version of the guard. */
  readonly version: number;
  readonly armed: readonly GuardedProcess[];
  readonly unguarded: readonly GuardedProcess[];
  /** One sentence for a reader. */
  readonly note: string;
}

export interface GuardedProcess {
  readonly pid: number;
  /** Clock ticks since boot, field 22 of /proc/PID/stat. */
  readonly startTime: number;
  /** Its program and first argument, without folders. */
  readonly program: string;
  /** `node 20.20.0`, `python 3.11.2`. */
  readonly runtime: string;
}

/** A known mock was tried on purpose, before the suites: the guard must refuse it. */
export interface Canary {
  readonly engine: string;
  readonly refused: boolean;
  /** What was tried and what came of it. */
  readonly note: string;
  readonly tookMs: number;
}

/** How the contact of one edge was seen. */
export const CONTACT_SOURCES = ['tap', 'sockets', 'witness', 'media'] as const;
export type ContactSource = (typeof CONTACT_SOURCES)[number];

/** How strongly one edge was touched during an attempt, and what shows it. */
export interface Contact {
  /** `service` (suite > service) or `service>mediamtx`. */
  readonly edge: string;
  readonly level: ContactLevel;
  /** Level that a pass must have reached; absent = not declared, only observed. */
  readonly declared?: ContactLevel;
  readonly seenBy: readonly ContactSource[];
  readonly connections: number;
  /** Tried and refused. */
  readonly refused: number;
  /** From the client to the component, and back. */
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** Requests that were answered, where the protocol is known (HTTP, JSON-RPC, RTSP). */
  readonly calls: number;
  readonly peers: readonly ContactPeer[];
  /** Ids that the component made and told (sessions, paths). */
  readonly serverIds: readonly string[];
  /** Where the run's nonce was read back: `recordings/camera0/….mp4`, `session 5f…`. */
  readonly nonces: readonly string[];
  /** True = the component was held down on purpose meanwhile: what was refused is then what was to be shown. */
  readonly heldDown?: boolean;
  /** One sentence for a reader. */
  readonly note: string;
}

/** Who really answered at an address. */
export interface ContactPeer {
  readonly address: string;
  /** Component that owns the listening socket; absent = nobody of the world. */
  readonly component?: string;
  readonly pid: number;
  /** What /proc says that runs there. */
  readonly executable: string;
}

/** With --unplug: a suite that passed ran again while one edge was refused. */
export interface Unplugged {
  readonly suite: string;
  readonly edge: string;
  /** What a client of ours met at the refused address before the suite began. */
  readonly refusal: string;
  /** `not-done` = the edge could not be refused, or the suite could not run; then nothing is said about it. */
  readonly result: 'needs-it' | 'does-not-need-it' | 'not-done';
  /** Printed ids of tests that passed all the same. */
  readonly stillPassed: readonly string[];
  readonly executed: number;
  readonly note: string;
  readonly costMs: number;
}
