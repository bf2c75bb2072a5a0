import type { AnnouncedTest } from '#domain';

/** Pattern of titles → ids of requirements: `cites` of a suite. */
export type CitationMap = Readonly<Record<string, readonly string[]>>;

export type CiteByTitle = (test: AnnouncedTest) => AnnouncedTest;

/**
 * Adds what a suite's configuration says of a test to what the test says of itself. A pattern is held against the titles joined by ` > `;
 * `*` stands for any text, everything else for itself.
 */
export function makeCiteByTitle(cites: CitationMap = {}): CiteByTitle {
  const rules = Object.entries(cites).map(([pattern, ids]) => ({ fits: readPattern(pattern), ids }));
  if (rules.length === 0) return (test) => test;
  return (test) => {
    const path = test.titles.join(' > ');
    const added = rules.flatMap(({ fits, ids }) => (fits.test(path) ? ids : []));
    return added.length === 0 ? test : { ...test, requirements: [...new Set([...test.requirements, ...added])] };
  };
}

function readPattern(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 'su');
}
