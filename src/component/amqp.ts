import { BODY, HEADER, METHOD, Take, decodeFrame, put, sendFrame } from './amqp-frame.ts';
import type { Talk } from './talk.ts';

const PROTOCOL = Buffer.from('AMQP\0\0\u0009\u0001', 'latin1');
const CHANNEL = 1;
const EXCLUSIVE_AND_GONE_WITH_US = 0b1100;
const PASSIVE = 1;
const BASIC = 60;

/** Class and method, as `10.40`. */
type Method = `${number}.${number}`;

interface Got {
  readonly method: Method;
  readonly take: Take;
}

/** What a broker says of itself before any login. */
export interface AmqpGreeting {
  readonly product: string;
  readonly version: string;
  readonly clusterName: string;
}

/** The first words: the broker names itself. */
export async function greetAmqp(talk: Talk): Promise<AmqpGreeting> {
  talk.send(PROTOCOL);
  const { take } = await expectMethod(talk, '10.10');
  take.octet();
  take.octet();
  const properties = take.table();
  const of = (name: string): string => properties.get(name) ?? '';
  return { product: of('product'), version: of('version'), clusterName: of('cluster_name') };
}

export interface AmqpLogin {
  readonly user: string;
  readonly password: string;
  readonly vhost: string;
}

/** After the greeting: login, virtual host, and one channel. */
export async function openAmqp(talk: Talk, { user, password, vhost }: AmqpLogin): Promise<void> {
  const credentials = put.longText(`\0${user}\0${password}`);
  sendMethod(talk, 0, '10.11', [put.emptyTable(), put.shortText('PLAIN'), credentials, put.shortText('en_US')]);
  const { take } = await expectMethod(talk, '10.30');
  const [channelMax, frameMax] = [take.short(), take.long()];
  sendMethod(talk, 0, '10.31', [put.short(channelMax), put.long(frameMax), put.short(0)]);
  sendMethod(talk, 0, '10.40', [put.shortText(vhost), put.shortText(''), put.octet(0)]);
  await expectMethod(talk, '10.41');
  await openChannel(talk);
}

async function openChannel(talk: Talk): Promise<void> {
  sendMethod(talk, CHANNEL, '20.10', [put.shortText('')]);
  await expectMethod(talk, '20.11');
}

/** A message through a queue that goes with the connection: true when it came back as it was. */
export async function sendRoundTrip(talk: Talk, text: string): Promise<boolean> {
  sendMethod(talk, CHANNEL, '50.10', [
    put.short(0),
    put.shortText(''),
    put.octet(EXCLUSIVE_AND_GONE_WITH_US),
    put.emptyTable(),
  ]);
  const queue = (await expectMethod(talk, '50.11')).take.shortText();
  sendMethod(talk, CHANNEL, '60.40', [put.short(0), put.shortText(''), put.shortText(queue), put.octet(0)]);
  const body = Buffer.from(text);
  sendFrame(
    talk,
    HEADER,
    CHANNEL,
    Buffer.concat([put.short(BASIC), put.short(0), put.longLong(body.length), put.short(0)]),
  );
  sendFrame(talk, BODY, CHANNEL, body);
  sendMethod(talk, CHANNEL, '60.70', [put.short(0), put.shortText(queue), put.octet(1)]);
  await expectMethod(talk, '60.71');
  const header = await talk.receive(decodeFrame);
  const got = await talk.receive(decodeFrame);
  return header.type === HEADER && got.type === BODY && got.payload.equals(body);
}

/** Whether something of this name is there. A channel does not outlive a question that is answered by no: another is opened. */
export async function hasAmqp(talk: Talk, what: 'queue' | 'exchange', name: string): Promise<boolean> {
  if (what === 'queue')
    sendMethod(talk, CHANNEL, '50.10', [put.short(0), put.shortText(name), put.octet(PASSIVE), put.emptyTable()]);
  else
    sendMethod(talk, CHANNEL, '40.10', [
      put.short(0),
      put.shortText(name),
      put.shortText(''),
      put.octet(PASSIVE),
      put.emptyTable(),
    ]);
  const { method } = await receiveMethod(talk);
  if (method !== '20.40') return true;
  sendMethod(talk, CHANNEL, '20.41', []);
  await openChannel(talk);
  return false;
}

/** Politely, so that the broker's log holds no broken connection of ours. */
export async function closeAmqp(talk: Talk): Promise<void> {
  sendMethod(talk, 0, '10.50', [put.short(200), put.shortText('bye'), put.short(0), put.short(0)]);
  await expectMethod(talk, '10.51');
}

function sendMethod(talk: Talk, channel: number, method: Method, pieces: readonly Buffer[]): void {
  const numbers = method.split('.').map((part) => put.short(Number(part)));
  sendFrame(talk, METHOD, channel, Buffer.concat([...numbers, ...pieces]));
}

async function expectMethod(talk: Talk, wanted: Method): Promise<Got> {
  const got = await receiveMethod(talk);
  if (got.method === wanted) return got;
  if (got.method === '10.50' || got.method === '20.40')
    throw new Error(`the broker refuses: ${got.take.short()} ${got.take.shortText()}`);
  throw new Error(`the broker says ${got.method} instead of ${wanted}`);
}

/** Whatever method comes next; heartbeats are passed over. */
async function receiveMethod(talk: Talk): Promise<Got> {
  for (;;) {
    const { type, payload } = await talk.receive(decodeFrame);
    if (type !== METHOD) continue;
    const take = new Take(payload);
    return { method: `${take.short()}.${take.short()}`, take };
  }
}
