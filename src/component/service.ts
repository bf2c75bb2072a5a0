import { resolve } from 'node:path';
import { z } from 'zod';
import type { PortDeclaration } from '#domain';
import { parseAddress, printHost } from './address.ts';
import { makeChildEnv } from '#child';
import type { ComponentKind, ListenSocket, Prepared, PrepareContext } from './kind.ts';
import { makeKind } from './kind.ts';
import { readStartFailure } from './read-start-failure.ts';
import type { ReadyEntry } from './ready-probes.ts';
import { makeReadyProbe, portOfReady, readySchema } from './ready-probes.ts';

const LOOPBACK = '127.0.0.1';
const NAME = /^[a-z][a-z0-9-]*$/u;
const name = z.string().regex(NAME, 'lower-case letters, digits and -');
const port = z.int().min(1).max(65_535);

const schema = z
  .strictObject({
    command: z.array(z.string()).min(1).optional().describe('Program and arguments; no shell.'),
    address: z.string().optional().describe('Of a service that runs already: nothing is started; wins over command.'),
    ports: z
      .union([z.array(name), z.record(name, port)])
      .default([])
      .describe('Names of ports to lease, or name → number to pin one under a host-wide lock.'),
    secrets: z.array(name).default([]).describe('Random texts of this world, handed to suites that ask.'),
    dirs: z.array(name).default([]).describe('Further private directories, as ${dirs.name}.'),
    urls: z.record(name, z.string()).default({}).describe('Addresses by name, for suites and references.'),
    env: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .default({})
      .describe('Variables; of the caller only a few pass, such as HOME and PATH.'),
    cwd: z.string().optional().describe('Relative to the folder of the configuration.'),
    ready: z.array(readySchema).optional().describe('All must hold; without it every port must take a connection.'),
    readyTimeoutMs: z.int().positive().default(30_000).describe('From its start until all of ready holds.'),
    stop: z
      .strictObject({
        signal: z.enum(['SIGTERM', 'SIGINT']).default('SIGTERM').describe('How it is asked to end.'),
        graceMs: z
          .int()
          .min(0)
          .max(60_000)
          .default(3000)
          .describe('Until it is killed; a whole world has 5 s, whatever is said here.'),
      })
      .default({ signal: 'SIGTERM', graceMs: 3000 })
      .describe('How it ends.'),
  })
  .refine((options) => options.command !== undefined || options.address !== undefined, {
    message: 'needs a command, or the address of a service that runs already',
  })
  .refine((options) => options.address === undefined || parseAddress(options.address) !== undefined, {
    path: ['address'],
    message: 'must be host, host:port or a URL',
  })
  .refine((options) => options.address === undefined || !Array.isArray(options.ports) || options.ports.length === 0, {
    path: ['ports'],
    message: 'a service by address needs the number of each port: {name: 8002}',
  });
type Options = z.infer<typeof schema>;

const kind: ComponentKind<Options> = {
  kind: 'service',
  schema,
  declare: (options) => ({
    ports: listPorts(options),
    urls: Object.keys(options.urls),
    secrets: options.secrets,
    dirs: options.dirs,
    facts: [],
  }),
  locate: ({ options }) => ({ host: hostOf(options), urls: options.urls }),
  tools: () => [],
  askedByUs: ['ready'],
  prepare: async (context) => Promise.resolve(makePrepared(context)),
};

/** The service under test: a command of ours, or one that runs already at an address. */
export const service: ComponentKind<unknown> = makeKind(kind);

function makePrepared(context: PrepareContext<Options>): Prepared {
  const { options, environment } = context;
  const ready = options.ready ?? makeDefaultReady(context);
  return {
    ...(options.address === undefined ? { spawn: makeSpawn(context) } : {}),
    facts: {},
    probes: ready.map((entry) => makeReadyProbe(entry, environment)),
    listens: options.address === undefined ? listAskedSockets(ready, context.ports) : [],
    readyTimeoutMs: options.readyTimeoutMs,
    stop: options.stop,
    restart: { kind: 'never' },
    readStartFailure,
  };
}

function makeSpawn(context: PrepareContext<Options>): NonNullable<Prepared['spawn']> {
  const { environment, tools } = context;
  const [program = '', ...rest] = context.options.command ?? [];
  const texts = Object.entries(context.options.env).map(([key, value]) => [key, String(value)] as const);
  const own: Readonly<Record<string, string>> = { ...Object.fromEntries(texts), ...context.envOverride };
  // Also a PATH of its own begins with the folders of our tools.
  const base = makeChildEnv(
    { ...environment, env: { ...environment.env, PATH: own['PATH'] ?? environment.env['PATH'] } },
    tools,
  );
  return {
    argv: [program, ...rest],
    cwd: resolve(context.projectRoot, context.options.cwd ?? '.'),
    env: { ...base, ...own, PATH: base['PATH'] ?? '' },
  };
}

function listPorts({ address, ports }: Options): readonly PortDeclaration[] {
  const foreign = address === undefined ? {} : { foreign: true };
  if (Array.isArray(ports)) {
    const known = address === undefined ? undefined : parseAddress(address)?.port;
    if (known !== undefined) return [{ name: 'main', protocol: 'tcp', pinned: known, ...foreign }];
    return ports.map((each) => ({ name: each, protocol: 'tcp' }));
  }
  return Object.entries(ports).map(([each, pinned]) => ({ name: each, protocol: 'tcp', pinned, ...foreign }));
}

function hostOf(options: Options): string {
  return options.address === undefined ? LOOPBACK : (parseAddress(options.address)?.host ?? LOOPBACK);
}

function makeDefaultReady(context: PrepareContext<Options>): readonly ReadyEntry[] {
  return Object.values(context.ports).map((each) => ({ tcp: `${printHost(context.host)}:${each}` }));
}

/** A port of ours that a probe asks must be listened on by a process of ours before the answer counts. */
function listAskedSockets(
  ready: readonly ReadyEntry[],
  ports: Readonly<Record<string, number>>,
): readonly ListenSocket[] {
  const asked = new Set(ready.map((entry) => portOfReady(entry)));
  return Object.values(ports)
    .filter((each) => asked.has(each))
    .map((each) => ({ port: each, protocol: 'tcp' }));
}
