import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeChildEnv } from '#child';
import { describeError } from '#domain';
import type { Patience } from '#domain';
import { closeAmqp, greetAmqp, openAmqp, sendRoundTrip } from './amqp.ts';
import type { ComponentKind, Furnished, Prepared, PrepareContext, ProbeResult } from './kind.ts';
import { makeKind } from './kind.ts';
import { declareMainPort, pinnedPort } from './main-port.ts';
import { makeDefinitions } from './rabbitmq-definitions.ts';
import { brokerExpectSchema, findLacks } from './rabbitmq-expect.ts';
import { makeReadFailure } from './rabbitmq-failure.ts';
import { refuse, refuseVersion } from './refuse.ts';
import type { ServerProgram } from './server-program.ts';
import { findServerProgram } from './server-program.ts';
import type { Talk } from './talk.ts';
import { converse, openTcp } from './talk.ts';

const HOST = '127.0.0.1';
const OURS = /^(listeners\.|cluster_name|load_definitions|default_(user|pass|vhost)|log\.|management\.tcp\.)/u;
const NAME = /^[A-Za-z0-9_-]+$/u;

const schema = z.strictObject({
  vhost: z.string().min(1).default('/').describe('Virtual host of the user.'),
  user: z
    .string()
    .regex(NAME, 'letters, digits, _ and -')
    .default('test')
    .describe('May do everything in the virtual host.'),
  version: z
    .string()
    .regex(/^\d+(\.\d+)*$/u, 'a version, such as "3" or "3.10"')
    .optional()
    .describe('What the version that runs must begin with.'),
  bin: z.string().optional().describe('Folder of rabbitmq-server, where it is not found by itself.'),
  management: z.boolean().default(false).describe('The management plugin, as the URL management.'),
  plugins: z
    .array(z.string().regex(/^[a-z0-9_]+$/u, 'the name of a plugin'))
    .default([])
    .describe('Further plugins to enable.'),
  settings: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .refine((keys) => !Object.keys(keys).some((key) => OURS.test(key)), {
      message: 'listeners, cluster_name, definitions, default user and log are not set here',
    })
    .default({})
    .describe('Any other key of rabbitmq.conf.'),
  init: z
    .array(z.string())
    .default([])
    .describe('Files of definitions (JSON, as RabbitMQ exports them); relative to the configuration.'),
  expect: brokerExpectSchema,
  port: pinnedPort,
  env: z.record(z.string(), z.string()).default({}).describe('Further variables of the server.'),
  readyTimeoutMs: z
    .int()
    .positive()
    .default(90_000)
    .describe('From its start until a message has gone there and back.'),
  graceMs: z.int().positive().default(4000).describe('From SIGTERM until it is killed.'),
});
type Options = z.infer<typeof schema>;

const kind: ComponentKind<Options> = {
  kind: 'rabbitmq',
  schema,
  declare: ({ port, management }) => ({
    ports: [
      declareMainPort(port),
      ...['dist', 'epmd', ...(management ? ['management'] : [])].map((name) => ({ name, protocol: 'tcp' }) as const),
    ],
    urls: ['main', 'login', ...(management ? ['management'] : [])],
    secretUrls: { login: 'password' },
    secrets: ['password'],
    dirs: [],
    facts: ['user', 'vhost', 'node', 'home', 'version'],
  }),
  locate: ({ name, options: { user, vhost, management }, ports }) => {
    const place = `${HOST}:${String(ports['main'] ?? 0)}/${encodeURIComponent(vhost)}`;
    const urls = { main: `amqp://${place}`, login: `amqp://${user}:\${${name}.secrets.password}@${place}` };
    return {
      host: HOST,
      urls: management ? { ...urls, management: `http://${HOST}:${String(ports['management'] ?? 0)}` } : urls,
    };
  },
  tools: () => [],
  programs: (options) => [serverOf(options)],
  prepare,
};

/** A broker of this world alone: node, cookie, Erlang's port mapper and all. */
export const rabbitmq: ComponentKind<unknown> = makeKind(kind);

function serverOf({ bin }: Options): ServerProgram {
  return {
    name: 'rabbitmq-server',
    title: 'RabbitMQ server',
    // Not /usr/sbin: that one is a script which becomes the user rabbitmq, and knows one broker per machine.
    folders:
      bin === undefined ? ['/usr/lib/rabbitmq/bin', '/usr/lib/rabbitmq/lib/*/sbin', '/opt/rabbitmq/sbin'] : [bin],
    install: 'apt-get install rabbitmq-server',
    ...(bin === undefined ? {} : { onlyFolders: true }),
  };
}

async function prepare(context: PrepareContext<Options>): Promise<Prepared> {
  const { options, environment, ownDir, ports, spec, nonce } = context;
  const port = ports['main'] ?? 0;
  const identity = `${nonce}-${spec.name}`;
  const home = join(ownDir, 'home');
  const node = `reality-${nonce}-${spec.name}@localhost`;
  await mkdir(home, { recursive: true, mode: 0o700 });
  await writeFiles(context, identity);
  return {
    spawn: {
      argv: [findServerProgram(serverOf(options), environment) ?? 'rabbitmq-server'],
      cwd: ownDir,
      env: {
        ...makeChildEnv(environment, context.tools),
        ...makeServerEnv(context, home, node),
        ...options.env,
        ...context.envOverride,
      },
    },
    facts: { user: options.user, vhost: options.vhost, node, home },
    probes: [{ what: `rabbitmq at ${HOST}:${port}`, look: async (patience) => look(context, identity, patience) }],
    furnish: async (patience) => furnish(context, patience),
    listens: [{ port, protocol: 'tcp' }],
    readyTimeoutMs: options.readyTimeoutMs,
    stop: { signal: 'SIGTERM', graceMs: options.graceMs },
    restart: { kind: 'never' },
    readStartFailure: makeReadFailure(ports['epmd'] ?? 0, Object.keys(options.settings)),
  };
}

