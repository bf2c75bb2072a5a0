import { readdir, readFile, readlink } from 'node:fs/promises';
import { LEASH_NAME } from './run-program.ts';

/**
 * The files that really run in the session of a started program: `/proc/PID/exe` of it and of all that it started.
 * A wrapper script shows as its interpreter until it has handed over to the program proper.
 */
export async function readExecutables(sessionId: number): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^[1-9]\d*$/.test(name));
  const links = await Promise.all(pids.map(async (pid) => readExecutable(pid, sessionId)));
  return [...new Set(links.filter((link) => link !== undefined))];
}

async function readExecutable(pid: string, sessionId: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may itself hold brackets and blanks; the fields proper begin behind the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(fields[3]) !== sessionId) return undefined;
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    if (commandLine.split('\0').includes(LEASH_NAME)) return undefined;
    return await readlink(`/proc/${pid}/exe`);
  } catch {
    // It has ended in the meantime, or belongs to somebody else.
    return undefined;
  }
}
