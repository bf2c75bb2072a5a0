import { randomBytes } from 'node:crypto';
import type { Environment, Patience } from '#domain';
import { printHost } from './address.ts';
import { greetAmqp } from './amqp.ts';
import { greetPostgres } from './postgres-probe.ts';
import { askRedis, describeReply } from './resp.ts';
import { readBanner } from './ssh-banner.ts';
import type { Talk } from './talk.ts';
import { converse, decodeLine, openTcp } from './talk.ts';
import { secureWire } from './tls-wire.ts';
import type { TlsOptions } from './tls-wire.ts';

export const PROTOCOLS = ['postgres', 'redis', 'amqp', 'ssh', 'http', 'https', 'tcp', 'rtsp', 'websocket'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** An address and how it is spoken to. */
export interface Target {
  readonly protocol: Protocol;
  /** Where we connect: the address itself, or this end of a tunnel. */
  readonly host: string;
  readonly port: number;
  /** Host that the address names; certificates are for it. */
  readonly name: string;
  /** With its query; `/` where there is none. */
  readonly path: string;
  /** Absent = without TLS. */
  readonly tls: TlsOptions | undefined;
  readonly environment: Environment;
}

/** Who answered, in its own words. */
export interface Identity {
  readonly says: string;
  readonly certificate: string;
}

/** One handshake in the protocol's own words; rejects with the plain reason. */
export async function lookAtTarget(target: Target, patience: Patience): Promise<Identity> {
  const { host, port, environment } = target;
  const held = { certificate: '' };
  const says = await converse({ patience, environment, open: openTcp(host, port) }, async (talk) => {
    const secure = async (): Promise<void> =>
      talk.over(async (lower) => {
        const secured = await secureWire(lower, target.name, target.tls ?? {});
        held.certificate = secured.identity;
        return secured.wire;
      });
    // PostgreSQL begins in plain and then asks for TLS.
    if (target.tls !== undefined && target.protocol !== 'postgres') await secure();
    return SPEAK[target.protocol](talk, target, secure);
  });
  return { says, certificate: held.certificate };
}

type Speak = (talk: Talk, target: Target, secure: () => Promise<void>) => Promise<string>;

const SPEAK: Readonly<Record<Protocol, Speak>> = {
  tcp: async () => Promise.resolve('accepts connections'),
  ssh: readBanner,
  redis: speakRedis,
  amqp: async (talk) => {
    const { product, version, clusterName } = await greetAmqp(talk);
    return `${product} ${version} ${clusterName}`.trim();
  },
  postgres: speakPostgres,
  http: speakHttp,
  https: speakHttp,
  rtsp: async (talk, { port, name, path }) => {
    talk.send(`OPTIONS rtsp://${printHost(name)}:${port}${path} RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: reality\r\n\r\n`);
    return readHead(talk, /^RTSP\/1\.0 (\d{3})/u, 'RTSP');
  },
  websocket: async (talk, target) => {
    const key = randomBytes(16).toString('base64');
    const upgrade = `Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n`;
    talk.send(`GET ${target.path} HTTP/1.1\r\nHost: ${hostHeader(target)}\r\n${upgrade}\r\n`);
    const head = await readHead(talk, /^HTTP\/1\.[01] (\d{3})/u, 'HTTP');
    if (!head.includes(' 101')) throw new Error(`no WebSocket: it answers ${head}`);
    return head;
  },
};

async function speakRedis(talk: Talk): Promise<string> {
  const pong = await askRedis(talk, ['PING']);
  if (pong.kind === 'error') return `Redis: ${pong.text}`;
  const info = describeReply(await askRedis(talk, ['INFO', 'server']));
  const version = /^redis_version:(\S+)/mu.exec(info)?.[1];
  return version === undefined ? `Redis: ${describeReply(pong)}` : `Redis ${version}`;
}

async function speakPostgres(talk: Talk, { tls }: Target, secure: () => Promise<void>): Promise<string> {
  const greeting = await greetPostgres(talk, {
    user: 'reality',
    database: 'postgres',
    ...(tls === undefined ? {} : { secure }),
  });
  if (tls !== undefined && !greeting.tls)
    throw new Error('this PostgreSQL offers no TLS: leave tls out, or turn ssl on there');
  if (greeting.kind === 'asks') return 'PostgreSQL, asks for a login';
  if (greeting.code.startsWith('57P')) throw new Error(`PostgreSQL: ${greeting.text}`);
  return `PostgreSQL: ${greeting.text}`;
}

async function speakHttp(talk: Talk, target: Target): Promise<string> {
  talk.send(
    `GET ${target.path} HTTP/1.1\r\nHost: ${hostHeader(target)}\r\nUser-Agent: reality\r\nAccept: */*\r\nConnection: close\r\n\r\n`,
  );
  const head = await readHead(talk, /^HTTP\/1\.[01] (\d{3})/u, 'HTTP');
  if (/ 5\d\d/u.test(head)) throw new Error(`it answers ${head}`);
  return head;
}

function hostHeader({ name, port }: Target): string {
  return `${printHost(name)}:${port}`;
}

const MAX_LINE_BYTES = 16 * 1024;
const MAX_LINES = 200;

/** `HTTP 200 nginx/1.22`: the status and what the server calls itself. */
async function readHead(talk: Talk, first: RegExp, protocol: string): Promise<string> {
  const line = await talk.receive(decodeLine(MAX_LINE_BYTES));
  const status = first.exec(line)?.[1];
  if (status === undefined) throw new Error(`no ${protocol}: it answers ${JSON.stringify(line.slice(0, 60))}`);
  let server = '';
  for (let count = 0; count < MAX_LINES; count += 1) {
    const header = await talk.receive(decodeLine(MAX_LINE_BYTES));
    if (header === '') break;
    server = /^server: *(.*)$/iu.exec(header)?.[1] ?? server;
  }
  return `${protocol} ${status} ${server}`.trim();
}
