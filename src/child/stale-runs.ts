import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '#domain';
import { killUntilQuiet } from './kill-until-quiet.ts';
import { MARKER_NAME, isBelow } from './marker.ts';
import { makeOwnedTree } from './owned-tree.ts';
import { type DirectoryOwner, readOwnerFile, readPlace } from './owner-file.ts';
import { isAlive, listAncestors } from './read-process.ts';
import { removeDirectory } from './remove-directory.ts';
import { Sampler } from './sampler.ts';
import type { OwnedProcess } from './types.ts';

const SWEEP = { quietRounds: 3, roundMs: 10, isThorough: false } as const;
/** The sign of others that this folder was not made by us: ours are always closed to everybody else. */
const OPEN_TO_OTHERS = 0o077;

/** A directory of a run that died without cleaning up, although it had a watchdog. */
export interface StaleDirectory {
  readonly directory: string;
  readonly owner: DirectoryOwner;
}

export interface SweptDirectory extends StaleDirectory {
  readonly killed: readonly OwnedProcess[];
  readonly isRemoved: boolean;
}

export interface StaleRunsOptions {
  readonly environment: Environment;
  /** The temporary folder in which runs and worlds have their private directories. */
  readonly tmpRoot: string;
}

/** What dead runs left in the temporary folder. Never a live run's, a link, another user's, or one without our owner file. */
export function findStaleRuns({ environment, tmpRoot }: StaleRunsOptions): readonly StaleDirectory[] {
  const ownMarker = `${MARKER_NAME}=${environment.env[MARKER_NAME] ?? ''}`;
  const here = readPlace();
  return listOwnDirectories(tmpRoot).flatMap((directory) => {
    const owner = readOwnerFile(directory);
    if (owner === undefined || isAlive(owner)) return [];
    // Numbers of another container cannot be looked up from here: it may be alive.
    if (owner.bootId === here.bootId && owner.pidNamespace !== here.pidNamespace) return [];
    // We run inside of what that run started; whoever cleans up after it decides over us as well.
    if (isBelow(ownMarker, owner.marker)) return [];
    return [{ directory, owner }];
  });
}

/** Kills what carries their markers or lies below them, and removes them. */
export async function sweepStaleRuns(options: StaleRunsOptions): Promise<readonly SweptDirectory[]> {
  const excluded = listAncestors();
  const swept: SweptDirectory[] = [];
  for (const { directory, owner } of findStaleRuns(options)) {
    const { bootId } = readPlace();
    const killed = owner.bootId === bootId ? await killLeftovers(directory, owner, excluded) : [];
    swept.push({ directory, owner, killed, isRemoved: await removeDirectory(directory) });
  }
  return swept;
}

async function killLeftovers(
  directory: string,
  { marker, startTime }: DirectoryOwner,
  excluded: ReadonlySet<number>,
): Promise<readonly OwnedProcess[]> {
  const sampler = new Sampler(undefined);
  // Who was there before the dead run began is none of its children.
  const claim = { marker, directories: [directory], markedSinceTicks: startTime, sinceTicks: startTime, excluded };
  const tree = makeOwnedTree('stale', claim);
  sampler.add(tree);
  return killUntilQuiet(() => {
    sampler.search(tree, true);
    return [...tree.owned.values()];
  }, SWEEP);
}

function listOwnDirectories(tmpRoot: string): readonly string[] {
  try {
    return readdirSync(tmpRoot).flatMap((name) => {
      const directory = path.join(tmpRoot, name);
      return name.startsWith('reality-') && isPrivate(directory) ? [directory] : [];
    });
  } catch {
    return [];
  }
}

/** A directory itself, not a link to one; of this user; closed to all others. */
function isPrivate(directory: string): boolean {
  const stat = lstatSync(directory, { throwIfNoEntry: false });
  return stat?.isDirectory() === true && stat.uid === process.getuid?.() && (stat.mode & OPEN_TO_OTHERS) === 0;
}
