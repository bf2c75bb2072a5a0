import { at, shown, textAt } from 'reality-harness/kit';
import type { RpcAnswer, RpcClient, RpcMessage } from 'reality-harness/kit';
import assert from 'node:assert/strict';

/** The error codes of the contract. */
export const CODE = {
  parse: -32_700,
  envelope: -32_600,
  method: -32_601,
  params: -32_602,
  internal: -32_603,
  authentication: -32_001,
  rateLimit: -32_002,
  role: -32_003,
  camera: -1000,
  mediamtx: -1003,
  state: -1004,
  file: -1005,
  inUse: -1006,
} as const;

/** Asserts that a call fails with a code and gives back the message. */
export async function expectError(client: RpcClient, code: number, method: string, params?: object): Promise<string> {
  return errorOf(await client.ask(method, params), code, `${method} ${shown(params ?? {})}`);
}

/** Asserts that an answer is an error with a code and a text; gives back the text. */
export function errorOf(answer: RpcAnswer, code: number, what: string): string {
  if (answer.kind === 'result') assert.fail(`${what} should fail with ${code} but answered ${shown(answer.result)}`);
  assert.equal(answer.code, code, `${what} should fail with ${code} but failed with ${answer.code}: ${answer.message}`);
  assert.ok(answer.message.trim() !== '', `${what} failed with ${code} and no message`);
  return answer.message;
}

/** Asserts that a reply to a raw message is an error envelope: jsonrpc 2.0, this id, this code. */
export function expectErrorEnvelope(reply: unknown, code: number, id: unknown, what: string): void {
  assert.equal(at(reply, 'jsonrpc'), '2.0', `${what}: no jsonrpc 2.0 in ${shown(reply)}`);
  assert.equal(at(reply, 'error.code'), code, `${what} should be answered with ${code} but was with ${shown(reply)}`);
  assert.deepEqual(at(reply, 'id'), id, `${what}: the id of the answer ${shown(reply)}`);
  textAt(reply, 'error.message');
  assert.equal(at(reply, 'result'), undefined, `${what}: an error with a result as well: ${shown(reply)}`);
}

/** Sends a raw message and asserts that it is answered with an error. */
export async function expectRawError(client: RpcClient, text: string, code: number, id: unknown = null): Promise<void> {
  const reply: RpcMessage = await client.exchange(text);
  expectErrorEnvelope(reply.value, code, id, text.slice(0, 120));
}

const ISO_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|\+00:00)$/u;

/** Asserts that a text is a time of ISO 8601 in UTC, within an hour of now; gives back milliseconds since 1970. */
export function expectRecentTime(value: unknown, what: string): number {
  assert.ok(typeof value === 'string' && ISO_UTC.test(value), `${what} is no ISO 8601 time in UTC: ${shown(value)}`);
  const timeMs = Date.parse(value);
  assert.ok(Math.abs(timeMs - Date.now()) < 3_600_000, `${what} is ${value}, which is far from now`);
  return timeMs;
}

/** Asserts that a text of the service speaks of a full disk. */
export function expectSaysDiskFull(text: string): void {
  assert.match(text, /disk|space|full|storage|ENOSPC/iu, `the message does not say that the disk is full: ${text}`);
}
