// Runs inside a child. What the program of an attempt does around its framework: says how it ended, and what it leaves running.

import type { Failure } from '#domain';
import { openChannel } from './channel-plugin.ts';
import type { Channel } from './channel-plugin.ts';
import { listChildren } from './peers-plugin.ts';
import { describeThrown } from './thrown.ts';

export interface Program {
  readonly channel: Channel;
  /** Milliseconds since the epoch at which the runner's own limit strikes; Infinity without one. */
  readonly deadlineAtMs: number;
  readonly finish: (tests: number) => void;
  /** Nothing can be run: says why, also to whoever reads the log, and ends the process. */
  readonly give: (error: unknown) => never;
}

/** Called once, first thing. */
export function openProgram(sideDir: string): Program {
  const { env } = process;
  const channel = openChannel(env, sideDir);
  const startedAtMs = Date.now() - process.uptime() * 1000;
  let finished = false;
  let uncaught: Failure | undefined;
  process.on('uncaughtExceptionMonitor', (error) => {
    uncaught = describeThrown(error);
  });
  process.on('exit', () => {
    channel.flush();
    const pids = listChildren();
    if (pids.length > 0) channel.send({ kind: 'children', pids: pids.slice(0, 500) });
    if (!finished && uncaught !== undefined) channel.send({ kind: 'uncaught', failure: uncaught });
  });
  return {
    channel,
    deadlineAtMs: startedAtMs + Number(env['REALITY_DEADLINE_MS'] ?? Infinity),
    finish: (tests) => {
      finished = true;
      channel.send({ kind: 'finished', tests });
    },
    give: (error) => {
      finished = true;
      channel.send({ kind: 'load-failed', failure: describeThrown(error) });
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exit(1);
    },
  };
}
