import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Check } from '#domain';
import { makeNote } from './check.ts';

const run = promisify(execFile);

/** Go is asked for only where MediaMTX has to be built, because its release cannot be downloaded. Downloads no toolchain. */
export async function checkGo(env: Readonly<Record<string, string | undefined>>): Promise<Check> {
  const line = {
    what: 'Go',
    needed: 'nothing, unless MediaMTX has to be built here',
    mend: 'install Go where MediaMTX cannot be downloaded',
  };
  try {
    const { stdout } = await run('go', ['version'], { env: { ...env, GOTOOLCHAIN: 'local' }, timeout: 10_000 });
    return makeNote(true, { ...line, found: stdout.trim() });
  } catch {
    return makeNote(false, { ...line, found: 'not on PATH' });
  }
}
