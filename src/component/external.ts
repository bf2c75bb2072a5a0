import { z } from 'zod';
import { parseAddress, printHost } from './address.ts';
import type { ComponentKind, Prepared, PrepareContext } from './kind.ts';
import { makeKind } from './kind.ts';
import { readStartFailure } from './read-start-failure.ts';
import { makeReadyProbe, readySchema } from './ready-probes.ts';

const name = z.string().regex(/^[a-z][a-z0-9-]*$/u, 'lower-case letters, digits and -');

const schema = z
  .strictObject({
    address: z.string().describe('host:port or a URL.'),
    ports: z.record(name, z.int().min(1).max(65_535)).default({}).describe('Further ports by name.'),
    urls: z.record(name, z.string()).default({}).describe('Addresses by name, for suites and references.'),
    ready: z.array(readySchema).optional().describe('All must hold; without it the address must take a connection.'),
    readyTimeoutMs: z.int().positive().default(10_000).describe('Until all of ready holds.'),
  })
  .refine((options) => parseAddress(options.address) !== undefined, {
    path: ['address'],
    message: 'must be host:port or a URL',
  })
  .refine((options) => options.ready !== undefined || parseAddress(options.address)?.port !== undefined, {
    path: ['address'],
    message: 'names no port to be probed; give one, or say how it is probed under ready',
  });
type Options = z.infer<typeof schema>;

const kind: ComponentKind<Options> = {
  kind: 'external',
  schema,
  declare: (options) => ({
    ports: Object.entries(listPorts(options)).map(([each, pinned]) => ({
      name: each,
      protocol: 'tcp',
      pinned,
      foreign: true,
    })),
    urls: Object.keys(options.urls),
    secrets: [],
    dirs: [],
    facts: [],
  }),
  locate: ({ options }) => ({ host: parseAddress(options.address)?.host ?? '', urls: options.urls }),
  tools: () => [],
  prepare: async (context) => Promise.resolve(makePrepared(context)),
};

/** Something real that others run: probed, told to suites, never started or stopped. */
export const external: ComponentKind<unknown> = makeKind(kind);

function makePrepared({ options, environment, host, ports }: PrepareContext<Options>): Prepared {
  const ready = options.ready ?? [{ tcp: `${printHost(host)}:${String(ports['main'])}` }];
  return {
    facts: {},
    probes: ready.map((entry) => makeReadyProbe(entry, environment)),
    listens: [],
    readyTimeoutMs: options.readyTimeoutMs,
    stop: { signal: 'SIGTERM', graceMs: 0 },
    restart: { kind: 'never' },
    readStartFailure,
  };
}

/** The port of the address is called `main`. */
function listPorts(options: Options): Readonly<Record<string, number>> {
  const main = parseAddress(options.address)?.port;
  return main === undefined ? options.ports : { main, ...options.ports };
}
