import { describeError } from '#domain';
import type { Environment, Patience } from '#domain';
import type { Probe, Watch } from './kind.ts';
import type { Psql } from './psql.ts';
import type { Decode, Talk } from './talk.ts';
import { converse, openTcp } from './talk.ts';

/** Request for TLS: length 8, code 80877103 (PostgreSQL, protocol flow, "SSL Session Encryption"). */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const PROTOCOL_3_0 = 196_608;
const HEADER_BYTES = 5;
/** What may come first: a request for a login, or a refusal. */
const KNOWN_TYPES = 'RE';

/** What a server says to a user at the door, without a password. */
export type Greeting =
  | { readonly kind: 'asks'; readonly tls: boolean }
  | { readonly kind: 'refuses'; readonly code: string; readonly text: string; readonly tls: boolean };

const oneByte: Decode<string> = (bytes) =>
  bytes.length === 0 ? undefined : { value: bytes.toString('latin1', 0, 1), usedBytes: 1 };

/** Knocks as `user`. With `secure` it asks for TLS first, and wraps the connection where the server has it. */
export async function greetPostgres(
  talk: Talk,
  {
    user,
    database,
    secure,
  }: { readonly user: string; readonly database: string; readonly secure?: () => Promise<void> },
): Promise<Greeting> {
  const tls = secure === undefined ? false : await startTls(talk, secure);
  talk.send(makeStartup({ user, database, application_name: 'reality' }));
  const { type, body } = await talk.receive(decodeMessage);
  if (type === 'R') return { kind: 'asks', tls };
  const fields = readFields(body);
  return { kind: 'refuses', code: fields.get('C') ?? '', text: fields.get('M') ?? '', tls };
}

async function startTls(talk: Talk, secure: () => Promise<void>): Promise<boolean> {
  talk.send(SSL_REQUEST);
  const answer = await talk.receive(oneByte);
  if (answer !== 'S' && answer !== 'N') throw new Error(`no PostgreSQL: it answers ${JSON.stringify(answer)}`);
  if (answer === 'S') await secure();
  return answer === 'S';
}

function makeStartup(parameters: Readonly<Record<string, string>>): Buffer {
  const texts = Object.entries(parameters).flatMap(([key, value]) => [key, value]);
  const body = Buffer.from(`${texts.join('\0')}\0\0`);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + head.length, 0);
  head.writeUInt32BE(PROTOCOL_3_0, 4);
  return Buffer.concat([head, body]);
}

const decodeMessage: Decode<{ readonly type: string; readonly body: Buffer }> = (bytes) => {
  if (bytes.length > 0 && !KNOWN_TYPES.includes(bytes.toString('latin1', 0, 1))) {
    throw new Error(`no PostgreSQL: it answers ${JSON.stringify(bytes.toString('latin1', 0, 40))}`);
  }
  if (bytes.length < HEADER_BYTES) return undefined;
  const usedBytes = 1 + bytes.readUInt32BE(1);
  if (bytes.length < usedBytes) return undefined;
  return { value: { type: bytes.toString('latin1', 0, 1), body: bytes.subarray(HEADER_BYTES, usedBytes) }, usedBytes };
};

/** Fields of an error: a letter and a text each. */
function readFields(body: Buffer): ReadonlyMap<string, string> {
  return new Map(
    body
      .toString('utf8')
      .split('\0')
      .filter((field) => field !== '')
      .map((field) => [field.slice(0, 1), field.slice(1)]),
  );
}

export interface PostgresProbeInput {
  readonly host: string;
  readonly port: number;
  readonly environment: Environment;
  /** What its cluster_name must be. */
  readonly identity: string;
  readonly psql: Psql;
}

/** First the door, which costs nothing, then a query of ours by PostgreSQL's own client, whose answer only our server knows. */
export function makePostgresProbe({ host, port, environment, identity, psql }: PostgresProbeInput): Probe {
  return {
    what: `postgres at ${host}:${port}`,
    look: async (patience) => {
      const door = await lookAtDoor({ host, port, environment }, patience);
      if (!door.ok) return door;
      const answer = await psql.ask("select current_setting('cluster_name'), 1", patience);
      if (!answer.ok) return { ok: false, saw: answer.trouble };
      const [name, one] = answer.rows[0] ?? [];
      if (name === identity && one === '1') return { ok: true, saw: 'SELECT 1 answered, with our nonce' };
      return { ok: false, foreign: true, saw: `a PostgreSQL that is not ours answers (cluster_name ${String(name)})` };
    },
  };
}

type Door = { readonly ok: true; readonly saw: string } | { readonly ok: false; readonly saw: string };

async function lookAtDoor(
  { host, port, environment }: Pick<PostgresProbeInput, 'host' | 'port' | 'environment'>,
  patience: Patience,
): Promise<Door> {
  try {
    const greeting = await converse({ patience, environment, open: openTcp(host, port) }, async (talk) =>
      greetPostgres(talk, { user: 'reality', database: 'postgres' }),
    );
    // 57P: it starts up, shuts down, or recovers.
    if (greeting.kind === 'refuses' && greeting.code.startsWith('57P')) return { ok: false, saw: greeting.text };
    return { ok: true, saw: 'asks for a login' };
  } catch (error) {
    return { ok: false, saw: `last reply ${describeError(error)}` };
  }
}

/** Alive, and still talking: asked once a second. */
export function makeHandshakeWatch(host: string, port: number, environment: Environment): Watch {
  return {
    everyMs: 1000,
    incident: 'component-hung',
    unhealthyAfterMs: 5000,
    look: async (patience) => {
      const door = await lookAtDoor({ host, port, environment }, patience);
      return { healthy: door.ok, saw: door.saw };
    },
  };
}
