import { access, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ComponentKind, Entries, Prepared, PrepareContext, Probe } from './kind.ts';
import { makeKind } from './kind.ts';
import { readStartFailure } from './read-start-failure.ts';

const ENTRY = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/u;

const schema = z.strictObject({
  names: z
    .array(z.string().regex(ENTRY, 'a plain file name'))
    .min(1)
    .describe('Entries of the device folder there from the start.'),
});
type Options = z.infer<typeof schema>;

const kind: ComponentKind<Options> = {
  kind: 'camera-devices',
  schema,
  declare: () => ({ ports: [], urls: [], secrets: [], dirs: [], facts: ['names', 'directory'] }),
  locate: () => ({ host: '127.0.0.1', urls: {} }),
  tools: () => [],
  prepare,
};

/** Entries in `dirs.devices` that stand for cameras; a suite plugs and unplugs them by the control socket. */
export const cameraDevices: ComponentKind<unknown> = makeKind(kind);

async function prepare({ options, dirs }: PrepareContext<Options>): Promise<Prepared> {
  const directory = dirs['devices'] ?? '';
  await Promise.all(options.names.map(async (name) => writeFile(join(directory, name), '')));
  return {
    facts: { names: options.names.join(','), directory },
    probes: [makeEntriesProbe(directory, options.names)],
    listens: [],
    readyTimeoutMs: 1000,
    stop: { signal: 'SIGTERM', graceMs: 0 },
    restart: { kind: 'never' },
    readStartFailure,
    entries: makeEntries(directory),
  };
}

function makeEntriesProbe(directory: string, names: readonly string[]): Probe {
  return {
    what: `entries of ${directory}`,
    look: async () => {
      const found = await readdir(directory);
      const missing = names.filter((name) => !found.includes(name));
      return {
        ok: missing.length === 0,
        saw: missing.length === 0 ? found.join(', ') : `without ${missing.join(', ')}`,
      };
    },
  };
}

function makeEntries(directory: string): Entries {
  const locate = (entry: string): string => {
    if (!ENTRY.test(entry)) throw new Error(`${JSON.stringify(entry)} is no name of a device entry`);
    return join(directory, entry);
  };
  return {
    plug: async (entry) => {
      await writeFile(locate(entry), '', { flag: 'wx' });
    },
    unplug: async (entry) => {
      await access(locate(entry));
      await rm(locate(entry));
    },
  };
}
