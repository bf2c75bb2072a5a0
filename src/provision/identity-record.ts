import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ToolIdentity, ToolName } from '#domain';
import { isSameStamp, readStamp, type FileStamp } from './file-stamp.ts';

/** What was found out about a program, so that it is not asked and hashed again while its files stay the same. */
export interface IdentityRecord {
  readonly rules: number;
  readonly name: ToolName;
  readonly path: string;
  readonly executable: string;
  readonly version: string;
  readonly sha256: string;
  readonly warnings: readonly string[];
  readonly pathStamp: FileStamp;
  readonly executableStamp: FileStamp;
  /** The PATH of that time, where the path is a wrapper, which may look its program up there. */
  readonly searchPath?: string;
}

/** Raised when a question or a verdict changes: what an older release found out is then asked again. */
const RULES = 1;

/** The record of a path, if it still holds: same files, same rules. */
export async function readRecord(
  cacheDir: string,
  name: ToolName,
  file: string,
  searchPath: string,
): Promise<IdentityRecord | undefined> {
  const record = await loadRecord(recordFile(cacheDir, name, file));
  if (record?.name !== name || record.path !== file) return undefined;
  if (record.searchPath !== undefined && record.searchPath !== searchPath) return undefined;
  const [pathStamp, executableStamp] = await Promise.all([readStamp(record.path), readStamp(record.executable)]);
  const holds = isSameStamp(pathStamp, record.pathStamp) && isSameStamp(executableStamp, record.executableStamp);
  return holds ? record : undefined;
}

/** Keeps what was found out. A cache that cannot be written costs time at the next run and nothing else. */
export async function keepRecord(
  cacheDir: string,
  tool: Omit<ToolIdentity, 'source'>,
  found: { readonly warnings: readonly string[]; readonly searchPath: string; readonly token: string },
): Promise<void> {
  const [pathStamp, executableStamp] = await Promise.all([readStamp(tool.path), readStamp(tool.executable)]);
  if (pathStamp === undefined || executableStamp === undefined) return;
  const isWrapper = pathStamp.inode !== executableStamp.inode || pathStamp.device !== executableStamp.device;
  const record: IdentityRecord = {
    ...tool,
    rules: RULES,
    warnings: found.warnings,
    pathStamp,
    executableStamp,
    ...(isWrapper ? { searchPath: found.searchPath } : {}),
  };
  const target = recordFile(cacheDir, tool.name, tool.path);
  try {
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await writeFile(`${target}.${found.token}`, JSON.stringify(record));
    await rename(`${target}.${found.token}`, target);
  } catch {
    // A read-only home, a full disk: see above.
  }
}

function recordFile(cacheDir: string, name: ToolName, file: string): string {
  const id = createHash('sha256').update(file).digest('hex').slice(0, 24);
  return path.join(cacheDir, 'identities', `${name}-${id}.json`);
}

async function loadRecord(file: string): Promise<IdentityRecord | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Only this module writes these files, whole, and `rules` tells their shape. */
function isRecord(value: unknown): value is IdentityRecord {
  return value !== null && typeof value === 'object' && 'rules' in value && value.rules === RULES;
}
