import assert from 'node:assert/strict';
import { makeCiteByTitle } from './cite-by-title.ts';
import type { CitationMap } from './cite-by-title.ts';

const table: readonly (readonly [CitationMap, readonly string[], readonly string[]])[] = [
  [{}, ['a', 'b'], ['OWN-1']],
  [{ 'a > b': ['REQ-1'] }, ['a', 'b'], ['OWN-1', 'REQ-1']],
  [{ a: ['REQ-1'] }, ['a', 'b'], ['OWN-1']],
  [{ 'a > *': ['REQ-1'], '*b': ['REQ-2', 'OWN-1'] }, ['a', 'b'], ['OWN-1', 'REQ-1', 'REQ-2']],
  [{ '*': ['REQ-1'] }, ['two\nlines'], ['OWN-1', 'REQ-1']],
  [{ 'test_x[1.5-(a|b)]': ['REQ-1'] }, ['test_x[1.5-(a|b)]'], ['OWN-1', 'REQ-1']],
  [{ 'test_x[1.5]': ['REQ-1'] }, ['test_x[1-5]'], ['OWN-1']],
];

describe('citations by title', () => {
  for (const [cites, titles, requirements] of table) {
    it(`${JSON.stringify(cites)} of ${JSON.stringify(titles)}`, () => {
      const test = { titles, occurrence: 1, requirements: ['OWN-1'] };
      assert.deepEqual(makeCiteByTitle(cites)(test).requirements, requirements);
    });
  }
});
