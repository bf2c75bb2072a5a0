import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessIdentity, StopCause } from '#domain';
import { sendSignal } from './ownership.ts';
import { isGroupRunning } from './read-process.ts';
import type { StartChildOptions } from './types.ts';

/** What runs away gets no time for farewells: in a second of grace a fork bomb doubles and an allocator takes a gigabyte. */
const RUNAWAY: ReadonlySet<StopCause> = new Set(['memory-limit', 'process-limit']);
const UNASKED: ReadonlySet<StopCause> = new Set(['time-limit', 'output-limit']);
const SNAPSHOT_MS = 3000;
const LOOK_EVERY_MS = 10;

/** The one way in which a child is ended. The first cause wins; whoever comes later can only shorten the grace. */
export class StopRoutine {
  /** Settles when nothing of the tree is left, at once if no stop was begun. */
  finished: Promise<void> = Promise.resolve();
  private readonly identity: ProcessIdentity;
  private readonly options: StartChildOptions;
  private readonly exited = new AbortController();
  /** Aborted when a snapshot or grace must not be waited for any longer. */
  private readonly hurry = new AbortController();
  private readonly wake = AbortSignal.any([this.exited.signal, this.hurry.signal]);
  private firstCause: StopCause = 'none';
  private graceEndMs = Number.POSITIVE_INFINITY;

  constructor(identity: ProcessIdentity, options: StartChildOptions) {
    this.identity = identity;
    this.options = options;
  }

  get cause(): StopCause {
    return this.firstCause;
  }

  noteExit(): void {
    this.exited.abort();
  }

  begin(cause: StopCause, graceMs?: number): void {
    if (this.firstCause === 'none') {
      if (this.exited.signal.aborted) return;
      this.firstCause = cause;
      this.setGrace(graceMs ?? this.options.graceMs);
      this.finished = this.run(cause);
    } else if (graceMs !== undefined) this.setGrace(graceMs);
  }

  signal(name: NodeJS.Signals): boolean {
    if (this.exited.signal.aborted) return false;
    const { pid } = this.identity;
    return sendSignal(name === 'SIGSTOP' || name === 'SIGCONT' ? -pid : pid, name);
  }

  private setGrace(graceMs: number): void {
    this.graceEndMs = Math.min(this.graceEndMs, this.options.environment.monotonicMs() + graceMs);
    if (graceMs <= 0) this.hurry.abort();
  }

  private async run(cause: StopCause): Promise<void> {
    if (!RUNAWAY.has(cause)) {
      if (UNASKED.has(cause)) await this.takeSnapshot(cause);
      await this.askPolitely();
    }
    sendSignal(-this.identity.pid, 'SIGKILL');
    await this.options.scope.sweepTree(this.identity);
  }

  private async takeSnapshot(cause: StopCause): Promise<void> {
    const startedMs = this.options.environment.monotonicMs();
    const late = delay(SNAPSHOT_MS, undefined, { signal: this.wake });
    // What a snapshot meets must not keep the child alive.
    const snapshot = this.options.beforeStop?.(cause).catch(() => undefined);
    await Promise.race([snapshot, late.catch(() => undefined)]);
    this.graceEndMs += this.options.environment.monotonicMs() - startedMs;
  }

  private async askPolitely(): Promise<void> {
    const { pid } = this.identity;
    const { stopSignal } = this.options;
    // An interrupt goes to the whole group, as from a terminal: a shell waits for its foreground program to obey it.
    const isSent = this.signal('SIGCONT') && sendSignal(stopSignal === 'SIGINT' ? -pid : pid, stopSignal);
    if (!isSent) return;
    await this.waitWhile(() => !this.exited.signal.aborted);
    // The leader may go first, as a shell does: its programs have not been asked yet.
    if (stopSignal === 'SIGTERM') sendSignal(-pid, stopSignal);
    await this.waitWhile(() => sendSignal(-pid, 0) && isGroupRunning(pid));
  }

  private async waitWhile(isNeeded: () => boolean): Promise<void> {
    const { environment } = this.options;
    while (isNeeded() && !this.hurry.signal.aborted && environment.monotonicMs() < this.graceEndMs) {
      const wake = this.wake.aborted ? {} : { signal: this.wake };
      await delay(LOOK_EVERY_MS, undefined, wake).catch(() => undefined);
    }
  }
}
