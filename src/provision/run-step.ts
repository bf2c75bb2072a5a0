import { describeEnd, runProgram, type ProgramEnd } from './run-program.ts';

export interface RunStepOptions {
  /** `fetching x`, `compiling y`: said at the start and again every few seconds. */
  readonly what: string;
  readonly say: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** How far it is, from the lines of stderr so far; absent = only the time is told. */
  readonly countLines?: (lines: readonly string[]) => string;
  /** Why it failed, where the program says so in a form of its own. */
  readonly explain?: (end: ProgramEnd) => string | undefined;
}

const TELL_EVERY_MS = 5_000;

/**
 * Runs one slow step of an obtaining with signs of life.
 *
 * @throws when it does not end with exit status 0, with what it said last.
 */
export async function runStep(command: string, args: readonly string[], options: RunStepOptions): Promise<ProgramEnd> {
  const { what, say, signal, countLines } = options;
  const startedMs = performance.now();
  const lines: string[] = [];
  say(what);
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    say(`${what}: ${seconds} s${countLines === undefined ? '' : `, ${countLines(lines)}`}`);
  }, TELL_EVERY_MS);
  try {
    const end = await runProgram(command, args, { ...options, onErrorLine: (line) => void lines.push(line) });
    signal.throwIfAborted();
    if (end.code !== 0) throw new Error(`${what} failed: ${options.explain?.(end) ?? describeEnd(end)}`);
    return end;
  } finally {
    clearInterval(timer);
  }
}
