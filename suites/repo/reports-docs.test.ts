import assert from 'node:assert/strict';
import { readText } from './repository.ts';
import { renderSample } from './samples.ts';

const PAGE = readText('docs/reference/reports.md');

/** Keys of an object and of what lies in it; maps whose keys are words or names of ours are not looked into. */
function listKeys(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(listKeys);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) => [key, ...(WORDS.has(key) ? [] : listKeys(inside))]);
}

const WORDS = new Set([
  'byOutcome',
  'byMark',
  'effectsByHeading',
  'causesByHeading',
  'countedCauses',
  'scores',
  'facts',
]);
// Told in words by the page: a process and a listener that were left behind.
const LEAKS = ['kind', 'process', 'startTime', 'argv', 'parentPid', 'signs', 'note'];

describe('page of the reports', () => {
  for (const file of ['assessment.json', 'environment.json']) {
    it(`names every field of ${file}`, () => {
      const keys = new Set(listKeys(JSON.parse(renderSample('broken').get(file) ?? '')));
      const missing = [...keys].filter((key) => !PAGE.includes(`\`${key}\``) && !LEAKS.includes(key));
      assert.deepEqual(missing, []);
    });
  }

  it('names every file of a run', () => {
    const missing = [...renderSample('broken').keys()].filter((file) => !PAGE.includes(`\`${file}\``));
    assert.deepEqual(missing, []);
  });
});
