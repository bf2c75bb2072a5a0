import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { cite, normaliseText } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** A file that no component ever spoke of was to be there before the test began. */
export const ruleMissingFile: WeightedRule = {
  id: 'missing-file',
  sentence: 'A file that is not there, and that no exchange of the test speaks of, belongs to the test code.',
  weights: { TEST_ARTIFACT: 9 },
  cites: 'the exception with its path',
  advises: 'add the file, or correct the path',
  otherwise: 'if a component had spoken of the file, that component would have had to make it',
  opine: ({ raise, exchanges, effect: { seq, failure } }) => {
    if (raise.kind !== 'missing-file') return undefined;
    const name = baseName(raise.path);
    if (exchanges.some(({ fact }) => fact.answer.includes(name) || fact.request.includes(name))) return undefined;
    return {
      evidence: [cite(seq, `raised: ${oneLine(failure.message, 160)}`)],
      lead: {
        about: normaliseText(raise.path),
        title: `the test code reads ${oneLine(raise.path, 200)}, which is not there`,
        action: `add ${oneLine(name, 100)}, or correct its path`,
        ...placeOf(failure),
      },
    };
  },
};

/** The last step of a path. */
export function baseName(path: string): string {
  return path.split(/[/\\]/u).findLast((step) => step !== '') ?? path;
}
