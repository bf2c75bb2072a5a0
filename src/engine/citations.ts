const ID = '[A-Z][A-Z0-9]*(?:[-._][A-Za-z0-9]+)+';
const CITATION = new RegExp(`\\[(${ID}(?:[,;\\s]+${ID})*)\\]`, 'gu');

/** Requirements that titles cite, each once, in the order in which they name them. */
export function citationsOf(titles: readonly string[]): readonly string[] {
  return [...new Set(titles.flatMap(findCitations))];
}

/** Requirements that a title cites: `answers pong [REQ-WS-011]`, or several as `[REQ-WS-011, REQ-WS-012]`. */
export function findCitations(title: string): readonly string[] {
  // Most titles cite nothing, and there may be tens of thousands of them.
  return title.includes('[') ? [...title.matchAll(CITATION)].flatMap(([, ids = '']) => ids.split(/[,;\s]+/u)) : [];
}
