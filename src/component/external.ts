import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { describeError } from '#domain';
import type { Patience, PortDeclaration } from '#domain';
import { parseAddress, printHost, schemeOf } from './address.ts';
import { PROTOCOLS, lookAtTarget } from './external-look.ts';
import type { Identity, Protocol, Target } from './external-look.ts';
import { jumpSchema, makeTunnel } from './external-jump.ts';
import type { ComponentKind, Furnished, Prepared, PrepareContext, Probe } from './kind.ts';
import { makeKind } from './kind.ts';
import { readStartFailure } from './read-start-failure.ts';
import { makeReadyProbe, readySchema } from './ready-probes.ts';
import { refuse } from './refuse.ts';
import { SSH_CLIENT, renderSshConfig } from './ssh-client.ts';

const LOOPBACK = '127.0.0.1';
const name = z.string().regex(/^[a-z][a-z0-9-]*$/u, 'lower-case letters, digits and -');

const schema = z
  .strictObject({
    address: z.string().describe('host:port or a URL.'),
    protocol: z.enum(PROTOCOLS).optional().describe('How it is asked who it is; without it as the URL says, else tcp.'),
    tls: z
      .strictObject({
        ca: z
          .string()
          .optional()
          .describe('File with the certificates that are trusted instead of those of the machine.'),
        insecure: z.boolean().default(false).describe('Goes on whatever the certificate says; the report says so.'),
        name: z
          .string()
          .optional()
          .describe('What the certificate must be for, where it is not the host of the address.'),
      })
      .optional()
      .describe('TLS, and whom it trusts; https, wss, rediss, amqps and rtsps have it without being asked.'),
    says: z.string().optional().describe('A pattern that what it says of itself must hold, such as a version.'),
    jump: jumpSchema.optional(),
    user: z.string().optional().describe('Who logs in, for ssh.'),
    identity: z.string().optional().describe('File of the private key, for ssh; told to suites by a file for ssh -F.'),
    ports: z.record(name, z.int().min(1).max(65_535)).default({}).describe('Further ports by name.'),
    urls: z.record(name, z.string()).default({}).describe('Addresses by name, for suites and references.'),
    ready: z.array(readySchema).optional().describe('What must hold besides; given without protocol, this alone.'),
    readyTimeoutMs: z.int().positive().default(10_000).describe('Until all of that holds.'),
  })
  .refine((options) => parseAddress(options.address) !== undefined, {
    path: ['address'],
    message: 'must be host:port or a URL',
  })
  .refine(
    (options) => options.ready !== undefined || parseAddress(options.address, options.protocol)?.port !== undefined,
    {
      path: ['address'],
      message: 'names no port to be probed; give one, or say how it is probed under ready',
    },
  )
  .refine(({ says }) => says === undefined || isPattern(says), {
    path: ['says'],
    message: 'must be a regular expression',
  });
type Options = z.infer<typeof schema>;

const kind: ComponentKind<Options> = {
  kind: 'external',
  schema,
  declare: (options) => ({
    ports: listPorts(options),
    urls: Object.keys(options.urls),
    secrets: [],
    dirs: [],
    facts: ['says', 'certificate', ...(protocolOf(options) === 'ssh' ? ['configFile'] : [])],
  }),
  warn: ({ tls, address }) =>
    tls?.insecure === true
      ? [`the certificate of ${hideLogin(address)} is not checked (tls.insecure): whoever answers there is believed`]
      : [],
  locate: ({ options }) => ({
    host: options.jump === undefined ? (parseAddress(options.address)?.host ?? '') : LOOPBACK,
    urls: options.urls,
  }),
  tools: () => [],
  askedByUs: ['ready'],
  programs: ({ jump }) => (jump === undefined ? [] : [SSH_CLIENT]),
  prepare,
};

/** Something real that others run: asked who it is, told to suites, never started or stopped. */
export const external: ComponentKind<unknown> = makeKind(kind);

async function prepare(context: PrepareContext<Options>): Promise<Prepared> {
  const { options, environment } = context;
  const target = makeTarget(context);
  const handshake = options.ready !== undefined && options.protocol === undefined ? undefined : target;
  const extra = (options.ready ?? []).map((entry) => makeReadyProbe(entry, environment));
  const configFile = await writeSshConfig(context);
  return {
    ...describeTunnel(context),
    facts: configFile === undefined ? {} : { configFile },
    probes: [...(handshake === undefined ? [] : [makeProbe(handshake)]), ...extra],
    ...(handshake === undefined ? {} : { furnish: async (patience) => introduce(handshake, options, patience) }),
    readyTimeoutMs: options.readyTimeoutMs,
    restart: { kind: 'never' },
    readStartFailure,
  };
}

