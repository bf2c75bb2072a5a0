import { closeSync, existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { execa } from 'execa';
import type { SpawnDescription } from '#domain';
import { splitMarker } from './marker.ts';
import type { PipeEnds } from './pipe-pool.ts';

export interface Pipes {
  readonly stdout: PipeEnds | undefined;
  readonly stderr: PipeEnds | undefined;
  /** An open file below the scope's directory, inherited by all that descends from the child. Closed here. */
  readonly leash: number | undefined;
}

export type Spawned =
  | {
      readonly kind: 'running';
      readonly pid: number;
      /** Exit code and signal. Does not wait for the end of any pipe. */
      readonly exit: Promise<readonly [code: number | null, signal: string | null]>;
      /** Streams of Node where there was no pipe of ours. */
      readonly stdout: Readable | null;
      readonly stderr: Readable | null;
    }
  | { readonly kind: 'failed'; readonly why: Promise<string> };

/**
 * `detached` makes a session. No buffer, time limit and clean-up by execa: they reach the direct child alone, ours the whole
 * tree. The write ends of the pipes are closed here, and the read ends too when nothing was started.
 */
export function spawnProgram(description: SpawnDescription, marker: string, pipes: Pipes): Spawned {
  const { argv, cwd, env, stdin = 'ignore' } = description;
  const [file, ...args] = argv;
  const [name, value] = splitMarker(marker);
  const subprocess = execa(file, args, {
    cwd,
    env: { ...env, [name]: value },
    extendEnv: false,
    stdio: [
      stdin,
      describeOutput(pipes.stdout),
      describeOutput(pipes.stderr),
      ...(pipes.leash !== undefined && isDescriptor(pipes.leash) ? [pipes.leash] : []),
    ],
    detached: true,
    cleanup: false,
    buffer: false,
    reject: false,
  });
  const ours = [pipes.stdout, pipes.stderr].filter((ends) => ends !== undefined);
  for (const { writeEnd } of ours) closeSync(writeEnd);
  if (pipes.leash !== undefined) closeSync(pipes.leash);
  const { pid } = subprocess;
  if (pid === undefined) {
    for (const { readEnd } of ours) closeSync(readEnd);
    const why = subprocess.then((result) => describeFailure(result, description));
    return { kind: 'failed', why };
  }
  // The promise of execa waits for the end of its streams as well, which a grandchild may put off for ever.
  const exit = new Promise<readonly [number | null, string | null]>((resolve) => {
    subprocess.once('exit', (code, signal) => resolve([code, signal]));
  });
  return { kind: 'running', pid, exit, stdout: subprocess.stdout, stderr: subprocess.stderr };
}

function describeOutput(ends: PipeEnds | undefined): 9 | 'pipe' {
  return ends !== undefined && isDescriptor(ends.writeEnd) ? ends.writeEnd : 'pipe';
}

/** execa passes any descriptor on, but its types name those from 3 to 9 alone. */
function isDescriptor(value: number): value is 9 {
  return Number.isInteger(value);
}

interface FailedResult {
  readonly code?: string | undefined;
  readonly originalMessage?: string | undefined;
}

/** Node says ENOENT of the command also when it is the working directory that is missing. */
function describeFailure(result: FailedResult, { argv, cwd }: SpawnDescription): string {
  if (!existsSync(cwd)) return `working directory does not exist: ${cwd}`;
  if (result.code === 'ENOENT') return `command not found: ${argv[0]}`;
  if (result.code === 'EACCES') return `command may not be executed: ${argv[0]}`;
  return result.originalMessage ?? `command cannot be started: ${argv[0]}`;
}
