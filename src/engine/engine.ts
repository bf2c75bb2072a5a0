import type { z } from 'zod';
import type {
  AnnouncedTest,
  ChildEnd,
  EngineEvent,
  EventDamage,
  Lane,
  Reason,
  SpawnDescription,
  SuiteSpec,
} from '#domain';

/** An engine is one file with its plug-in files beside it. It starts nothing and holds no state. */
export interface Engine<Options> {
  readonly name: string;
  readonly schema: z.ZodType<Options>;
  /** Which files must exist, so that a missing one is told before anything starts; absolute paths. */
  readonly files: (options: Options, suite: SuiteSpec) => readonly string[];
  /** What makes these options impossible on this machine, as whole sentences; asked before anything starts. */
  readonly complain?: (options: Options, suite: SuiteSpec) => readonly string[];
  /** Programs that must be on the PATH (`bash`, `node`). */
  readonly programs: (options: Options) => readonly string[];
  readonly plan: (input: EngineInput<Options>) => EnginePlan;
  /** Titles of all its tests where they are known without asking: when none matches -g, nothing is started. */
  readonly titles?: (options: Options, suite: SuiteSpec) => readonly string[] | undefined;
  /** Lists tests without running them; absent when the engine cannot tell. Events come over the same FIFO. */
  readonly list?: (input: EngineInput<Options>) => EnginePlan;
  /** True = `plan` and `list` honour `only` exactly; without it a suite of this engine cannot have `isolation: test`. */
  readonly selects?: boolean;
  /** One line from the FIFO. Side files that a line names were read by the caller and are given in `sides`. */
  readonly decode: (line: string, context: DecodeContext) => EngineEvent | EventDamage;
  /** For engines whose results stand in the output or the exit code: a reader for one attempt. */
  readonly openOutput?: (input: EngineInput<Options>) => OutputReader;
  /** Reason for an end that no event explained. */
  readonly describeExit: (end: ChildEnd, seen: SeenSoFar) => ExitVerdict;
}

export interface EngineInput<Options> {
  readonly suite: SuiteSpec;
  readonly options: Options;
  readonly lane: Lane;
  /** Titles to run; absent = all. From -g, or from --last-failed where the engine can select. */
  readonly grep?: string;
  /** Exactly these tests and no other; outranks `grep`. Given to engines with `selects` alone. */
  readonly only?: ExactSelection;
  /** Where Node may write its diagnostic report when it hangs. */
  readonly tmpDir: string;
  /** REALITY_TMP of the child: a folder of its own, empty when it starts. */
  readonly scratchDir: string;
  /** Where the plug-in writes its side files. */
  readonly sideDir: string;
  /** True = the attempt asks which tests there are, and runs none. */
  readonly lists?: boolean;
  /** Hides the secrets of the run in a text that the engine itself read from a file. */
  readonly redact: (text: string) => string;
  /** The runner's limit; the framework's own is set a little below. */
  readonly timeoutMs: number;
}

/**
 * Tests as `list` announced them, told apart by titles and occurrence. Never as a pattern and never through argv: titles hold anything,
 * and thousands of characters of it.
 */
export interface ExactSelection {
  readonly tests: readonly AnnouncedTest[];
  /** The same as JSON, for the plug-in to read. */
  readonly file: string;
}

export interface EnginePlan {
  readonly spawn: SpawnDescription;
  /** Folders that are to stand first in variables that hold a list of them (`PYTHONPATH`), before what the user has there. */
  readonly searchFirst?: Readonly<Record<string, string>>;
  /** True = a plug-in tells events over the FIFO, and an end without `finished` came too early. */
  readonly speaks: boolean;
}

/** Reads one attempt's output as it comes. It holds state; its engine does not. */
export interface OutputReader {
  readonly begin: () => readonly EngineEvent[];
  readonly line: (stream: 'stdout' | 'stderr', line: string) => readonly EngineEvent[];
  /** What it holds back, told when the child has gone, however it ended. */
  readonly drain?: () => readonly EngineEvent[];
  /** Called when the child ended by itself, with an exit code. */
  readonly end: (end: ChildEnd) => readonly EngineEvent[];
}

export interface DecodeContext {
  readonly nonce: string;
  readonly readSide: (name: string) => string | undefined;
}

export interface SeenSoFar {
  readonly announced: number;
  readonly ended: number;
  /** Tests that ended other than passed or skipped. */
  readonly failed: number;
  readonly finished: boolean;
}

export type ExitVerdict =
  | { readonly kind: 'clean' }
  | {
      readonly kind: 'wrong';
      readonly outcome: 'failed' | 'errored' | 'crashed';
      readonly reason: Reason;
      readonly sentence: string;
    };
