import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeOwnerFile } from '#child';
import type { ComponentSpec } from '#domain';
import { WORLD_DIRS } from '#domain';

/** Longest path of a Unix socket on Linux (sun_path holds 108 bytes with the closing zero). */
const MAX_SOCKET_PATH_BYTES = 107;
/** Where a world lives whose temporary folder has too long a path for a Unix socket, as that of a run inside a run has. */
const SHORT_TMP = '/tmp';

export interface WorldDirectories {
  readonly root: string;
  readonly dirs: Readonly<Record<string, string>>;
  /** TMPDIR of the components. */
  readonly scratchDir: string;
  readonly controlSocket: string;
}

export interface WorldDirectoriesInput {
  readonly tmpRoot: string;
  readonly marker: string;
  readonly components: readonly ComponentSpec[];
  /** Told the root before it is made: who is killed between the two leaves nothing behind. */
  readonly guard: (root: string) => void;
}

/** One private root per world, mode 0700, that says whose it is: a later run finds and removes what a killed one left. */
export async function makeWorldDirectories(input: WorldDirectoriesInput): Promise<WorldDirectories> {
  const { tmpRoot, marker, components, guard } = input;
  // It looks for the temporary folder as soon as it is loaded, and throws when there is none.
  const { dir, tmpName } = await import('tmp-promise');
  const wanted = await tmpName({ tmpdir: tmpRoot, prefix: 'reality' });
  const planned = socketFits(wanted) ? wanted : join(SHORT_TMP, basename(wanted));
  guard(planned);
  const { path: root } = await dir({ tmpdir: dirname(planned), name: basename(planned), mode: 0o700, keep: true });
  writeOwnerFile(root, marker);
  const names = new Set([...WORLD_DIRS, ...components.flatMap((component) => component.declares.dirs)]);
  const dirs = Object.fromEntries([...names].map((name) => [name, join(root, name)]));
  const scratchDir = join(root, 'tmp');
  await Promise.all([...Object.values(dirs), scratchDir].map(async (path) => mkdir(path, { mode: 0o700 })));
  return { root, dirs, scratchDir, controlSocket: controlSocketOf(root) };
}

function controlSocketOf(root: string): string {
  return join(root, 'control.sock');
}

function socketFits(root: string): boolean {
  return Buffer.byteLength(controlSocketOf(root)) <= MAX_SOCKET_PATH_BYTES;
}
