import { spawn } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** How a running process was started: what it takes to start the like of it. */
export interface StartRecipe {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Reads the recipe of a running process from /proc; fails when it has gone or belongs to somebody else. */
export function readRecipe(pid: number): StartRecipe {
  const words = (file: string): string[] => readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0').slice(0, -1);
  const env = Object.fromEntries(
    words('environ').map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );
  return { argv: words('cmdline'), cwd: readlinkSync(`/proc/${pid}/cwd`), env };
}

export interface ExitFacts {
  readonly code: number | null;
  readonly signal: string | null;
  /** Since the start, in milliseconds. */
  readonly afterMs: number;
}

/** A process that a suite started itself from the recipe of another; killed with its group when disposed. */
export interface Twin extends AsyncDisposable {
  readonly pid: number;
  /** Both outputs mixed, the last 64 KiB. */
  readonly said: () => string;
  readonly exited: Promise<ExitFacts>;
  readonly signal: (name: 'SIGTERM' | 'SIGINT' | 'SIGKILL') => void;
}

/** Starts the like of a process with some variables changed (undefined = taken away). */
export function startTwin(recipe: StartRecipe, changes: Readonly<Record<string, string | undefined>> = {}): Twin {
  const [program = '', ...args] = recipe.argv;
  const startedMs = performance.now();
  const env = { ...recipe.env, ...changes };
  const child = spawn(program, args, { cwd: recipe.cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let said = '';
  const keep = (chunk: Buffer): void => {
    said = `${said}${chunk.toString()}`.slice(-65_536);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const exited = new Promise<ExitFacts>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal, afterMs: performance.now() - startedMs }));
    child.once('error', (error) => {
      said += error.message;
      resolve({ code: null, signal: null, afterMs: performance.now() - startedMs });
    });
  });
  const pid = child.pid ?? 0;
  return {
    pid,
    said: () => said,
    exited,
    signal: (name) => child.kill(name),
    [Symbol.asyncDispose]: async () => {
      killGroup(pid);
      await exited;
    },
  };
}

/** The whole group: a wrapper such as a shell must not leave the service behind. */
function killGroup(pid: number): void {
  if (pid === 0) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in the group: that is what was wanted.
  }
}
