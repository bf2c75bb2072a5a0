import type { Exchange } from './read-exchanges.ts';

const VERSION = /"jsonrpc"\s*:\s*"2\.0"/u;
const METHOD = /"method"\s*:\s*"((?:[^"\\]|\\.){1,200})"/u;
const CALL = /^\s*\{.*"jsonrpc"\s*:\s*"2\.0"/su;
const ERROR = /"error"\s*:\s*\{[^{}]*?"code"\s*:\s*(-?\d{1,9})\b/u;

/**
 * An HTTP exchange that carries JSON-RPC as one of that protocol: its path says nothing, and an error is answered with 200. By patterns: the
 * texts were cut, and are no whole JSON any more. A batch stays what it is: it has several methods and several ends.
 */
export function nameRpc(exchange: Exchange): Exchange {
  const { protocol, request, answer, end } = exchange;
  if (protocol !== 'http' || !CALL.test(request)) return exchange;
  const method = METHOD.exec(request)?.[1];
  if (method === undefined) return exchange;
  const code = VERSION.test(answer) ? ERROR.exec(answer)?.[1] : undefined;
  if (code !== undefined) return { ...exchange, protocol: 'json-rpc', method, end: 'error', code };
  return end === 'answered' || end === 'error' ? { ...exchange, protocol: 'json-rpc', method } : exchange;
}
