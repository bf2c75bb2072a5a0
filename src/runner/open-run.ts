import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { MARKER_NAME, extendMarker, openProcessRegistry, startWatchdog, sweepStaleRuns, writeOwnerFile } from '#child';
import type { ProcessRegistry, Watchdog } from '#child';
import type { TapHub } from '#contact';
import type { Emit } from '#domain';
import { openChannels } from './event-channel.ts';
import type { EventChannel } from './event-channel.ts';
import { UsualLines } from './component-lines.ts';
import { openTaps } from './open-taps.ts';
import { openHalt } from './halt.ts';
import type { Halt } from './halt.ts';
import { openRunGuard } from './run-guard.ts';
import type { RunGuard } from './run-guard.ts';
import type { RunContext, RunRequest } from './types.ts';

/** Everything that lives as long as one run. */
export interface Run {
  readonly request: RunRequest;
  readonly context: RunContext;
  readonly emit: Emit;
  readonly registry: ProcessRegistry;
  readonly watchdog: Watchdog;
  /** `NAME=value` that every process of the run carries. */
  readonly marker: string;
  /** Private root of all attempts. */
  readonly directory: string;
  readonly channels: readonly EventChannel[];
  /** For what runs beside the suites. */
  readonly spare: EventChannel;
  readonly halt: Halt;
  readonly usual: UsualLines;
  /** Relays for the worlds of suites that want them; undefined when none of this run does, or when their thread has died. */
  readonly taps: () => TapHub | undefined;
  readonly guard: RunGuard;
  /** Called with the time lost, once for each Ctrl-Z that was followed by fg; returns how to unsubscribe. */
  readonly onPaused: (listener: (pausedMs: number) => void) => () => void;
  readonly close: () => Promise<void>;
}

/** Starts what watches over the run before the run starts anything. */
export async function openRun(request: RunRequest, context: RunContext): Promise<Run> {
  const disposers: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const dispose of disposers.splice(0).toReversed()) await dispose();
  };
  try {
    const halt = openHalt(context.interrupt, context.hurry);
    disposers.push(halt.dispose);
    await sweepStale(context);
    const guards = startGuards(request, context);
    disposers.push(guards.watchdog.close, guards.registry.close);
    const directory = makeDirectory(guards, context);
    disposers.push(async () => {
      await rm(directory, { recursive: true, force: true });
      guards.watchdog.release(directory);
    });
    const { taps, close: closeTaps } = openTaps(request, context.append);
    disposers.push(closeTaps);
    const [spare, ...channels] = await openChannels(directory, request.plan.workers + 1);
    if (spare === undefined) throw new Error('no channel was opened');
    disposers.push(() => {
      for (const channel of [spare, ...channels]) channel.close();
    });
    return {
      request,
      context,
      emit: context.append,
      ...guards,
      directory,
      channels,
      spare,
      halt,
      usual: new UsualLines(),
      taps,
      guard: openRunGuard(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Guards = Pick<Run, 'watchdog' | 'registry' | 'marker' | 'onPaused'>;

/** The watchdog first, for it counts from its start; then who looks at /proc for everybody. */
function startGuards({ runId }: RunRequest, { environment, append }: RunContext): Guards {
  const marker = extendMarker(environment.env[MARKER_NAME], runId);
  const watchdog = startWatchdog({ environment, marker });
  void reportLostWatchdog(watchdog, append);
  const listeners = new Set<(pausedMs: number) => void>();
  const registry = openProcessRegistry({
    environment,
    onPaused: (pausedMs) => {
      append({ kind: 'run-paused', pausedMs });
      for (const listener of listeners) listener(pausedMs);
    },
    onUnmarked: watchdog.remember,
  });
  const onPaused = (listener: (pausedMs: number) => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { watchdog, registry, marker, onPaused };
}

/** What an earlier run left because it was killed together with its watchdog would disturb this one. */
async function sweepStale({ environment, tmpRoot, append }: RunContext): Promise<void> {
  for (const { directory, killed, isRemoved } of await sweepStaleRuns({ environment, tmpRoot })) {
    const done = isRemoved ? 'removed' : 'could not be removed';
    const text = `${directory} of a run that was killed: ${killed.length} processes ended, directory ${done}`;
    append({ kind: 'warning', about: 'stale-run', text });
  }
}

/** Guarded before it is made; the marker file says to whoever finds it later whose it was. */
function makeDirectory({ marker, watchdog }: Guards, { environment, tmpRoot }: RunContext): string {
  const directory = path.join(tmpRoot, `reality-run-${environment.randomHex(5)}`);
  watchdog.guard(directory);
  mkdirSync(directory, { mode: 0o700 });
  writeOwnerFile(directory, marker);
  return directory;
}

async function reportLostWatchdog(watchdog: Watchdog, emit: Emit): Promise<void> {
  await watchdog.lost;
  const text = 'the watchdog of this run was killed; another one has taken over, with all that was guarded';
  emit({
    kind: 'incident-opened',
    incident: {
      id: 'watchdog-lost',
      kind: 'watchdog-lost',
      world: '',
      text,
      logTail: '',
      evidence: [],
      intended: false,
    },
  });
}
