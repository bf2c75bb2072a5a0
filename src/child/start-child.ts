import { openSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { ChildEnd, ProcessIdentity, SpawnDescription } from '#domain';
import { Capture } from './capture.ts';
import { extendMarker } from './marker.ts';
import type { PipeEnds } from './pipe-pool.ts';
import { readStat } from './read-process.ts';
import { type StreamReader, drainStreams, readNodeStream, readPipe } from './read-stream.ts';
import { spawnProgram } from './spawn-program.ts';
import { StopRoutine } from './stop-routine.ts';
import type { Child, StartChildOptions, TreeRules } from './types.ts';

/** How long after the exit the pipes may go on bringing bytes before we stop to listen. */
const DRAIN_MS = 500;
/** The kernel, when it runs out of memory, shall take a child of ours and not us. */
const OUT_OF_MEMORY_SCORE = '500';
/** Node's timers turn anything longer into one millisecond. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Starts one program in a session of its own. What the child does is a value: a command that is not found is a child whose
 * end has `spawnError`. The end is known at `exit`; whatever the child left behind is for the scope to find.
 */
export async function startChild(description: SpawnDescription, options: StartChildOptions): Promise<Child> {
  const { environment, scope } = options;
  const marker = extendMarker(scope.marker, environment.randomHex(4));
  const taken = { stdout: await scope.takePipe(), stderr: await scope.takePipe() };
  const pipes = { ...taken, leash: openLeash(scope.directory) };
  const startedMs = environment.monotonicMs();
  const elapsedMs = (): number => environment.monotonicMs() - startedMs;

  const spawned = spawnProgram(description, marker, pipes);
  if (spawned.kind === 'failed') return makeFailedChild(await spawned.why, options, elapsedMs());
  const { pid } = spawned;
  const identity: ProcessIdentity = { pid, startTime: readStat(pid)?.startTime ?? 0 };
  const stopRoutine = new StopRoutine(identity, options);
  scope.adopt(identity, makeTreeRules(marker, options, stopRoutine));
  yieldToOutOfMemory(pid);

  const capture = openCapture(options, elapsedMs, () => stopRoutine.begin('output-limit'));
  const readers = (['stdout', 'stderr'] as const).flatMap(
    (stream) => openReader(pipes[stream], spawned[stream], (bytes) => capture.take(stream, bytes)) ?? [],
  );
  const timer = startTimer(options.timeLimitMs, () => stopRoutine.begin('time-limit'));

  const end = async (): Promise<ChildEnd> => {
    const [code, signal] = await spawned.exit;
    const durationMs = elapsedMs();
    clearTimeout(timer);
    stopRoutine.noteExit();
    await drainStreams(readers, () => elapsedMs() - durationMs > DRAIN_MS);
    return { ...identity, code, signal, cause: stopRoutine.cause, durationMs, ...capture.finish() };
  };
  const ended = end();
  return {
    ...identity,
    startedMs,
    ended,
    tail: () => capture.tail(),
    stop: async (cause, how) => {
      stopRoutine.begin(cause, how?.graceMs);
      await stopRoutine.finished;
      return ended;
    },
    signal: (name) => stopRoutine.signal(name),
  };
}

/**
 * A descriptor that nobody uses and few close: a shell's background job that drops its environment, session, pipes and folder at once, and
 * loses its parent before the next sample, still holds it open, and is found by it.
 */
function openLeash(directory: string): number | undefined {
  try {
    const file = path.join(directory, '.leash');
    const leash = openSync(file, 'a', 0o600);
    // The kernel goes on showing its path.
    unlinkSync(file);
    return leash;
  } catch {
    return undefined;
  }
}

function makeTreeRules(marker: string, options: StartChildOptions, stopRoutine: StopRoutine): TreeRules {
  const { maxMemoryBytes, maxProcesses } = options;
  return {
    marker,
    ...(maxMemoryBytes === undefined ? {} : { maxMemoryBytes }),
    ...(maxProcesses === undefined ? {} : { maxProcesses }),
    onLimit: (cause) => stopRoutine.begin(cause),
  };
}

function openCapture(options: StartChildOptions, elapsedMs: () => number, onLimit: () => void): Capture {
  const { logFile, redact, maxOutputBytes, onLine } = options;
  const base = { file: logFile, redact, elapsedMs, maxOutputBytes, onLimit };
  return new Capture(onLine === undefined ? base : { ...base, onLine });
}

function startTimer(timeLimitMs: number | undefined, expire: () => void): NodeJS.Timeout | undefined {
  if (timeLimitMs === undefined || timeLimitMs > MAX_TIMER_MS) return undefined;
  return setTimeout(expire, timeLimitMs);
}

/** The end of a program that never ran, in the shape of all ends. */
function makeFailedChild(spawnError: string, options: StartChildOptions, durationMs: number): Child {
  const captured = openCapture(
    options,
    () => durationMs,
    () => undefined,
  ).finish();
  const end: ChildEnd = {
    pid: 0,
    startTime: 0,
    code: null,
    signal: null,
    cause: 'none',
    spawnError,
    durationMs,
    ...captured,
  };
  return {
    pid: 0,
    startTime: 0,
    startedMs: options.environment.monotonicMs(),
    ended: Promise.resolve(end),
    tail: () => '',
    stop: async () => end,
    signal: () => false,
  };
}

function openReader(
  ends: PipeEnds | undefined,
  stream: Readable | null,
  take: (bytes: Buffer) => void,
): StreamReader | undefined {
  if (ends !== undefined) return readPipe(ends.readEnd, take);
  return stream === null ? undefined : readNodeStream(stream, take);
}

function yieldToOutOfMemory(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, OUT_OF_MEMORY_SCORE);
  } catch {
    // Gone already, or a kernel without it: the limits of the sampler still hold.
  }
}
