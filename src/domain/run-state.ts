import type { AssessmentSettings } from './assessment-settings.ts';
import type { Contract, Requirement, Gates, Budget } from './config.ts';
import type { AttemptEnd } from './attempt-event.ts';
import type { ComponentState, RunEvent, RunStarted } from './events.ts';
import type { Experiment, FoundFact } from './fact.ts';
import type { Failure, Frame } from './failure.ts';
import type { Finding } from './finding.ts';
import type { TestId } from './identity.ts';
import type { Incident } from './incident.ts';
import type { Independence } from './independence.ts';
import type { ParityRow } from './parity.ts';
import type { Attestation, Canary, Contact, MockUse, Unplugged } from './no-mocks.ts';
import type { PlannedSuite } from './plan.ts';
import type { Leak, Usage } from './spawn.ts';
import type { Policy } from './policy.ts';
import type { ToolIdentity } from './tool.ts';
import type { Mark, Outcome, Reason } from './words.ts';

/** The journal folded: what is known of a run, complete or not. Made by `journal`, read by judge, assess and report. */
export interface RunState {
  readonly started: RunStarted;
  readonly policy: Policy;
  readonly tools: readonly ToolIdentity[];
  readonly suites: readonly SuiteState[];
  /** Each test in the two ways of --parity; empty for a run that compared nothing. */
  readonly parity: readonly ParityRow[];
  /** What --independence found; empty for a run that did not ask. */
  readonly independence: readonly (Independence & { readonly seq: number })[];
  /** What --unplug found; empty for a run that did not ask. */
  readonly unplugged: readonly (Unplugged & { readonly seq: number })[];
  /** The static scan before the suites; absent when none was made. */
  readonly scan?: Extract<RunEvent, { kind: 'scan-made' }> & {
    readonly seq: number;
    readonly findings: readonly Finding[];
  };
  readonly canaries: readonly (Canary & { readonly seq: number })[];
  readonly incidents: readonly IncidentState[];
  readonly worlds: readonly WorldState[];
  /** Name and kind of every component of the configuration. */
  readonly components: readonly { readonly name: string; readonly kind: string }[];
  readonly needs: readonly (Extract<RunEvent, { kind: 'host-need-checked' }> & { readonly seq: number })[];
  readonly warnings: readonly string[];
  readonly experiments: readonly (Experiment & { readonly seq: number })[];
  readonly budget?: Extract<RunEvent, { kind: 'budget-measured' }>;
  /** Absent when the runner died: the run is then `interrupted`. */
  readonly ended?: Extract<RunEvent, { kind: 'run-ended' }>;
  /** Lines of the journal that were torn or damaged, and what was done about it. */
  readonly damage: readonly string[];
  readonly declared: Declared;
  readonly journal: JournalFacts;
}

/** Which journal this is, so that a report can be held against it. */
export interface JournalFacts {
  readonly records: number;
  /** Number of the last record; larger than `records` when lines were lost. */
  readonly lastSeq: number;
  /** Of the bytes of `events.ndjson`; absent when only records were at hand. */
  readonly sha256?: string;
}

/** From the side files written at the start. */
export interface Declared {
  readonly gates: Gates;
  readonly assessment: AssessmentSettings;
  readonly budget: Budget;
  readonly requirements: readonly Requirement[];
  /** What the registries say that exists; empty lists where they say nothing. */
  readonly contract: Contract;
  readonly components: readonly DeclaredComponent[];
  /** Names of all suites of the configuration, selected or not; absent where the run does not tell. */
  readonly suites?: readonly string[];
  /** Components that a suite of the configuration requires by name, not only because another component does; absent where the run does not tell. */
  readonly asked?: readonly string[];
  /** Variables that a suite sets otherwise for a component of its own world. */
  readonly overrides?: readonly {
    readonly suite: string;
    readonly component: string;
    readonly settings: Readonly<Record<string, string>>;
  }[];
}

