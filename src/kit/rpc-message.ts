import { at } from './json-path.ts';

/** An answer to a request, whichever way it went. */
export type RpcAnswer =
  | { readonly kind: 'result'; readonly result: unknown; readonly tookMs: number; readonly text: string }
  | {
      readonly kind: 'error';
      readonly code: number;
      readonly message: string;
      readonly data: unknown;
      readonly tookMs: number;
      readonly text: string;
    };

/** Whatever the server sent, in the order of arrival. `atMs` is on the clock of `performance.now()`. */
export interface RpcMessage {
  /** late = answer to a request that was given up; unsolicited = answer that nobody asked for; unreadable = not JSON-RPC. */
  readonly kind: 'answer' | 'notification' | 'exchange' | 'late' | 'unsolicited' | 'unreadable';
  readonly atMs: number;
  readonly text: string;
  readonly value: unknown;
}

/** A notification with its parameters. */
export interface RpcNotification {
  readonly method: string;
  readonly params: unknown;
  readonly atMs: number;
}

/** Thrown by `call` when the server answers with an error. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: number;
  readonly data: unknown;

  constructor(method: string, answer: Extract<RpcAnswer, { kind: 'error' }>) {
    super(`${method} was answered with error ${answer.code}: ${answer.message}`);
    this.code = answer.code;
    this.data = answer.data;
  }
}

/** Reads an envelope as an answer; the caller knows that the id fits. */
export function readAnswer(value: unknown, text: string, tookMs: number): RpcAnswer {
  const error = at(value, 'error');
  if (error === undefined || error === null) return { kind: 'result', result: at(value, 'result'), tookMs, text };
  const code = at(error, 'code');
  return {
    kind: 'error',
    code: typeof code === 'number' ? code : Number.NaN,
    message: String(at(error, 'message')),
    data: at(error, 'data'),
    tookMs,
    text,
  };
}

/** JSON, or undefined for what is not. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A notification has a method and no id. */
export function isNotification(value: unknown): boolean {
  return typeof at(value, 'method') === 'string' && at(value, 'id') === undefined;
}