async function writeFiles(
  { options, ownDir, ports, secrets, projectRoot, environment }: PrepareContext<Options>,
  identity: string,
): Promise<void> {
  const own = {
    user: options.user,
    password: secrets['password'] ?? '',
    vhost: options.vhost,
    salt: environment.randomHex(4),
  };
  const definitions = await makeDefinitions(options.init, projectRoot, own);
  const settings: Readonly<Record<string, string | number | boolean>> = {
    'disk_free_limit.absolute': '50MB',
    ...options.settings,
    'listeners.tcp.default': `${HOST}:${ports['main'] ?? 0}`,
    cluster_name: identity,
    load_definitions: join(ownDir, 'definitions.json'),
    loopback_users: 'none',
    'log.console': true,
    'log.console.level': 'info',
    'log.file': false,
    ...(options.management ? { 'management.tcp.ip': HOST, 'management.tcp.port': ports['management'] ?? 0 } : {}),
  };
  const plugins = [...new Set([...(options.management ? ['rabbitmq_management'] : []), ...options.plugins])];
  const texts: Readonly<Record<string, string>> = {
    'definitions.json': definitions,
    'rabbitmq.conf': Object.entries(settings)
      .map(([key, value]) => `${key} = ${String(value)}\n`)
      .join(''),
    enabled_plugins: `[${plugins.join(',')}].\n`,
    // An absent one would be looked for in /etc/rabbitmq.
    'rabbitmq-env.conf': '',
  };
  await Promise.all(
    Object.entries(texts).map(async ([name, text]) => writeFile(join(ownDir, name), text, { mode: 0o600 })),
  );
}

/** Nothing of the machine's own broker: node, folders, cookie, and the port mapper have places of their own. */
function makeServerEnv(
  { ownDir, ports }: PrepareContext<Options>,
  home: string,
  node: string,
): Readonly<Record<string, string>> {
  return {
    HOME: home,
    RABBITMQ_NODENAME: node,
    RABBITMQ_BASE: ownDir,
    RABBITMQ_MNESIA_BASE: join(ownDir, 'mnesia'),
    RABBITMQ_LOG_BASE: join(ownDir, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_GENERATED_CONFIG_DIR: join(ownDir, 'generated'),
    RABBITMQ_CONFIG_FILE: join(ownDir, 'rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(ownDir, 'none.config'),
    RABBITMQ_CONF_ENV_FILE: join(ownDir, 'rabbitmq-env.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(ownDir, 'enabled_plugins'),
    RABBITMQ_DIST_PORT: String(ports['dist'] ?? 0),
    ERL_EPMD_PORT: String(ports['epmd'] ?? 0),
    ERL_EPMD_ADDRESS: HOST,
    // Schedulers that wait need no processor; the node itself talks to this machine alone.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:
      '+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}',
    // Its script then becomes the server, instead of waiting for it: a signal reaches the server itself.
    RUNNING_UNDER_SYSTEMD: 'true',
  };
}

async function talkTo<Value>(
  { environment, ports }: PrepareContext<Options>,
  patience: Patience,
  conversation: (talk: Talk) => Promise<Value>,
): Promise<Value> {
  return converse({ patience, environment, open: openTcp(HOST, ports['main'] ?? 0) }, conversation);
}

async function look(context: PrepareContext<Options>, identity: string, patience: Patience): Promise<ProbeResult> {
  try {
    const { product, clusterName } = await talkTo(context, patience, greetAmqp);
    if (clusterName === identity) return { ok: true, saw: 'it greets with our nonce' };
    return { ok: false, foreign: true, saw: `a broker that is not ours answers (${product} ${clusterName})` };
  } catch (error) {
    return { ok: false, saw: `last reply ${describeError(error)}` };
  }
}

async function furnish(context: PrepareContext<Options>, patience: Patience): Promise<Furnished> {
  const { options, secrets, nonce } = context;
  try {
    return await talkTo(context, patience, async (talk) => {
      const { version } = await greetAmqp(talk);
      const wrong = refuseVersion('RabbitMQ', version, options.version);
      if (wrong !== undefined) return wrong;
      await openAmqp(talk, { user: options.user, password: secrets['password'] ?? '', vhost: options.vhost });
      if (!(await sendRoundTrip(talk, nonce)))
        return refuse('a message did not come back as it was sent', 'look at its log');
      const lacks = await findLacks(talk, options.expect);
      await closeAmqp(talk);
      if (lacks.length > 0)
        return refuse(lacks.join('; '), 'declare it in a file of definitions (init), or correct its name', '.expect');
      return { ok: true, saw: 'a message went there and back', facts: { version } };
    });
  } catch (error) {
    return refuse(`no message can be sent: ${describeError(error)}`, 'look at its log');
  }
}
