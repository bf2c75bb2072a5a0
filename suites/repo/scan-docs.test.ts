import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCRIPT_RULES } from '#guard';
import { ROOT } from './repository.ts';
import { SCAN_PAGE } from './scan-docs.ts';

describe('the page of the scan', () => {
  it('has a row with the sentence of every rule', () => {
    const page = readFileSync(join(ROOT, SCAN_PAGE), 'utf8').replaceAll(/\s+/gu, ' ');
    const missing = SCRIPT_RULES.filter(({ id, sentence }) => !page.includes(`\`${id}\` | ${sentence} |`));
    assert.deepEqual(
      missing.map(({ id }) => id),
      [],
      'run npm run generate',
    );
  });
});
