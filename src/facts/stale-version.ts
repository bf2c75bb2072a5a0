import type { Exchange } from './read-exchanges.ts';

/** What is wrong with the version that a request shows in `If-Match`: it was never told, or no longer the last. Undefined where it is the last. */
export function findStaleVersion(
  { method, atMs, requestHeaders = {} }: Exchange,
  all: readonly Exchange[],
): string | undefined {
  const shown = requestHeaders['if-match'] ?? '';
  if (shown === '' || shown === '*') return undefined;
  const before = all.filter((one) => one.from === undefined && one.end === 'answered' && one.atMs < atMs);
  if (!before.some((one) => tells(one, shown))) return `header if-match is ${shown}, which no answer had told`;
  const path = pathOf(method);
  return findLater(
    shown,
    before.filter((one) => pathOf(one.method) === path),
  );
}

function tells({ answerHeaders, answer }: Exchange, version: string): boolean {
  return answerHeaders?.['etag'] === version || answer.includes(version.replaceAll(/^W\/|"/gu, ''));
}

const CHANGES = /^(?:PUT|PATCH|DELETE|POST) /u;

// Of the very thing, in the order of time.
function findLater(shown: string, ofIt: readonly Exchange[]): string | undefined {
  const at = ofIt.findLastIndex(({ answerHeaders }) => answerHeaders?.['etag'] !== undefined);
  const last = ofIt[at]?.answerHeaders?.['etag'];
  if (last === undefined) return undefined;
  if (last !== shown) return `header if-match is ${shown}, and the last answer of before told ${last}`;
  const later = ofIt.slice(at + 1).find((one) => CHANGES.test(one.method));
  return later === undefined ? undefined : `header if-match is ${shown}, told before ${later.method} changed it`;
}

function pathOf(method: string): string {
  return method.replace(/^[A-Z]+ |[?#].*$/gu, '');
}
