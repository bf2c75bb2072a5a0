// What the parts of the guard for Node hand to one another. Types only: the parts are CommonJS, because a preload has to be.

/** `guard.json`, written by the runner for one attempt. */
export interface GuardPolicy {
  readonly version: number;
  readonly nonce: string;
  readonly ledger: string;
  /** The project: what lies below it, and not among installed packages, is first-party. */
  readonly root: string;
  readonly cwd: string;
  /** Package names; one that ends in `*` is the beginning of names. */
  readonly refused: readonly string[];
  readonly innocent: readonly string[];
  /** Words of a package name that say what it is for. */
  readonly telling: readonly string[];
  readonly allow: readonly { readonly what: string; readonly reason: string }[];
}

/** A place in a first-party file; lines and columns count from 1. */
export interface GuardPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly name?: string | undefined;
}

export interface GuardHit {
  readonly rule: string;
  readonly verdict: 'block' | 'warn';
  /** What an `allow:` entry names. */
  readonly what: string;
  readonly sentence: string;
  readonly mend: string;
  readonly place?: GuardPlace | undefined;
}

/** What came of it: written at `atMs`; `error` is there to be thrown unless it is tolerated. */
export interface GuardVerdict {
  readonly atMs: number;
  readonly sentence: string;
  readonly refused: boolean;
}

export type Origin = 'first-party' | 'dependency' | 'transparent';

/** Anything that can be called: the guard wraps functions of others without knowing their shapes. */
export type Callable = (this: unknown, ...given: unknown[]) => unknown;

/** An object of another's, seen by its keys. */
export type Bag = Record<PropertyKey, unknown>;

export interface PolicyPart {
  readonly readPolicy: (file: string) => GuardPolicy;
  /** Package of a resolved file or URL: the name after its last `node_modules`. */
  readonly packageOfFile: (file: string) => string | undefined;
  readonly isInstalled: (file: string) => boolean;
  readonly packageOfSpecifier: (specifier: string) => string | undefined;
  readonly isRefused: (policy: GuardPolicy, name: string) => boolean;
  readonly reasonToAllow: (policy: GuardPolicy, hit: GuardHit) => string | undefined;
}

export interface ShellPart {
  /** The commands that these words are, where a shell reads them. */
  readonly commandsOf: (words: readonly string[]) => readonly (readonly string[])[];
  /** What a shell is told to start without the variables of the guard: all of it where they are lost already, else what its line takes them from. */
  readonly unguardedIn: (
    words: readonly string[],
    isLost: boolean,
    runtimeOfScript: (program: string) => 'node' | 'python3' | undefined,
  ) => readonly { readonly program: string; readonly args: readonly string[] }[];
}

export interface ProgramPart {
  /** The program that plays servers, by the arguments of a process. */
  readonly findMockProcess: (argv: readonly string[]) => string | undefined;
  readonly PROGRAMS: ReadonlySet<string>;
  readonly AMBIGUOUS: ReadonlySet<string>;
  /** Paths into a package whose scripts play servers. */
  readonly PACKAGE: RegExp;
}

export interface LedgerPart {
  readonly openLedger: (policy: GuardPolicy) => Ledger;
}

export interface Ledger {
  /** Adds nonce, pid and time, which it returns. Never throws. */
  readonly write: (line: Readonly<Record<string, unknown>>) => number;
  readonly hit: (hit: GuardHit) => GuardVerdict;
}

export interface PlacePart {
  readonly openPlaces: (policy: GuardPolicy) => Places;
}

export interface Places {
  readonly originOf: (file: string | null | undefined) => Origin;
  /** Who called, past Node, the guard and the packages named: first-party, or undefined when it was a dependency. */
  readonly caller: (past: Callable | undefined, through?: (file: string) => boolean) => GuardPlace | undefined;
  /** Where a file names a specifier, as well as its text tells. */
  readonly locate: (file: string, specifier: string) => GuardPlace;
  /** The same place in the source that a source map names. */
  readonly mapped: (place: GuardPlace) => GuardPlace;
}

export interface Guard {
  readonly policy: GuardPolicy;
  readonly ledger: Ledger;
  readonly places: Places;
  readonly preload: string;
  /** Writes it down and throws unless it is tolerated, or only a warning. */
  readonly refuse: (hit: GuardHit) => void;
  /** An error of which is known at the end whether anybody looked at it. */
  readonly errorOf: (sentence: string, atMs: number) => Error;
  /** A module of Node's own is about to be used: patches it once. */
  readonly builtin: (name: string) => void;
  /** The ES side is needed from here on. */
  readonly needImports: () => void;
  /** At the end of the process, or of this thread. */
  readonly atEnd: (job: () => void) => void;
}

export interface ImportsPart {
  readonly armImports: (guard: Guard) => void;
  readonly hasSyncHooks: () => boolean;
  readonly startsWithImports: () => boolean;
  readonly isHooksThread: () => boolean;
  readonly keepPreloadsOut: () => void;
}

export interface InspectorPart {
  /** Where each was written; undefined for what is none, or is native. */
  readonly placesOf: (functions: readonly unknown[]) => readonly (GuardPlace | undefined)[];
  /** Of the last script that was run under the name of this file. */
  readonly sourceMapUrlOf: (file: string) => string | undefined;
}

/** A property that tells who overwrites it. */
export interface Pin {
  readonly target: object;
  readonly key: string;
  readonly what: string;
  readonly descriptor: PropertyDescriptor;
}

/** Each part puts itself to work. */
export interface ArmPart {
  readonly arm: (guard: Guard) => void;
}

export interface LoadJudge {
  /** The refused package that `importer` loads as `specifier` from `resolved`, if that is first-party's doing. */
  readonly judge: (importer: string | undefined, specifier: string, resolved: string) => string | undefined;
}

export interface LoadPart {
  readonly openLoads: (policy: GuardPolicy, places: Places) => LoadJudge;
  readonly loadHit: (what: string, place: GuardPlace | undefined) => GuardHit;
}

export interface BuiltinPart {
  readonly WATCHED: ReadonlySet<string>;
  readonly armBuiltin: (guard: Guard, name: string, exported: Bag) => void;
}

export interface PinPart {
  readonly pin: (guard: Guard, target: object, key: string, what: string) => void;
  /** All of them, so that it can be seen at the end whether somebody put another property in their place. */
  readonly pins: readonly Pin[];
  readonly ruleOf: (what: string) => string;
  readonly pinSocket: (guard: Guard) => void;
  readonly pinGlobals: (guard: Guard, target: object) => void;
  /** A function that behaves like `original` in every respect but what `apply` adds. */
  readonly wrap: (
    original: unknown,
    apply: (original: Callable, self: unknown, given: unknown[]) => unknown,
  ) => unknown;
  readonly replace: (target: object, key: PropertyKey, value: unknown) => void;
}

export interface FrameworkPart {
  /** What a module of a framework exports, after the guard has seen it. */
  readonly furnish: (guard: Guard, file: string, exported: unknown) => unknown;
  readonly armVitest: (guard: Guard, vi: Bag) => void;
}
