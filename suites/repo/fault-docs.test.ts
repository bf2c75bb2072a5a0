import assert from 'node:assert/strict';
import { SIGNED_FAULTS } from '../faults/faults.ts';
import { FAULTS_PAGE, makeFaultTable } from './fault-docs.ts';
import { readTable, readText } from './repository.ts';

describe('the page of the faults', () => {
  it('prints what would be signed for each of them', () => {
    const printed = readTable(readText(FAULTS_PAGE), '<!-- table: faults -->');
    assert.deepEqual(printed, readTable(`\n${makeFaultTable()}\n`, '\n'), 'run `npm run generate`');
  });

  it('leaves none without a reason and without evidence', () => {
    const bare = SIGNED_FAULTS.filter(({ signed }) => !signed?.why || !signed.cites);
    assert.deepEqual(
      bare.map(({ id }) => id),
      [],
    );
  });
});
