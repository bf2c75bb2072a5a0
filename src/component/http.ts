import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { makeChildEnv } from '#child';
import { describeError } from '#domain';
import type { Patience } from '#domain';
import type { ComponentKind, Prepared, PrepareContext, Probe, ProbeResult, Watch } from './kind.ts';
import { makeKind } from './kind.ts';
import { declareMainPort, pinnedPort } from './main-port.ts';
import { lookHttp } from './look-http.ts';
import { readStartFailure } from './read-start-failure.ts';
import { UnfitError } from './refuse.ts';

const HOST = '127.0.0.1';
const FILE_SERVER = new URL('serve-files-main.js', import.meta.url).pathname;
/** Header by which the file server is known as ours. */
const NONCE_HEADER = 'x-reality-nonce';

const schema = z
  .strictObject({
    command: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('A server, in the folder of the configuration; it is told its port by ${name.ports.main} or PORT.'),
    files: z.string().optional().describe('A folder that is served as it is, instead of a command.'),
    health: z
      .strictObject({
        path: z.string().startsWith('/', 'must begin with /').default('/').describe('What is asked.'),
        status: z.int().min(100).max(599).optional().describe('What it must answer; without it any 2xx.'),
      })
      .default({ path: '/' })
      .describe('What proves that it is ready.'),
    secrets: z
      .array(z.string().regex(/^[a-z][a-z0-9-]*$/u, 'lower-case letters, digits and -'))
      .default([])
      .describe('Random texts of this world.'),
    port: pinnedPort,
    env: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .default({})
      .describe('Variables of the command.'),
    readyTimeoutMs: z.int().positive().default(30_000).describe('From its start until health holds.'),
    graceMs: z.int().positive().default(3000).describe('From SIGTERM until it is killed.'),
  })
  .refine(({ command, files }) => (command === undefined) !== (files === undefined), {
    message: 'needs a command, or files to be served, and not both',
  });
type Options = z.infer<typeof schema>;

const kind: ComponentKind<Options> = {
  kind: 'http',
  schema,
  declare: ({ port, secrets }) => ({
    ports: [declareMainPort(port)],
    urls: ['main'],
    secrets,
    dirs: [],
    facts: [],
  }),
  locate: ({ ports }) => ({ host: HOST, urls: { main: `http://${HOST}:${String(ports['main'] ?? 0)}` } }),
  tools: () => [],
  prepare: async (context) => Promise.resolve(makePrepared(context)),
};

/** An HTTP server that others need: a program of the user's, or a folder of files. The service under test is of the kind service. */
export const http: ComponentKind<unknown> = makeKind(kind);

function makePrepared(context: PrepareContext<Options>): Prepared {
  const { options, ports } = context;
  const port = ports['main'] ?? 0;
  const probe = makeProbe(context, port);
  return {
    spawn: makeSpawn(context, port),
    facts: {},
    probes: [probe],
    listens: [{ port, protocol: 'tcp' }],
    readyTimeoutMs: options.readyTimeoutMs,
    stop: { signal: 'SIGTERM', graceMs: options.graceMs },
    restart: { kind: 'never' },
    readStartFailure,
    // A program of others may be slow for good reasons: only files are.
    ...(options.files === undefined ? {} : { watch: makeWatch(probe) }),
  };
}

function makeSpawn(
  { options, environment, tools, projectRoot, envOverride, nonce, spec }: PrepareContext<Options>,
  port: number,
): NonNullable<Prepared['spawn']> {
  const texts = Object.entries(options.env).map(([key, value]) => [key, String(value)] as const);
  const env = {
    ...makeChildEnv(environment, tools),
    PORT: String(port),
    HOST,
    ...Object.fromEntries(texts),
    ...envOverride,
  };
  if (options.files === undefined) {
    const [program = '', ...rest] = options.command ?? [];
    return { argv: [program, ...rest], cwd: projectRoot, env };
  }
  const folder = resolve(projectRoot, options.files);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new UnfitError(
      `was not started: there is no folder ${options.files}`,
      `make the folder ${options.files}, or correct its name`,
      '.files',
    );
  }
  return {
    argv: [process.execPath, FILE_SERVER, folder, HOST, String(port), `${nonce}-${spec.name}`],
    cwd: folder,
    env,
  };
}

function makeProbe({ options, environment, nonce, spec }: PrepareContext<Options>, port: number): Probe {
  const { path, status } = options.health;
  const url = `http://${HOST}:${port}${path}`;
  const wanted = options.files === undefined ? undefined : `${nonce}-${spec.name}`;
  return {
    what: `http ${url}`,
    look: async (patience) => {
      try {
        const answer = await lookHttp(url, patience, environment);
        const ours = answer.headers[NONCE_HEADER];
        if (wanted !== undefined && ours !== wanted)
          return { ok: false, foreign: true, saw: 'a server that is not ours answers' };
        const ok =
          wanted !== undefined ||
          (status === undefined ? answer.status >= 200 && answer.status < 300 : answer.status === status);
        return { ok, saw: `status ${answer.status}${ok ? '' : ` ${answer.body.slice(0, 200)}`}`.trim() };
      } catch (error) {
        return { ok: false, saw: `last reply ${describeError(error)}` };
      }
    },
  };
}

function makeWatch({ look }: Probe): Watch {
  const asHealth = async (patience: Patience): Promise<{ readonly healthy: boolean; readonly saw: string }> => {
    const result: ProbeResult = await look(patience);
    return { healthy: result.ok, saw: result.saw };
  };
  return { everyMs: 1000, incident: 'component-hung', unhealthyAfterMs: 5000, look: asHealth };
}
