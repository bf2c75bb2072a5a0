import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeChildEnv } from '#child';
import { describeError } from '#domain';
import type { Patience } from '#domain';
import type { ComponentKind, Prepared, PrepareContext, Probe, StartFailure, Watch } from './kind.ts';
import { makeKind } from './kind.ts';
import { declareMainPort, pinnedPort } from './main-port.ts';
import { readStartFailure } from './read-start-failure.ts';
import { furnishRedis, redisExpectSchema } from './redis-furnish.ts';
import type { RedisReply } from './resp.ts';
import { askRedis, describeReply } from './resp.ts';
import type { ServerProgram } from './server-program.ts';
import { findServerProgram } from './server-program.ts';
import type { Talk } from './talk.ts';
import { converse, openTcp } from './talk.ts';

const HOST = '127.0.0.1';
const OURS = /^(bind|port|unixsocket|dir|requirepass|daemonize|logfile|pidfile|include|user|aclfile)$/u;

const schema = z.strictObject({
  version: z
    .string()
    .regex(/^\d+(\.\d+)*$/u, 'a version, such as "7" or "7.0"')
    .optional()
    .describe('What the version that runs must begin with.'),
  bin: z.string().optional().describe('Folder of redis-server, where it is not found by itself.'),
  settings: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .refine((keys) => !Object.keys(keys).some((key) => OURS.test(key)), {
      message: 'addresses, port, folder, password and log are not set here',
    })
    .default({})
    .describe('Any other directive of redis.conf.'),
  durable: z.boolean().default(false).describe('Appends to a file, so that data outlive a restart by a suite.'),
  init: z
    .array(z.string())
    .default([])
    .describe('Files with one command per line, at its first start; relative to the configuration.'),
  expect: redisExpectSchema,
  port: pinnedPort,
  env: z.record(z.string(), z.string()).default({}).describe('Further variables of the server.'),
  readyTimeoutMs: z
    .int()
    .positive()
    .default(15_000)
    .describe('From its start until it is proved ready, init files included.'),
  graceMs: z.int().positive().default(3000).describe('From SIGTERM until it is killed.'),
});
type Options = z.infer<typeof schema>;

const kind: ComponentKind<Options> = {
  kind: 'redis',
  schema,
  declare: ({ port }) => ({
    ports: [declareMainPort(port)],
    urls: ['main', 'login'],
    secretUrls: { login: 'password' },
    secrets: ['password'],
    dirs: [],
    facts: ['version'],
  }),
  locate: ({ name, ports }) => {
    const place = `${HOST}:${String(ports['main'] ?? 0)}/0`;
    return {
      host: HOST,
      urls: { main: `redis://${place}`, login: `redis://default:\${${name}.secrets.password}@${place}` },
    };
  },
  tools: () => [],
  programs: (options) => [programOf(options)],
  prepare,
};

/** A Redis of this world alone: empty, with a password, then the init files. */
export const redis: ComponentKind<unknown> = makeKind(kind);

function programOf({ bin }: Options): ServerProgram {
  return {
    name: 'redis-server',
    title: 'Redis server',
    folders: bin === undefined ? [] : [bin],
    install: 'apt-get install redis-server',
    ...(bin === undefined ? {} : { onlyFolders: true }),
  };
}

async function prepare(context: PrepareContext<Options>): Promise<Prepared> {
  const { options, environment, ownDir, ports } = context;
  const data = join(ownDir, 'data');
  const isFirstStart = (await mkdir(data, { recursive: true, mode: 0o700 })) !== undefined;
  const configFile = join(ownDir, 'redis.conf');
  await writeFile(configFile, makeConfig(context, data), { mode: 0o600 });
  const port = ports['main'] ?? 0;
  const password = context.secrets['password'] ?? '';
  const talkTo = async <Value>(patience: Patience, conversation: (talk: Talk) => Promise<Value>): Promise<Value> =>
    converse({ patience, environment, open: openTcp(HOST, port) }, async (talk) => {
      await demandOk(askRedis(talk, ['AUTH', password]));
      return conversation(talk);
    });
  return {
    spawn: {
      argv: [findServerProgram(programOf(options), environment) ?? 'redis-server', configFile],
      cwd: data,
      env: { ...makeChildEnv(environment, context.tools), ...options.env, ...context.envOverride },
    },
    facts: {},
    probes: [makeProbe(talkTo, data, port)],
    furnish: async (patience) => furnishRedis({ context, isFirstStart, talkTo }, patience),
    listens: [{ port, protocol: 'tcp' }],
    readyTimeoutMs: options.readyTimeoutMs,
    stop: { signal: 'SIGTERM', graceMs: options.graceMs },
    restart: { kind: 'never' },
    readStartFailure: readRedisFailure,
    watch: makeWatch(talkTo),
  };
}

function makeConfig({ options, ports, secrets }: PrepareContext<Options>, data: string): string {
  const directives: Readonly<Record<string, string | number>> = {
    save: '""',
    appendonly: options.durable ? 'yes' : 'no',
    appendfsync: 'no',
    ...options.settings,
    bind: HOST,
    port: ports['main'] ?? 0,
    dir: JSON.stringify(data),
    requirepass: secrets['password'] ?? '',
    daemonize: 'no',
    logfile: '""',
  };
  return Object.entries(directives)
    .map(([key, value]) => `${key} ${value}\n`)
    .join('');
}

/** `>>> 'nonsense 1'` and, on the next line, what is wrong with it. */
const BAD_DIRECTIVE = /^>>> (.*)\n(.*)$/mu;

function readRedisFailure(log: string): StartFailure {
  const [, directive, wrong] = BAD_DIRECTIVE.exec(log) ?? [];
  return directive === undefined
    ? readStartFailure(log)
    : { addressTaken: false, sentence: `${wrong ?? ''}: ${directive}` };
}

type TalkTo = <Value>(patience: Patience, conversation: (talk: Talk) => Promise<Value>) => Promise<Value>;

async function demandOk(reply: Promise<RedisReply>): Promise<void> {
  const got = await reply;
  if (got.kind !== 'text' || got.text !== 'OK') throw new Error(describeReply(got));
}

/** The folder it works in is ours alone: a Redis that names it is ours. */
function makeProbe(talkTo: TalkTo, data: string, port: number): Probe {
  return {
    what: `redis at ${HOST}:${port}`,
    look: async (patience) => {
      try {
        return await talkTo(patience, async (talk) => {
          const pong = describeReply(await askRedis(talk, ['PING']));
          if (pong !== 'PONG') return { ok: false, saw: pong };
          const folder = describeReply(await askRedis(talk, ['CONFIG', 'GET', 'dir']));
          if (folder === `dir, ${data}`) return { ok: true, saw: 'PONG, from our folder' };
          return { ok: false, foreign: true, saw: `a Redis that is not ours answers (${folder})` };
        });
      } catch (error) {
        const saw = describeError(error);
        // Ours knows the password that was made for it.
        return {
          ok: false,
          saw: `last reply ${saw}`,
          ...(/WRONGPASS|without any password/u.test(saw) ? { foreign: true } : {}),
        };
      }
    },
  };
}

function makeWatch(talkTo: TalkTo): Watch {
  return {
    everyMs: 1000,
    incident: 'component-hung',
    unhealthyAfterMs: 5000,
    look: async (patience) => {
      try {
        const saw = describeReply(await talkTo(patience, async (talk) => askRedis(talk, ['PING'])));
        // Busy with a script, or with loading: it answers.
        return { healthy: true, saw };
      } catch (error) {
        return { healthy: false, saw: describeError(error) };
      }
    },
  };
}