/** Without a way that leads there over another host nothing of ours runs. */
function describeTunnel(context: PrepareContext<Options>): Pick<Prepared, 'spawn' | 'listens' | 'stop'> {
  const { address, protocol, jump } = context.options;
  if (jump === undefined) return { listens: [], stop: { signal: 'SIGTERM', graceMs: 0 } };
  return {
    spawn: makeTunnel(context, jump, parseAddress(address, protocol)),
    listens: [{ port: context.ports['main'] ?? 0, protocol: 'tcp' }],
    stop: { signal: 'SIGTERM', graceMs: 1000 },
  };
}

function makeTarget({ options, host, ports, environment, projectRoot }: PrepareContext<Options>): Target {
  const { tls } = options;
  const usesTls = tls !== undefined || IMPLICIT_TLS.test(options.address) || options.protocol === 'https';
  const ca = tls?.ca === undefined ? undefined : resolve(projectRoot, tls.ca);
  return {
    protocol: protocolOf(options),
    host,
    port: ports['main'] ?? 0,
    name: parseAddress(options.address)?.host ?? host,
    path: pathOf(options.address),
    tls: usesTls ? { ...tls, ca } : undefined,
    environment,
  };
}

const IMPLICIT_TLS = /^(https|wss|rediss|amqps|rtsps):/u;

const BY_SCHEME: Readonly<Record<string, Protocol>> = {
  postgres: 'postgres',
  postgresql: 'postgres',
  redis: 'redis',
  rediss: 'redis',
  amqp: 'amqp',
  amqps: 'amqp',
  ssh: 'ssh',
  http: 'http',
  https: 'https',
  rtsp: 'rtsp',
  rtsps: 'rtsp',
  ws: 'websocket',
  wss: 'websocket',
};

function protocolOf({ protocol, address }: Pick<Options, 'protocol' | 'address'>): Protocol {
  return protocol ?? BY_SCHEME[schemeOf(address) ?? ''] ?? 'tcp';
}

function pathOf(address: string): string {
  if (schemeOf(address) === undefined || !URL.canParse(address)) return '/';
  const { pathname, search } = new URL(address);
  return `${pathname === '' ? '/' : pathname}${search}`;
}

/** An address may hold a password. */
function hideLogin(address: string): string {
  return address.replace(/\/\/[^/@]*@/u, '//');
}

function makeProbe(target: Target): Probe {
  return {
    what: `${target.protocol} at ${printHost(target.host)}:${target.port}`,
    look: async (patience) => {
      try {
        return { ok: true, saw: describeIdentity(await lookAtTarget(target, patience)) };
      } catch (error) {
        return { ok: false, saw: describeError(error) };
      }
    },
  };
}

function describeIdentity({ says, certificate }: Identity): string {
  return certificate === '' ? says : `${says}; ${certificate}`;
}

/** Asked once more when it is ready: who it is becomes a fact, and must be who is wanted. */
async function introduce(target: Target, { says: wanted }: Options, patience: Patience): Promise<Furnished> {
  const identity = await lookAtTarget(target, patience).catch((error: unknown) => ({
    says: describeError(error),
    certificate: '',
  }));
  if (wanted !== undefined && !new RegExp(wanted, 'u').test(identity.says)) {
    return refuse(
      `it says ${JSON.stringify(identity.says)}, and ${JSON.stringify(wanted)} is wanted`,
      'correct its address, or what it must say',
      '.says',
    );
  }
  return { ok: true, saw: '', facts: { ...identity } };
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u').source !== '';
  } catch {
    return false;
  }
}

/** For suites that log in: one word, and ssh knows address, user, key and the way. */
async function writeSshConfig(context: PrepareContext<Options>): Promise<string | undefined> {
  const { options, host, ports, ownDir, spec, projectRoot } = context;
  if (protocolOf(options) !== 'ssh') return undefined;
  const file = join(ownDir, 'ssh_config');
  const identityFile = options.identity === undefined ? undefined : resolve(projectRoot, options.identity);
  await writeFile(
    file,
    renderSshConfig([{ alias: spec.name, host, port: ports['main'] ?? 0, user: options.user, identityFile }]),
    { mode: 0o600 },
  );
  return file;
}

/** The port of the address is called `main`; through a tunnel it is a leased one of ours. */
function listPorts(options: Options): readonly PortDeclaration[] {
  const { address, protocol, jump, ports } = options;
  const direct = protocolOf(options) === 'ssh' ? { direct: true } : {};
  const main = parseAddress(address, protocol)?.port;
  const further = Object.entries(ports).map(
    ([each, pinned]) => ({ name: each, protocol: 'tcp', pinned, foreign: true }) as const,
  );
  if (jump !== undefined) return [{ name: 'main', protocol: 'tcp', ...direct }, ...further];
  if (main === undefined) return further;
  return [{ name: 'main', protocol: 'tcp', pinned: main, foreign: true, ...direct }, ...further];
}
