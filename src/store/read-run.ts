import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeError, RealityError } from '#domain';
import { decodeJournal, sideNames } from '#journal';
import type { ReadSide, StoredRun } from '#journal';
import { readSide, SIDES_FOLDER } from './side-files.ts';

/** Reads a stored run back; side files whose hash does not match count as absent, and both are told in `damage`. */
export function readRun(path: string): StoredRun {
  const journal = join(path, 'events.ndjson');
  try {
    return readStored(readFileSync(journal), (name) => readSide(join(path, SIDES_FOLDER), name));
  } catch (error) {
    if (error instanceof RealityError)
      throw new RealityError(error.code, `${journal}: ${error.message}`, { details: error.details });
    throw new RealityError('run-unreadable', `${journal}: ${describeError(error)}`, { cause: error });
  }
}

/** Decodes the bytes of a journal and gathers the side files that a fold needs. */
export function readStored(bytes: Uint8Array, read: ReadSide): StoredRun {
  const missing: string[] = [];
  const tellMissing: ReadSide = (name) => {
    const text = read(name);
    if (text === undefined) missing.push(`side file ${name} is missing or altered`);
    return text;
  };
  const { records, damage } = decodeJournal(bytes, tellMissing);
  const sides = new Map<string, string>();
  for (const name of sideNames(records)) {
    const text = tellMissing(name);
    if (text !== undefined) sides.set(name, text);
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { records, sides, damage: [...damage, ...missing], sha256 };
}
