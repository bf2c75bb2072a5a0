import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../self/lab.ts';
import { timeCommand } from './command.ts';

const VITEST = 'vitest@3.2.7';
const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'reality', 'bench');

/** Mocha's own command line: ours is the same library without it. */
export const MOCHA: string = join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');

export type Peer =
  | { readonly kind: 'there'; readonly program: string }
  | { readonly kind: 'not-available'; readonly why: string };

/** Vitest, fetched once into our cache: it is measured, never depended on. */
export async function findVitest(): Promise<Peer> {
  const program = join(CACHE, 'node_modules', 'vitest', 'vitest.mjs');
  if (existsSync(program)) return { kind: 'there', program };
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(join(CACHE, 'package.json'), '{}');
  try {
    await timeCommand(['npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', VITEST], { cwd: CACHE });
    return { kind: 'there', program };
  } catch (error) {
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { kind: 'not-available', why };
  }
}
