import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { convert } from './load-as-commonjs.ts';

const MOCHA = path.join(import.meta.dirname, '../../../node_modules/mocha');

describe('ES modules as CommonJS', () => {
  const table: readonly (readonly [what: string, text: string, expected: string | undefined])[] = [
    ['names', 'import { a, b as c } from "./x.js";', '"use strict";const { a, b: c } = require("./x.js");\n'],
    ['a default of a CommonJS file', "import d from 'd';", '"use strict";const d = require(\'d\');\n'],
    ['everything', 'import * as all from "./x.js";', '"use strict";const all = require("./x.js");\n'],
    [
      'a list of exports',
      'const a = 1;\nexport { a, a as b };',
      '"use strict";const a = 1;\nexports.a = a;exports.b = a;\n',
    ],
    ['a declaration', 'export const a = 1;', '"use strict";const a = 1;\nexports.a = a;'],
    ['CommonJS itself', 'module.exports = 1;', undefined],
    ['a form that is not known', 'export default 1;', undefined],
    ['a re-export', 'export * from "./x.js";', undefined],
    ['top-level await', 'import "x";\nawait 1;', undefined],
  ];
  for (const [what, text, expected] of table)
    it(`converts or leaves: ${what}`, () => assert.equal(convert(text), expected));

  it('converts every file of the library that mocha 12 runs tests with', () => {
    const lib = path.join(MOCHA, 'lib');
    const files = ['', 'interfaces'].flatMap((folder) =>
      readdirSync(path.join(lib, folder))
        .filter((name) => name.endsWith('.js'))
        .map((name) => path.join(lib, folder, name)),
    );
    assert.ok(files.length > 12);
    for (const file of files) assert.notEqual(convert(readFileSync(file, 'utf8')), undefined, file);
  });
});
