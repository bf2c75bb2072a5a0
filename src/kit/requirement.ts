/**
 * Cites requirements in a test's title: `it(cite('answers pong', 'REQ-WS-011'), …)`.
 *
 * The ids stand in square brackets at the end of the title, where every framework and every report shows them, so that
 * `reality` can tell which requirement a test verifies in any language. Writing `it('answers pong [REQ-WS-011]', …)` is the same.
 */
export function cite(title: string, ...ids: readonly string[]): string {
  return `${title} ${ids.map(requirement).join(' ')}`;
}

/** One id in the form that is found in a title: `[REQ-WS-011]`. Refuses what could not be found again. */
export function requirement(id: string): string {
  if (!CITABLE_ID.test(id)) {
    throw new TypeError(`"${id}" is not a requirement id: capitals and digits joined by hyphens, such as REQ-WS-011`);
  }
  return `[${id}]`;
}

/** The ids that a title cites, in order. */
export function readCitations(title: string): readonly string[] {
  return [...title.matchAll(CITATION)].flatMap(([, ids = '']) => ids.split(/[,;\s]+/u));
}

const ID = '[A-Z][A-Z0-9]*(?:[-._][A-Za-z0-9]+)+';
const CITABLE_ID = new RegExp(`^${ID}$`, 'u');
const CITATION = new RegExp(`\\[(${ID}(?:[,;\\s]+${ID})*)\\]`, 'gu');
