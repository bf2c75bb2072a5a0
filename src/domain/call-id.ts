/** A request of JSON-RPC without the number that each call has for itself: the same question has the same text. */
export function withoutCallId(request: string): string {
  return request.replace(/"id"\s*:\s*(?:"[^"]*"|\d+)\s*,?/u, '');
}
