// Runs inside a child. How the worker processes of a framework ended: frameworks themselves often keep it to themselves.

import { subscribe } from 'node:diagnostics_channel';
import { ChildProcess } from 'node:child_process';
import type { Reason } from '#domain';

export interface Death {
  readonly text: string;
  readonly reason: Extract<Reason, 'signal' | 'exit-code' | 'exit-early'>;
}

export interface WorkerWatch {
  /** The last worker that ended otherwise than by itself. */
  readonly lastDeath: () => Death | undefined;
}

/** Node tells of every process that is started from here. */
export function watchWorkers(): WorkerWatch {
  let last: Death | undefined;
  subscribe('child_process', (message) => {
    const started: unknown =
      typeof message === 'object' && message !== null ? Reflect.get(message, 'process') : undefined;
    if (!(started instanceof ChildProcess)) return;
    started.once('exit', (code, signal) => {
      // A framework ends workers that it needs no longer.
      if (started.killed) return;
      if (signal !== null) last = { text: `the worker process was killed by ${signal}`, reason: 'signal' };
      else if (code !== 0) {
        last = { text: `the worker process exited with code ${String(code)}`, reason: 'exit-code' };
      }
    });
  });
  return { lastDeath: () => last };
}
