import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The exit status that is right; a figure of a command that failed is no figure. */
  readonly status?: number;
}

/** Wall time of a command from spawn to exit, in milliseconds. Throws with its last words when it ends otherwise than it should. */
export async function timeCommand(
  [program = '', ...args]: readonly string[],
  { cwd, env = process.env, status = 0 }: CommandOptions = {},
): Promise<number> {
  const startedMs = performance.now();
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.on('data', (bytes: Buffer) => (words = `${words}${bytes.toString()}`.slice(-2000)));
  await once(child, 'exit');
  const tookMs = performance.now() - startedMs;
  if (child.exitCode !== status) {
    throw new Error(`${[program, ...args].join(' ').slice(0, 200)} ended with ${child.exitCode}: ${words}`);
  }
  return tookMs;
}
