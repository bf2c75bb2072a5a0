import { copyFile, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Redact } from '#child';

/** Directories whose files help to understand a failure. Device entries, clips, scratch and data of components do not. */
const KEPT_DIRS = ['config', 'logs', 'snapshots', 'recordings'] as const;
/** Texts of these are redacted: a configuration may hold a secret by reference. */
const TEXT_DIRS: ReadonlySet<string> = new Set(['config', 'logs']);
const MAX_TOTAL_BYTES = 64 * 1024 * 1024;
const MAX_TEXT_BYTES = 8 * 1024 * 1024;

/** Copies what is worth keeping of a world; what had no room is named in `not-kept.txt`. */
export async function keepArtifacts(
  dirs: Readonly<Record<string, string>>,
  into: string,
  redact: Redact,
): Promise<void> {
  const skipped: string[] = [];
  let totalBytes = 0;
  for (const name of KEPT_DIRS) {
    const from = dirs[name];
    if (from === undefined) continue;
    for (const file of await listFiles(from)) {
      const target = join(into, name, relative(from, file.path));
      totalBytes += file.sizeBytes;
      if (totalBytes > MAX_TOTAL_BYTES || (TEXT_DIRS.has(name) && file.sizeBytes > MAX_TEXT_BYTES)) {
        totalBytes -= file.sizeBytes;
        skipped.push(`${join(name, relative(from, file.path))} ${file.sizeBytes} bytes`);
        continue;
      }
      await mkdir(dirname(target), { recursive: true });
      if (TEXT_DIRS.has(name)) await writeFile(target, redact(await readFile(file.path, 'utf8')));
      else await copyFile(file.path, target);
    }
  }
  if (skipped.length > 0) await writeFile(join(into, 'not-kept.txt'), `${skipped.join('\n')}\n`);
}

interface FoundFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/** Plain files only: a link could lead out of the world, a FIFO would never end. */
async function listFiles(folder: string): Promise<readonly FoundFile[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.toSorted().map(async (path) => ({ path, sizeBytes: (await stat(path)).size })));
}
