import { endOfThrown } from './exchanges.ts';
import type { Answered } from './exchanges.ts';
import { at } from './json-path.ts';
import { parseJson } from './rpc-message.ts';
import type { RpcAnswer } from './rpc-message.ts';

/** An answer as the record of exchanges keeps it. */
export function endOfAnswer(answer: RpcAnswer): Answered {
  if (answer.kind === 'result') return { end: 'answered', answer: answer.text };
  return { end: 'error', code: String(answer.code), answer: answer.text };
}

/** A handshake that was refused, answered with a status, or never answered. */
export function endOfConnect(cause: Error): Answered {
  const refusal = /Unexpected server response: (\d+)/u.exec(cause.message);
  if (refusal !== null) return { end: 'error', code: refusal[1], answer: cause.message };
  return endOfThrown(cause, /handshake has timed out/u.test(cause.message));
}

/** What a text of any shape asks for, if it says so. */
export function methodOf(text: string): string {
  const method = at(parseJson(text), 'method');
  return typeof method === 'string' ? method : 'message';
}
