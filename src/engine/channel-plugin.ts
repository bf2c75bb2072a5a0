// Runs inside a child. The way from a plug-in to the runner: whole lines, written synchronously, to the FIFO of the attempt.

import { constants, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { EngineEvent } from '#domain';

/** What a pipe takes in one piece (PIPE_BUF); a longer write could be torn by another writer. */
const MAX_LINE_BYTES = 4095;

/** Taken before a test puts a clock of its own in its place; in a worker it counts from the beginning of the worker. */
const [originMs, elapsedMs] = [performance.timeOrigin, performance.now.bind(performance)];

/** Milliseconds since 1970, to a thousandth: what several processes tell of one test can be put in order. */
function nowMs(): number {
  return Math.round((originMs + elapsedMs()) * 1000) / 1000;
}

type Wire<Event> = Event extends { kind: 'announced' } ? never : Event;

export interface Channel {
  readonly send: (event: Wire<EngineEvent>) => void;
  /** The same, but goes out with the next event: a call of the kernel less, where nothing of the user's runs in between. */
  readonly sendSoon: (event: Wire<EngineEvent>) => void;
  /** Sends what waits. */
  readonly flush: () => void;
  /** In one line when it fits, else through a side file. */
  readonly announce: (tests: readonly unknown[]) => void;
}

/**
 * Opens what `REALITY_EVENTS` names. Without it (a suite run by hand) everything is dropped. `from` names the part of the attempt that
 * speaks here, where several processes do.
 */
export function openChannel(env: NodeJS.ProcessEnv, sideDir: string, from?: string): Channel {
  const file = env['REALITY_EVENTS'];
  const nonce = env['REALITY_NONCE'] ?? '';
  if (file === undefined || file === '') return SILENT;
  // Read-write, so that neither the opening nor a write ever fails for want of a reader. Appending matters where it is an ordinary file.
  const fd = openSync(file, constants.O_RDWR | constants.O_APPEND);
  const head = `{"nonce":${JSON.stringify(nonce)},${from === undefined ? '' : `"from":${JSON.stringify(from)},`}`;
  const writeSide = (text: string): string => {
    // Loaded only when something is too long for a line: most attempts never need it, and each would pay.
    const { createHash } = process.getBuiltinModule('node:crypto');
    const name = `${createHash('sha256').update(text).digest('hex')}.json`;
    writeFileSync(path.join(sideDir, name), text);
    return name;
  };
  let waiting = '';
  const flush = (): void => {
    const text = waiting;
    waiting = '';
    if (text !== '') writeSync(fd, text);
  };
  /** False when the event does not fit into one line. */
  const queue = (event: object): boolean => {
    const line = `${head}"atMs":${nowMs()},${JSON.stringify(event).slice(1)}\n`;
    const sizeBytes = Buffer.byteLength(line);
    if (sizeBytes > MAX_LINE_BYTES) return false;
    if (Buffer.byteLength(waiting) + sizeBytes > MAX_LINE_BYTES) flush();
    waiting += line;
    return true;
  };
  const fit = (event: Wire<EngineEvent>): void => {
    if (queue(event)) return;
    if ('failure' in event && event.failure !== undefined) {
      queue({ ...event, failure: { side: writeSide(JSON.stringify(event.failure)) } });
    } else {
      queue({ kind: 'warning', text: `an event was too long to be told: ${event.kind}` });
    }
  };
  return {
    send: (event) => {
      fit(event);
      flush();
    },
    sendSoon: fit,
    flush,
    announce: (tests) => {
      if (!queue({ kind: 'announced', tests })) queue({ kind: 'announced', side: writeSide(JSON.stringify(tests)) });
      flush();
    },
  };
}

const SILENT: Channel = { send: () => {}, sendSoon: () => {}, flush: () => {}, announce: () => {} };