/** A component of the configuration, as far as a judge has to know it. */
export interface DeclaredComponent {
  readonly name: string;
  readonly kind: string;
  /** Variables that the configuration gives it, as they stand there: with their references, without secrets. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Components that it requires itself; absent where the run does not tell. */
  readonly requires?: readonly string[];
}

export interface IncidentState {
  readonly incident: Incident;
  readonly seq: number;
  readonly openedAtMs: number;
  readonly closedAtMs?: number;
}

export interface WorldState {
  readonly world: string;
  readonly suites: readonly string[];
  readonly components: readonly string[];
  readonly startedAtMs: number;
  readonly readyAfterMs?: number;
  readonly stopTookMs?: number;
  readonly survivors: readonly Leak[];
  /** Every lease, in order: a component that lost a port has a later one. */
  readonly ports: readonly WorldPort[];
  /** Every change of a component's state, in order. */
  readonly states: readonly WorldComponentState[];
}

export interface WorldPort {
  readonly component: string;
  readonly name: string;
  readonly port: number;
  readonly seq: number;
  readonly atMs: number;
}

export interface WorldComponentState {
  readonly component: string;
  readonly state: ComponentState;
  readonly pid: number;
  readonly note: string;
  readonly seq: number;
  readonly atMs: number;
}

export interface SuiteState {
  readonly planned: PlannedSuite;
  readonly attempts: readonly AttemptState[];
  /** Of the last attempt, or blocked / not-run when there was none. */
  readonly outcome: Outcome;
  readonly reason?: Reason;
  readonly marks: readonly Mark[];
  readonly failure?: Failure;
  /** Set when blocked. */
  readonly blockedBy?: { readonly incident: string; readonly component: string };
  readonly seq: number;
}

export interface AttemptState {
  readonly attempt: string;
  readonly number: number;
  readonly world: string;
  readonly tests: readonly TestState[];
  readonly outcome: Outcome;
  readonly reason?: Reason;
  readonly marks: readonly Mark[];
  readonly end?: AttemptEnd;
  readonly usage?: Usage;
  readonly failure?: Failure;
  readonly leaks: readonly Leak[];
  /** Facts around its tests that are not green, in the order they were found. */
  readonly facts: readonly FoundFact[];
  /** What stood in for real parts, in the order it was seen. */
  readonly mocks: readonly FoundMock[];
  /** One, or one for each test that ran alone; empty when nothing was told of the guard. */
  readonly attestations: readonly (Attestation & { readonly seq: number; readonly ordinal?: number })[];
  /** One for each edge that was declared or touched; with tests alone, one for each edge and test. */
  readonly contacts: readonly (Contact & { readonly seq: number; readonly ordinal?: number })[];
  readonly hang?: string;
  /** The frame in which the test process computed when its limit struck; absent when it was waiting. */
  readonly busy?: Frame;
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
  readonly seq: number;
}

/** A mock with its place in the journal. */
export interface FoundMock {
  readonly seq: number;
  /** The test it belongs to; absent where nobody can tell. */
  readonly ordinal?: number;
  readonly mock: MockUse;
}

/** What is known of a test's own process, with `isolation: test`; of the last one when it was tried again. */
export interface TestProcess {
  readonly number: number;
  readonly world: string;
  readonly leaks: readonly Leak[];
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
  readonly end?: AttemptEnd;
  readonly usage?: Usage;
  readonly hang?: string;
  readonly busy?: Frame;
}

export interface TestState {
  readonly id: TestId;
  readonly outcome: Outcome;
  readonly reason?: Reason;
  readonly marks: readonly Mark[];
  readonly durationMs: number;
  readonly requirements: readonly string[];
  readonly failure?: Failure;
  readonly file?: string;
  readonly line?: number;
  /** Of the event that told the outcome; 0 when it was inferred from silence. */
  readonly seq: number;
  /** Run-relative; absent when the outcome was inferred from silence. */
  readonly endedAtMs?: number;
  /** Absent when it shared the process of its attempt, or never had one. */
  readonly process?: TestProcess;
}
