import { join } from 'node:path';
import { startChild } from '#child';
import type { RunProgram } from '#component';
import { remainingMs } from '#domain';
import { describeChildEnd } from './describe-end.ts';
import type { LiveContext } from './live-context.ts';

const KEPT_CHARACTERS = 256 * 1024;

/** Clients and generators of a component: processes of its world, with a log of their own beside the component's. */
export function makeRunProgram(component: string, context: LiveContext): RunProgram {
  const { limits, environment } = context;
  return async (program, patience) => {
    let stdout = '';
    const child = await startChild(
      { ...program, env: { TMPDIR: context.scratchDir, ...program.env } },
      {
        environment,
        logFile: join(context.componentLogDir, `${component}.programs.log`),
        redact: context.redact,
        maxOutputBytes: limits.maxOutputBytes,
        maxMemoryBytes: limits.maxMemoryBytes,
        maxProcesses: limits.maxProcesses,
        timeLimitMs: remainingMs(patience, environment),
        stopSignal: 'SIGTERM',
        graceMs: 0,
        scope: context.scope,
        onLine: (stream, line) => {
          if (stream === 'stdout' && stdout.length < KEPT_CHARACTERS) stdout += `${line}\n`;
        },
      },
    );
    const stop = (): void => void child.stop('asked');
    if (patience.signal.aborted) stop();
    patience.signal.addEventListener('abort', stop, { once: true });
    const end = await child.ended;
    patience.signal.removeEventListener('abort', stop);
    const how = end.cause === 'time-limit' ? 'did not end in time' : describeChildEnd(end);
    return { ok: end.code === 0, how, stdout, stderr: end.stderr.tail.trim() };
  };
}
