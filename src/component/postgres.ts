import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { makeChildEnv } from '#child';
import type { ComponentKind, Prepared, PrepareContext } from './kind.ts';
import { makeKind } from './kind.ts';
import { declareMainPort, pinnedPort } from './main-port.ts';
import { HARNESS, copyCluster, makeAhead, passwordFile, programOf, removeSharedMemory } from './postgres-cluster.ts';
import { expectSchema } from './postgres-expect.ts';
import { makeFurnish } from './postgres-furnish.ts';
import { makeHandshakeWatch, makePostgresProbe } from './postgres-probe.ts';
import type { Psql } from './psql.ts';
import { makePsql } from './psql.ts';
import { readStartFailure } from './read-start-failure.ts';
import { findServerProgram } from './server-program.ts';
import { findServerUser, withUser } from './server-user.ts';

const HOST = '127.0.0.1';
const NAME = /^[a-z_][a-z0-9_]*$/u;

const schema = z.strictObject({
  database: z.string().regex(NAME, 'lower-case letters, digits and _').default('test').describe('Made empty.'),
  user: z
    .string()
    .regex(NAME, 'lower-case letters, digits and _')
    .refine((name) => name !== HARNESS, 'another name: this one is taken by the harness')
    .default('test')
    .describe('Owns the database; a superuser, so that it may create extensions.'),
  version: z
    .string()
    .regex(/^\d+$/u, 'a major version, such as "15"')
    .optional()
    .describe('Major version; without it the newest that is installed.'),
  bin: z.string().optional().describe('Folder of initdb, postgres and psql, where they are not found by themselves.'),
  settings: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .refine((keys) => !Object.keys(keys).some((key) => OURS.test(key)), {
      message: 'addresses, port, sockets, data_directory and cluster_name are not set here',
    })
    .default({})
    .describe('Any other setting of postgresql.conf.'),
  durable: z
    .boolean()
    .default(false)
    .describe('Writes reach the disk (fsync); slower, for suites about crashes of machines.'),
  init: z
    .array(z.string())
    .default([])
    .describe('SQL files, in this order, at its first start; relative to the configuration.'),
  expect: expectSchema,
  port: pinnedPort,
  env: z.record(z.string(), z.string()).default({}).describe('Further variables of the server.'),
  readyTimeoutMs: z
    .int()
    .positive()
    .default(30_000)
    .describe('From its start until it is proved ready, init files included.'),
  graceMs: z.int().positive().default(3000).describe('From SIGINT (fast shutdown) until it is killed.'),
});
type Options = z.infer<typeof schema>;

const OURS =
  /^(listen_addresses|port|unix_socket_.*|data_directory|hba_file|ident_file|config_file|external_pid_file|cluster_name)$/u;

const kind: ComponentKind<Options> = {
  kind: 'postgres',
  schema,
  declare: ({ port }) => ({
    ports: [declareMainPort(port)],
    urls: ['main', 'login'],
    secretUrls: { login: 'password' },
    secrets: ['password'],
    dirs: [],
    facts: ['user', 'database', 'version'],
  }),
  locate: ({ name, options: { user, database }, ports }) => {
    const place = `${HOST}:${String(ports['main'] ?? 0)}/${database}`;
    return {
      host: HOST,
      urls: {
        main: `postgres://${user}@${place}`,
        login: `postgres://${user}:\${${name}.secrets.password}@${place}`,
      },
    };
  },
  tools: () => [],
  programs: (options) => ['initdb', 'postgres', 'psql'].map((name) => programOf(name, options)),
  makeAhead,
  prepare,
};

/** A PostgreSQL of this world alone: an empty cluster, a user and a database of its own, then the init files. */
export const postgres: ComponentKind<unknown> = makeKind(kind);

async function prepare(context: PrepareContext<Options>): Promise<Prepared> {
  const { options, environment, ports, nonce, spec } = context;
  const server = findServerProgram(programOf('postgres', options), environment) ?? 'postgres';
  const user = findServerUser(['postgres']);
  const data = join(context.ownDir, 'data');
  const isFirstStart = !existsSync(join(data, 'PG_VERSION'));
  if (isFirstStart) await copyCluster(data, user, context);
  const port = ports['main'] ?? 0;
  const psql = openPsql(context, port, server);
  const identity = `${nonce}-${spec.name}`;
  return {
    spawn: {
      argv: withUser(user, [
        server,
        '-D',
        data,
        ...listSettings(options, port, identity).flatMap((setting) => ['-c', setting]),
      ]),
      cwd: data,
      env: { ...makeChildEnv(environment, context.tools), ...options.env, ...context.envOverride },
    },
    facts: { user: options.user, database: options.database },
    probes: [makePostgresProbe({ host: HOST, port, environment, identity, psql: psql(HARNESS) })],
    furnish: makeFurnish({ context, isFirstStart, psql, harness: HARNESS }),
    listens: [{ port, protocol: 'tcp' }],
    readyTimeoutMs: options.readyTimeoutMs,
    // SIGTERM would wait until the last client has gone.
    stop: { signal: 'SIGINT', graceMs: options.graceMs },
    restart: { kind: 'never' },
    readStartFailure,
    afterEnd: async () => removeSharedMemory(data, context),
    watch: makeHandshakeWatch(HOST, port, environment),
  };
}

/** All of it as arguments: the file of the cluster stays as initdb made it. */
function listSettings(options: Options, port: number, identity: string): readonly string[] {
  const settings: Readonly<Record<string, string | number | boolean>> = {
    // What was committed outlives a killed server all the same, since its writes reach the kernel; only a crash of the machine loses it.
    fsync: options.durable,
    full_page_writes: options.durable,
    shared_buffers: '32MB',
    // Files of the cluster, not of the machine: what is killed leaves nothing in /dev/shm.
    dynamic_shared_memory_type: 'mmap',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...options.settings,
    listen_addresses: HOST,
    port,
    unix_socket_directories: '',
    cluster_name: identity,
  };
  return Object.entries(settings).map(([key, value]) => `${key}=${typeof value === 'boolean' ? Number(value) : value}`);
}

function openPsql(context: PrepareContext<Options>, port: number, server: string): (role: string) => Psql {
  const program = join(dirname(server), 'psql');
  return (role) =>
    makePsql(context, {
      program,
      variables: {
        PGHOST: HOST,
        PGPORT: String(port),
        PGUSER: role,
        PGPASSWORD:
          role === HARNESS
            ? readFileSync(passwordFile(context.sharedDir), 'utf8')
            : (context.secrets['password'] ?? ''),
        PGDATABASE: role === HARNESS ? 'postgres' : context.options.database,
      },
    });
}
