import assert from 'node:assert/strict';
import { readTable, readText } from './repository.ts';
import { RULES_PAGE, makeRuleTables } from './rules-docs.ts';

describe('page of the rules', () => {
  for (const [name, table] of makeRuleTables()) {
    it(`prints the table ${name} of the judge`, () => {
      const printed = readTable(readText(RULES_PAGE), `<!-- table: ${name} -->`);
      assert.deepEqual(printed, readTable(`\n${table}\n`, '\n'), 'run `npm run generate`');
    });
  }
});
