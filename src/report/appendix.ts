import { markdownText } from './escape-markdown.ts';

/** Files beside the assessment that hold what is too long for it: what is too long even for these stands in `assessment.json`. */
export const APPENDICES = {
  counts: 'appendix-counts.md',
  realness: 'appendix-realness.md',
  criteria: 'appendix-criteria.md',
  requirements: 'appendix-requirements.md',
  plan: 'appendix-plan.md',
  run: 'appendix-run.md',
} as const;

export type Appendix = keyof typeof APPENDICES;

/** `[all 12 suites](appendix-counts.md)`. */
export function linkTo(appendix: Appendix, words: string): string {
  return `[${words}](${APPENDICES[appendix]})`;
}

/** The first few of a list, and how many more there are. Items are already escaped. */
export function nameSome(items: readonly string[], most: number): string {
  const more = items.length - most;
  return `${items.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The numbers of a formula, without the words before them: `2 / 3 = 0.6666`. */
export function numbersOf(formula: string): string {
  return markdownText(formula.replace(/^[^=]*[a-z]\)?[^=]* = (?=.*\d)/u, ''), 120);
}
