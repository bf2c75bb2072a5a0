// Runs inside a child. The way from a plug-in to the runner: whole lines, written synchronously, to the FIFO of the attempt.

import { constants, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { EngineEvent, Failure } from '#domain';

/** What a pipe takes in one piece (PIPE_BUF); a longer write could be torn by another writer. */
const MAX_LINE_BYTES = 4095;

type Wire<Event> = Event extends { kind: 'announced' } ? never : Event;

export interface Channel {
  readonly send: (event: Wire<EngineEvent>) => void;
  /** In one line when it fits, else through a side file. */
  readonly announce: (tests: readonly unknown[]) => void;
}

/** Opens what `REALITY_EVENTS` names. Without it (a suite run by hand) everything is dropped. */
export function openChannel(env: NodeJS.ProcessEnv, sideDir: string): Channel {
  const file = env['REALITY_EVENTS'];
  const nonce = env['REALITY_NONCE'] ?? '';
  if (file === undefined || file === '') return { send: () => {}, announce: () => {} };
  // Read-write, so that neither the opening nor a write ever fails for want of a reader.
  const fd = openSync(file, constants.O_RDWR);
  const head = `{"nonce":${JSON.stringify(nonce)},`;
  const writeSide = (text: string): string => {
    // Loaded only when something is too long for a line: most attempts never need it, and each would pay.
    const { createHash } = process.getBuiltinModule('node:crypto');
    const name = `${createHash('sha256').update(text).digest('hex')}.json`;
    writeFileSync(path.join(sideDir, name), text);
    return name;
  };
  const write = (event: object): boolean => {
    const line = `${head}${JSON.stringify(event).slice(1)}\n`;
    if (Buffer.byteLength(line) > MAX_LINE_BYTES) return false;
    writeSync(fd, line);
    return true;
  };
  return {
    send: (event) => {
      if (write(event)) return;
      if ('failure' in event && event.failure !== undefined) {
        write({ ...event, failure: { side: writeSide(JSON.stringify(event.failure)) } });
      } else {
        write({ kind: 'warning', text: `an event was too long to be told: ${event.kind}` });
      }
    },
    announce: (tests) => {
      if (!write({ kind: 'announced', tests })) write({ kind: 'announced', side: writeSide(JSON.stringify(tests)) });
    },
  };
}

/** A failure that says what the framework itself had to say. */
export function makeFailure(type: string, message: string): Failure {
  return { type, message, source: 'raised', frames: [] };
}
