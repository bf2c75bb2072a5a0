import type { ExperimentSettings } from './experiment-request.ts';
import type { AssessmentSettings, SelectedGate } from './assessment-settings.ts';
import type { ToldPromise } from './promised.ts';
import type { ContactLevel, Heading, Lane } from './words.ts';

/** Where a value stands in the user's file, for messages. Lines and columns count from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The whole configuration after defaults, profile, variables and flags. Frozen; made by `config` alone. */
export interface Config {
  readonly version: 1;
  readonly project: string;
  /** Absolute path of the file it came from. */
  readonly file: string;
  /** Folder of that file: the working directory of services and suites, and the parent of `reports/`. */
  readonly root: string;
  readonly profile?: string;
  readonly components: readonly ComponentSpec[];
  readonly suites: readonly SuiteSpec[];
  readonly scope: 'suite' | 'run';
  readonly gates: Gates;
  readonly assessment: AssessmentSettings;
  readonly budget: Budget;
  readonly requirements: readonly Requirement[];
  readonly contract: Contract;
  readonly provision: ProvisionSettings;
  readonly limits: Limits;
  readonly run: RunSettings;
  readonly experiments: ExperimentSettings;
  /** Absent = as by default: armed, with a scan before each run. */
  readonly guard?: GuardSettings;
  /** Mocks that every suite may use, each for a reason; absent = none. */
  readonly allow?: readonly AllowEntry[];
  /** The texts that were read, to be stored with the run: name → content. */
  readonly sources: Readonly<Record<string, string>>;
  /** Things that are allowed but probably unintended, each a whole sentence. */
  readonly warnings: readonly string[];
}

/** One component. `options` was checked by the schema of its kind; only that kind reads it. */
export interface ComponentSpec {
  readonly name: string;
  readonly kind: string;
  readonly requires: readonly string[];
  /** false leaves the start to a suite, by the control socket. */
  readonly autostart: boolean;
  readonly options: unknown;
  readonly declares: ComponentDeclaration;
  readonly place: SourcePlace;
}

/** What a component will have once started: fixed before anything runs, so that references can be checked. */
export interface ComponentDeclaration {
  readonly ports: readonly PortDeclaration[];
  readonly urls: readonly string[];
  readonly secrets: readonly string[];
  /** URL → the secret that it holds: told only to suites that ask for that secret. */
  readonly secretUrls?: Readonly<Record<string, string>>;
  /** Directories of its own below the world's root, besides those every world has. */
  readonly dirs: readonly string[];
  readonly facts: readonly string[];
  /** Components that its options name (`publishTo`): config adds them to `requires`. */
  readonly requires?: readonly string[];
}

export interface PortDeclaration {
  readonly name: string;
  readonly protocol: 'tcp' | 'udp' | 'both';
  /** A fixed number under a host-wide lock; absent = leased. */
  readonly pinned?: number;
  /** First of an even/odd pair, as RTP and RTCP need; the second is `<name>` + 1 and needs no declaration. */
  readonly pair?: boolean;
  /** Somebody else listens there (a service by address): known, never leased and never locked. */
  readonly foreign?: boolean;
  /** Who knows its number hands it on (a server of media, whose addresses others advertise): it is the same for all who ask. */
  readonly advertised?: boolean;
  /** No relay may stand before it: who answers is known by its number (host keys of ssh). */
  readonly direct?: boolean;
}

export interface SuiteSpec {
  readonly name: string;
  readonly engine: string;
  readonly lane: Lane;
  readonly requires: readonly string[];
  /** Components without which it runs too, marked `degraded`; absent = none. */
  readonly uses?: readonly string[];
  readonly timeoutMs: number;
  /** With `isolation: test`: limit of each test's own process; absent = `timeoutMs`. */
  readonly testTimeoutMs?: number;
  /** Edge (`service` or `service>mediamtx`) → level that a pass must have reached. */
  readonly contact: Readonly<Record<string, ContactLevel>>;
  readonly covers: readonly string[];
  /** Pattern of titles → requirements that the tests verify which it fits; beside what tests cite themselves. */
  readonly cites?: Readonly<Record<string, readonly string[]>>;
  readonly tags: readonly string[];
  /** `component.secret` names handed to this suite. */
  readonly secrets: readonly string[];
  /** Component → variables that replace its own for this suite's world. */
  readonly with: Readonly<Record<string, { readonly env: Readonly<Record<string, string>> }>>;
  readonly needs: readonly string[];
  readonly exclusive: boolean;
  /** Mocks that this suite may use, each for a reason; absent = none. */
  readonly allow?: readonly AllowEntry[];
  readonly isolation: 'suite' | 'test';
  readonly retries: number;
  /** false = no relay in the world of this suite. */
  readonly tap?: boolean;
  /** Program and arguments that run one of its files by itself, for --parity; absent = its engine runs each test alone. */
  readonly standalone?: readonly string[];
  /** Values may hold references to what the suite requires (`${service.urls.ws}`); to secrets only when it asks for them. */
  readonly env: Readonly<Record<string, string>>;
  /** Folder in which the suite runs; absolute. The folder of the configuration, or of the pack. */
  readonly cwd: string;
  /** Checked by the engine's schema: files, command, args, nodeArgs … */
  readonly options: unknown;
  readonly place: SourcePlace;
}

