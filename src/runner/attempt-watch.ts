import { readStat } from '#child';
import type { Child } from '#child';
import type { Incident, PlannedSuite } from '#domain';
import type { World } from '#world';
import type { Run } from './open-run.ts';

/** Often enough that nobody waits for it, seldom enough to cost nothing. */
const LINGER_LOOK_MS = 100;
/** As long as an idle keep-alive connection may honestly hold a process on a crowded machine. */
const MIN_LINGER_MS = 5000;
/** An interpreter may honestly work for a while to put away what ten thousand tests made; one that works longer than this will not end. */
const MAX_LINGER_MS = 30_000;

export interface AttemptWatch {
  /** The component that was lost, if that is what stopped the attempt. */
  readonly incident: () => Incident | undefined;
  readonly paused: () => boolean;
  /** True when all tests had ended and the process would not go. */
  readonly lingered: () => boolean;
  readonly dispose: () => void;
}

export interface WatchInput {
  readonly run: Run;
  readonly planned: PlannedSuite;
  readonly world: World | undefined;
  readonly child: Child;
  readonly isFinished: () => boolean;
}

/** Stops a child for everything that is not its own doing or its own limits; the first cause wins in the child. */
export function watchAttempt(input: WatchInput): AttemptWatch {
  const { run, planned, world, child } = input;
  const over = new AbortController();
  const state: { incident?: Incident; paused: boolean; lingered: boolean } = { paused: false, lingered: false };
  const stop = (...how: Parameters<Child['stop']>): void => {
    void child.stop(...how);
  };
  const onHalt = (): void => {
    stop(run.halt.cause() ?? 'run-interrupted', run.halt.hurry.aborted ? { graceMs: 0 } : {});
  };
  if (run.halt.signal.aborted) onHalt();
  run.halt.signal.addEventListener('abort', onHalt, { signal: over.signal });
  run.halt.hurry.addEventListener('abort', onHalt, { signal: over.signal });
  const forget = run.onPaused(() => {
    state.paused = true;
    stop('asked', { graceMs: 0 });
  });
  const awaitLoss = async (): Promise<void> => {
    const incident = await world?.lost(planned.closure, over.signal);
    if (over.signal.aborted || incident === undefined) return;
    state.incident = incident;
    stop('component-down');
  };
  void awaitLoss();
  const linger = watchLinger(input, () => {
    state.lingered = true;
    stop('time-limit');
  });
  return {
    incident: () => state.incident,
    paused: () => state.paused,
    lingered: () => state.lingered,
    dispose: () => {
      clearInterval(linger);
      forget();
      over.abort();
    },
  };
}

/** A process that has told its last test, does nothing any more and does not go within this time will not go at all. */
function watchLinger({ run, child, isFinished }: WatchInput, expire: () => void): NodeJS.Timeout {
  const lingerMs = Math.max(MIN_LINGER_MS, run.request.policy.limits.graceMs);
  const { monotonicMs } = run.context.environment;
  let finishedMs: number | undefined;
  let [idleSinceMs, ticks] = [0, 0];
  const timer = setInterval(() => {
    if (!isFinished()) return;
    const nowMs = monotonicMs();
    finishedMs ??= nowMs;
    const { cpuTicks = 0 } = readStat(child.pid) ?? {};
    if (cpuTicks > ticks) [idleSinceMs, ticks] = [nowMs, cpuTicks];
    if (nowMs - idleSinceMs < lingerMs && nowMs - finishedMs < MAX_LINGER_MS) return;
    clearInterval(timer);
    expire();
  }, LINGER_LOOK_MS);
  return timer;
}
