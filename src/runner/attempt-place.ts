import { createHash } from 'node:crypto';
import { cpSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { readPlainFile } from '#child';
import type { Redact } from '#child';

const MAX_SIDE_BYTES = 256 * 1024 * 1024;

/** The private directories of one attempt; all of them are gone after it. */
export interface AttemptPlace {
  readonly root: string;
  /** REALITY_TMP: the suite's own, emptied for it. */
  readonly scratch: string;
  /** TMPDIR: what a program leaves here it forgot. */
  readonly tmp: string;
  /** REALITY_ARTIFACTS: kept when the attempt was not green. */
  readonly artifacts: string;
  readonly sides: string;
  /** REALITY_EXCHANGES: what the suite's own clients wrote down. A file, made by whoever writes first. */
  readonly exchanges: string;
  /** What guarded processes are told, and what they write down. */
  readonly guardPolicy: string;
  readonly guardLedger: string;
}

export function makePlace(runDirectory: string, attempt: string): AttemptPlace {
  const root = path.join(runDirectory, shortNameOf(attempt));
  const [scratch, tmp, artifacts, sides] = ['scratch', 'tmp', 'artifacts', 'sides'].map((name) =>
    path.join(root, name),
  );
  const folders = { root, scratch: scratch ?? '', tmp: tmp ?? '', artifacts: artifacts ?? '', sides: sides ?? '' };
  for (const directory of Object.values(folders)) mkdirSync(directory, { recursive: true, mode: 0o700 });
  return {
    ...folders,
    exchanges: path.join(root, 'exchanges.ndjson'),
    guardPolicy: path.join(root, 'guard.json'),
    guardLedger: path.join(root, 'guard-ledger.ndjson'),
  };
}

/** A suite may open Unix sockets in its TMPDIR, and the path of one ends at 107 bytes. */
const MAX_BEGINNING = 6;

function shortNameOf(attempt: string): string {
  const beginning = attempt.replaceAll(/[^\w.~-]+/gu, '_').slice(0, MAX_BEGINNING);
  return `${beginning}-${createHash('sha256').update(attempt).digest('hex').slice(0, 8)}`;
}

/** Any text as the name of a file: readable where it can be, and different for different texts. */
export function fileNameOf(text: string): string {
  const plain = text.replaceAll(/[^\w.~-]+/gu, '_').slice(0, 80);
  if (plain === text) return plain;
  return `${plain}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}

/** A side file that a plug-in named by its hash; undefined when it is not there or holds something else. */
export function readSideFile(place: AttemptPlace, name: string, redact: Redact): string | undefined {
  const text = readPlainFile(path.join(place.sides, name), MAX_SIDE_BYTES)?.toString();
  if (text === undefined) return undefined;
  const isWhole = name.startsWith(createHash('sha256').update(text).digest('hex'));
  return isWhole ? redact(text) : undefined;
}

/** By design Node and jest keep compiled code there for whoever comes next, pytest the last folders of `tmp_path` for people to look at. */
const KEPT_BY_TOOLS = /^(?:node-compile-cache|jest_\w+|pytest-of-.+)$/u;

/** Directories that the suite made in the temporary folder and did not remove. */
export function listForgotten(place: AttemptPlace): readonly string[] {
  return listFolder(place.tmp)
    .filter((entry) => entry.isDirectory() && !KEPT_BY_TOOLS.test(entry.name))
    .map((entry) => path.join(place.tmp, entry.name));
}

/** Copies what the suite put aside for people to look at. */
export function keepArtifacts(place: AttemptPlace, into: string): void {
  if (listFolder(place.artifacts).length === 0) return;
  cpSync(place.artifacts, path.join(into, 'artifacts'), {
    recursive: true,
    errorOnExist: false,
    verbatimSymlinks: true,
    filter: isKeepable,
  });
}

/** A suite may have removed more than it made, or have put something else there. */
function listFolder(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** A FIFO or a socket cannot be copied. */
function isKeepable(file: string): boolean {
  const stat = lstatSync(file);
  return stat.isFile() || stat.isDirectory() || stat.isSymbolicLink();
}

export async function removePlace(place: AttemptPlace): Promise<void> {
  await rm(place.root, { recursive: true, force: true, maxRetries: 3 });
}