/** How mocks are looked for in suites of lanes other than unit. */
export interface GuardSettings {
  /** on = every test process is armed; off = none, and the reports say so. */
  readonly mode: 'on' | 'off';
  readonly scan: 'before-run' | 'off';
  /** Ledger of findings that the project started with; absolute. */
  readonly baseline?: string;
}

/** One mock that is tolerated: told in every report, and it changes no outcome. */
export interface AllowEntry {
  /** What was used (`nock`, `unittest.mock.patch`), or the rule that met it. */
  readonly what: string;
  readonly reason: string;
}

export interface Gates {
  readonly maxCauses: Readonly<Partial<Record<Heading, number>>>;
  /** 0..1 of executed tests. */
  readonly minPassRate: number;
  readonly hollow?: number;
  readonly empty?: number;
  readonly blocked?: number;
  readonly flaky?: number;
  /** Suites that may run in a process without the guard. */
  readonly unguarded?: number;
  /** Tests and whole suites that may use a mock that is not allowed. */
  readonly mocks?: number;
  /** Suites that may pass although an edge they declare was refused; needs --unplug. */
  readonly unplugged?: number;
  /** 0..1 of the registered requirements, and of the critical among them, that this run must verify. */
  readonly minRequirementCoverage?: number;
  readonly minCriticalCoverage?: number;
  /** Gates on some of the tests alone. */
  readonly selected?: readonly SelectedGate[];
}

/** The budget of a whole run; each a gate. */
export interface Budget {
  readonly durationMs: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly networkBytes: number;
}

export interface Limits {
  readonly maxOutputBytes: number;
  readonly maxMemoryBytes: number;
  readonly maxProcesses: number;
  readonly graceMs: number;
}

/** How a run goes about its suites, where a flag does not say otherwise. */
export interface RunSettings {
  /** Absent = 1 where a suite of lane system or load is among them, else one for each processor. */
  readonly workers?: number;
  readonly repeatEach: number;
  readonly maxFailures?: number;
  readonly globalTimeoutMs?: number;
  /** With --unplug: no suite runs again after it. */
  readonly unplugLimitMs: number;
  readonly keep: 'always' | 'on-failure' | 'never';
  readonly seed?: string;
  /** false = no relay stands between those who ask and those who answer: who touched whom is then read from the kernel's tables alone. */
  readonly tap?: boolean;
}

export interface ProvisionSettings {
  readonly mediamtx?: string;
  readonly ffmpeg?: string;
  readonly ffprobe?: string;
  /** Base address that replaces the official release address. */
  readonly mirror?: string;
  readonly cacheDir?: string;
  /** The release of MediaMTX to use, with or without the leading `v`; absent = any supported one, the pinned one if obtained. */
  readonly mediamtxVersion?: string;
}

export interface Requirement extends ToldPromise {
  readonly id: string;
  readonly text: string;
  readonly source: string;
  readonly status: 'approved' | 'draft' | 'conflicting';
  readonly critical: boolean;
  /** `behaviour`, `method`, `error`, `limit`, `route`, `notification`, `setting`, `format`, or a word of the owner's own. */
  readonly kind: string;
  /** `service>mediamtx`: what is demanded of the exchange between two components, not of one alone. */
  readonly edge?: string;
  /** Suites, or printed test ids, that must exist and be selected for this requirement. */
  readonly verifiedBy?: readonly string[];
  /** Names of `contract` that it speaks of: methods, `GET /routes`, codes. */
  readonly names?: readonly string[];
}

/** What the documents say that exists. A registry without it decides less, never wrongly. */
export interface Contract {
  readonly methods: readonly ContractMethod[];
  readonly routes: readonly ContractRoute[];
  readonly codes: readonly ContractCode[];
}

export interface ContractMethod {
  readonly name: string;
  readonly status: Requirement['status'];
  /** Top-level fields that its documented result has, `name?` for one that may be missing; absent = not said. */
  readonly result?: readonly string[];
}

export interface ContractRoute {
  /** `GET /health/ready`. */
  readonly name: string;
  readonly status: Requirement['status'];
  readonly result?: readonly string[];
}

export interface ContractCode {
  readonly code: string;
  readonly meaning: string;
  /** Whose doing the code reports: the caller's mistake, a fault of the service, or of a component that it needs. */
  readonly blames: 'caller' | 'service' | 'dependency' | 'unsupported';
  readonly component?: string;
}
