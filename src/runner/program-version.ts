import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from '#domain';

const VERSION_LIMIT_MS = 5000;

/** The file that a PATH gives for a program; undefined when none is executable. */
export function findProgram(name: string, searchPath: string): string | undefined {
  const candidates = name.includes('/')
    ? [name]
    : searchPath.split(path.delimiter).map((folder) => path.join(folder, name));
  return candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  });
}

/** The first number with a dot in it that the program says of itself, as programs have no common way. */
export async function readVersion(file: string, environment: Environment): Promise<string | undefined> {
  for (const flag of ['--version', '-version', 'version']) {
    const text = await askVersion(file, flag, environment);
    const found = /\d+\.\d+(?:\.\d+)*/u.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

async function askVersion(file: string, flag: string, environment: Environment): Promise<string> {
  try {
    const options = { timeout: VERSION_LIMIT_MS, killSignal: 'SIGKILL', env: environment.env } as const;
    const { stdout, stderr } = await promisify(execFile)(file, [flag], options);
    return stdout + stderr;
  } catch {
    return '';
  }
}

/** Negative, zero or positive; missing parts count as zero. */
export function compareVersions(left: string, right: string): number {
  const one = left.split('.').map(Number);
  const two = right.split('.').map(Number);
  const differences = Array.from(
    { length: Math.max(one.length, two.length) },
    (_, part) => (one[part] ?? 0) - (two[part] ?? 0),
  );
  return differences.find((difference) => difference !== 0) ?? 0;
}
