import { access, constants, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '#domain';

/** All executables of that name in the folders of PATH, in its order; two links to one file count once. */
export async function findOnPath(name: string, environment: Environment): Promise<readonly string[]> {
  const folders = (environment.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const candidates = folders.map((folder) => path.resolve(environment.cwd, folder, name));
  const found = new Map<string, string>();
  for (const candidate of candidates) {
    if (!(await isExecutable(candidate))) continue;
    const real = await realpath(candidate);
    if (!found.has(real)) found.set(real, candidate);
  }
  return [...found.values()];
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
