import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ProgramOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Each whole line of stderr as it comes; build tools tell their progress there. */
  readonly onErrorLine?: (line: string) => void;
}

/** How a program ended, and the first and last part of what it said. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly endedBy: NodeJS.Signals | null;
  readonly timedOut: boolean;
  /** Why it did not start at all: ENOENT, EACCES, ENOEXEC … */
  readonly startError?: string;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface Program {
  readonly pid: number | undefined;
  /** Settles when the program has ended, with whatever it had started in its session gone too. Never rejects. */
  readonly ended: Promise<ProgramEnd>;
  readonly hasEnded: () => boolean;
  /** Writes to its standard input and closes it. */
  readonly feed: (bytes: Buffer) => void;
  readonly kill: () => void;
}

/** `$0` of the shell below; a process that still shows it is no part of the program. */
export const LEASH_NAME = 'reality-leash';
/**
 * The program replaces this shell, so that it leads the session; a child of the shell waits on descriptor 3, a pipe from us,
 * and kills the whole session when the pipe ends. So a compiler or a held program does not outlive us, even by kill -9.
 */
const LEASH = '( read -r _ <&3; kill -s KILL -- -$$ ) </dev/null >/dev/null 2>&1 & exec "$@" 3<&-';

const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;
const DRAIN_MS = 200;

/** Starts a program that we ask a question or give a step of work: a session of its own, bounded output, a deadline. */
export function startProgram(command: string, args: readonly string[], options: ProgramOptions): Program {
  const child = spawn('/bin/sh', ['-c', LEASH, LEASH_NAME, command, ...args], {
    cwd: options.cwd,
    env: { ...options.env },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  // A program that does not read what it is fed is judged by its end, not by our failed write.
  child.stdin.on('error', () => {});
  const state = { ended: false };
  const kill = (): void => killSession(child);
  const ended = watchToEnd(child, options, kill).then((end) => {
    state.ended = true;
    return end;
  });
  return { pid: child.pid, ended, hasEnded: () => state.ended, feed: (bytes) => child.stdin.end(bytes), kill };
}

/** Runs a program to its end with an empty standard input, or with the given one. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions & { readonly input?: Buffer },
): Promise<ProgramEnd> {
  const program = startProgram(command, args, options);
  program.feed(options.input ?? Buffer.alloc(0));
  return program.ended;
}

/** What a person needs to know of an end that was not the wished one. */
export function describeEnd(end: ProgramEnd): string {
  if (end.startError !== undefined) return `it does not start: ${end.startError}`;
  const how = describeHow(end);
  const said = lastLines(end.stderr, 3) || lastLines(end.stdout.toString('utf8'), 3);
  return said === '' ? `${how} and said nothing` : `${how}: ${said}`;
}

function describeHow(end: ProgramEnd): string {
  if (end.timedOut) return 'it did not end in time';
  if (end.endedBy !== null) return `it was ended by ${end.endedBy}`;
  return `it ended with exit status ${end.code ?? 'unknown'}`;
}

function lastLines(text: string, count: number): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-count).join(' / ').slice(-400);
}

async function watchToEnd(child: ChildProcess, options: ProgramOptions, kill: () => void): Promise<ProgramEnd> {
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr, options.onErrorLine);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, options.timeoutMs);
  options.signal.addEventListener('abort', kill, { once: true });
  if (options.signal.aborted) kill();
  const exit = await waitForExit(child);
  clearTimeout(timer);
  options.signal.removeEventListener('abort', kill);
  // What the program left running may hold the pipes open for ever: it is killed, and the wait for the rest is bounded.
  kill();
  await Promise.race([Promise.all([stdout.closed, stderr.closed]), sleep(DRAIN_MS)]);
  for (const stream of child.stdio) stream?.destroy();
  return { ...exit, timedOut, stdout: stdout.bytes(), stderr: stderr.bytes().toString('utf8') };
}

async function waitForExit(child: ChildProcess): Promise<Pick<ProgramEnd, 'code' | 'endedBy' | 'startError'>> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, endedBy: null, startError: error.message }));
    child.once('exit', (code, endedBy) => resolve({ code, endedBy }));
  });
}

function collect(
  stream: NodeJS.ReadableStream | null,
  onLine?: (line: string) => void,
): { readonly bytes: () => Buffer; readonly closed: Promise<void> } {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  let rest = '';
  stream?.on('data', (chunk: Buffer) => {
    // The first bytes hold what we look for; of a flood only the newest chunk is kept beside them, for the message.
    if (sizeBytes > MAX_OUTPUT_BYTES) chunks.pop();
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (onLine === undefined) return;
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = (lines.pop() ?? '').slice(-4096);
    for (const line of lines) onLine(line);
  });
  const closed = new Promise<void>((resolve) => {
    if (stream === null) return resolve();
    stream.once('end', () => resolve());
    stream.once('error', () => resolve());
  });
  return { bytes: () => Buffer.concat(chunks), closed };
}

function killSession(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // ESRCH: the whole group has gone already, which is what we want.
  }
}
