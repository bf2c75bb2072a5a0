import assert from 'node:assert/strict';
import { LISTED_CASES } from '../../fixtures/guard/listed/cases.ts';
import { CASES_PAGE, makeCaseTables } from './case-docs.ts';
import { listFiles, readTable, readText } from './repository.ts';

/** As they were agreed upon. */
const IDS =
  'J01 J02 J04 J05 J06 J08 J11 J12 J13 J14 J16 J17 J21 J23 J24 J28 J29 J30 J32 J33 J34 J36 J37 J40 P01 P02 P05 P06 P08 P09 P10 P12 P13 Y01 Y02 Y03 Y04 Y05 Y06 Y09 G01 G02 G03';

describe('the page of the cases', () => {
  for (const [name, table] of makeCaseTables()) {
    it(`prints the table ${name}`, () => {
      const printed = readTable(readText(CASES_PAGE), `<!-- table: ${name} -->`);
      assert.deepEqual(printed, readTable(`\n${table}\n`, '\n'), 'run `npm run generate`');
    });
  }

  it('holds each case once', () => {
    assert.deepEqual(
      LISTED_CASES.map(({ id }) => id),
      IDS.split(' '),
    );
  });

  it('names for each a test that is there, what runs in it, and a twin that is judged otherwise', () => {
    const files = new Set(listFiles());
    const fixtures = new Set([...files].map((path) => path.split('/').at(-1)));
    const absent = LISTED_CASES.flatMap(({ id, file, names, twins }) => {
      if (!files.has(file)) return [`${id}: ${file}`];
      const text = readText(file);
      return [...names, ...twins]
        .filter((name) => !fixtures.has(name) && !text.includes(name))
        .map((name) => `${id}: ${name}`);
    });
    assert.deepEqual(absent, []);
    assert.deepEqual(
      LISTED_CASES.filter(({ file, twins }) => twins.length === 0 && !file.includes('stand-in-peers')),
      [],
    );
  });
});
