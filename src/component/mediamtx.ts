import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeChildEnv } from '#child';
import { present } from '#domain';
import type { ComponentKind, ListenSocket, Prepared, PrepareContext, Probe, Watch } from './kind.ts';
import { makeKind } from './kind.ts';
import type { MediamtxApi } from './mediamtx-api.ts';
import { makeMediamtxApi } from './mediamtx-api.ts';
import { whyUnwitnessed } from './mediamtx-access.ts';
import { MEDIAMTX_PROTOCOLS, listMediamtxPorts, makeMediamtxConfig } from './mediamtx-config.ts';
import { readStartFailure } from './read-start-failure.ts';

const HOST = '127.0.0.1';

const OURS = /(Address|Port|Destinations)$|^(api|paths|pathDefaults|logLevel|sysLogPrefix)$/u;

/** Addresses are leased, the API proves readiness, and the rest has a key of its own. */
const settings = z.record(z.string(), z.unknown()).refine((keys) => !Object.keys(keys).some((key) => OURS.test(key)), {
  message: 'addresses, ports, api, paths, pathDefaults, logLevel, sysLogPrefix and log destinations are not set here',
});

const schema = z.strictObject({
  protocols: z.array(z.enum(MEDIAMTX_PROTOCOLS)).default(['rtsp']).describe('Servers to open, each on a leased port.'),
  udp: z.boolean().default(false).describe('RTSP over UDP as well as TCP.'),
  metrics: z.boolean().default(false).describe('Prometheus metrics, as the URL metrics.'),
  playback: z.boolean().default(false).describe('Playback of recordings, as the URL playback.'),
  logLevel: z
    .enum(['error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('debug shows every request to the API and every RTSP message.'),
  paths: z
    .record(z.string(), z.record(z.string(), z.unknown()).nullable())
    .default({})
    .describe('Paths there from the start, as MediaMTX knows them.'),
  pathDefaults: z.record(z.string(), z.unknown()).default({}).describe('What holds for all paths.'),
  settings: settings.default({}).describe('Any other global key of mediamtx.yml.'),
  witness: z
    .boolean()
    .default(true)
    .describe(
      'It asks the harness whom to let in, which lets all in and writes down who came. Off where keys of auth are set.',
    ),
  env: z.record(z.string(), z.string()).default({}).describe('Variables for it and its hooks.'),
  readyTimeoutMs: z.int().positive().default(10_000).describe('From its start until it is proved ready.'),
  graceMs: z.int().positive().default(3000).describe('From SIGINT until it is killed.'),
});
type Options = z.infer<typeof schema>;

const kind: ComponentKind<Options> = {
  kind: 'mediamtx',
  schema,
  declare: (options) => ({
    ports: listMediamtxPorts(options),
    urls: Object.keys(makeUrls(options, {})),
    secrets: [],
    dirs: [],
    facts: ['configFile', 'version', 'witness'],
  }),
  locate: ({ options, ports }) => ({ host: HOST, urls: makeUrls(options, ports) }),
  tools: () => ['mediamtx'],
  asksAccess: (options) => whyUnwitnessed(options) === undefined,
  prepare,
};

/** MediaMTX from the tool chain, configured from nothing: loopback, leased ports, only what was asked for. */
export const mediamtx: ComponentKind<unknown> = makeKind(kind);

async function prepare(context: PrepareContext<Options>): Promise<Prepared> {
  const { options, dirs, spec } = context;
  const configDir = dirs['config'] ?? '';
  const configFile = join(configDir, `${spec.name}.yml`);
  // Per component, so that two instances of one world cannot pass for each other.
  const nonce = `${context.nonce}-${spec.name}`;
  const config = makeMediamtxConfig({
    ...options,
    host: HOST,
    ports: context.ports,
    recordings: dirs['recordings'] ?? '',
    nonce,
    ...present({ accessUrl: context.accessUrl }),
  });
  await writeFile(configFile, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  const api = makeMediamtxApi(context.urls['api'] ?? '', context.environment);
  return {
    spawn: {
      argv: [context.tools.mediamtx?.path ?? 'mediamtx', configFile],
      // auto.key, relative record paths and log files of some versions land in the working directory.
      cwd: configDir,
      env: makeEnv(context),
    },
    facts: {
      configFile,
      version: context.tools.mediamtx?.version ?? '',
      witness: context.accessUrl === undefined ? (whyUnwitnessed(options) ?? 'there is none') : 'on',
    },
    probes: [makeApiProbe(api, nonce)],
    listens: listMediamtxPorts(options).flatMap((port) => listenSockets(port.name, port.protocol, context.ports)),
    readyTimeoutMs: options.readyTimeoutMs,
    // Graceful on SIGINT in all versions, on SIGTERM only from v1.14.0.
    stop: { signal: 'SIGINT', graceMs: options.graceMs },
    restart: { kind: 'never' },
    readStartFailure,
    watch: makeHangWatch(api),
  };
}

/** `MTX_*` and the older `RTSP_*` change its configuration: none may come in by accident, ours only by intent. */
function makeEnv(context: PrepareContext<Options>): Readonly<Record<string, string>> {
  const base = Object.entries(makeChildEnv(context.environment, context.tools)).filter(
    ([name]) => !/^(MTX|RTSP)_/u.test(name),
  );
  // On by default since v1.19.0, on all interfaces; older versions do not know the key and would refuse it in the file.
  return { ...Object.fromEntries(base), MTX_MOQ: 'no', ...context.options.env, ...context.envOverride };
}

function makeUrls(options: Options, ports: Readonly<Record<string, number>>): Readonly<Record<string, string>> {
  const schemes: Readonly<Record<string, string>> = { rtsp: 'rtsp', rtmp: 'rtmp', srt: 'srt' };
  const served = listMediamtxPorts(options).filter((port) => port.name !== 'ice' && port.name !== 'rtp');
  return Object.fromEntries(
    served.map(({ name }) => [name, `${schemes[name] ?? 'http'}://${HOST}:${String(ports[name] ?? 0)}`]),
  );
}

function listenSockets(
  name: string,
  protocol: string,
  ports: Readonly<Record<string, number>>,
): readonly ListenSocket[] {
  const port = ports[name] ?? 0;
  if (protocol === 'tcp') return [{ port, protocol }];
  return name === 'rtp'
    ? [
        { port, protocol: 'udp' },
        { port: port + 1, protocol: 'udp' },
      ]
    : [{ port, protocol: 'udp' }];
}

/** The API is the last listener that MediaMTX opens (internal/core/core.go): its answer means that all are bound. */
function makeApiProbe(api: MediamtxApi, nonce: string): Probe {
  return {
    what: `api at ${api.base}`,
    look: async (patience) => {
      const look = await api.readNonce(patience);
      if (look.kind === 'absent') return { ok: false, saw: 'status 404: something else answers', foreign: true };
      if (look.kind === 'trouble') return { ok: false, saw: look.saw };
      if (look.value === nonce) return { ok: true, saw: 'its api carries our nonce' };
      return { ok: false, saw: `a MediaMTX that is not ours answers at ${api.base}`, foreign: true };
    },
  };
}

function makeHangWatch(api: MediamtxApi): Watch {
  return {
    everyMs: 1000,
    incident: 'component-hung',
    unhealthyAfterMs: 5000,
    look: async (patience) => {
      const look = await api.readNonce(patience);
      return look.kind === 'trouble' ? { healthy: false, saw: look.saw } : { healthy: true, saw: 'api answers' };
    },
  };
}
