import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 2;
const DEADLINE_MS = 30_000;

/** Programs started without any care, as the floor of what care may cost. */
export class BarePrograms {
  private readonly children: ChildProcess[] = [];
  private readonly folder: string;

  /** In this folder they may drop what they like: MediaMTX makes certificates in its own. */
  constructor(folder: string) {
    this.folder = folder;
  }

  start([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv = process.env): void {
    this.children.push(spawn(program, args, { cwd: this.folder, env, stdio: 'ignore' }));
  }

  async kill(): Promise<void> {
    const ends = this.children.map(async (child) => (child.exitCode === null ? once(child, 'exit') : []));
    for (const child of this.children) child.kill('SIGKILL');
    await Promise.all(ends);
  }
}

/** Milliseconds until the look is true; a look that throws is not yet. */
export async function timeUntil(what: string, look: () => Promise<boolean>): Promise<number> {
  const startedMs = performance.now();
  for (;;) {
    const seen = await look().catch(() => false);
    const tookMs = performance.now() - startedMs;
    if (seen) return tookMs;
    if (tookMs > DEADLINE_MS) throw new Error(`${what} did not come within ${DEADLINE_MS} ms`);
    await pause(POLL_MS);
  }
}

/** A port that was free a moment ago. */
export async function pickPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
