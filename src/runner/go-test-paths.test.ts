import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listGoTestPaths } from './go-test-paths.ts';

describe('where the tests of packages of Go lie', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'go-paths-'));
  before(() => {
    for (const name of ['a', 'a/deep', 'b']) {
      mkdirSync(path.join(directory, name));
      for (const file of ['x_test.go', 'x.go']) writeFileSync(path.join(directory, name, file), 'package x\n');
    }
  });
  after(() => rmSync(directory, { recursive: true }));

  const CASES: readonly (readonly [packages: readonly string[], paths: readonly string[]])[] = [
    [['./...'], ['']],
    [['.'], ['']],
    [['./a'], ['a/x_test.go']],
    [['./a/...'], ['a']],
    [
      ['./b', './a/deep'],
      ['b/x_test.go', 'a/deep/x_test.go'],
    ],
    [['example.com/cameras/a'], ['']],
    [['./absent'], ['']],
  ];
  for (const [packages, paths] of CASES) {
    it(`${packages.join(' ')}: ${paths.join(' ') || 'all'}`, () => {
      assert.deepEqual(
        listGoTestPaths({ directory, packages }),
        paths.map((one) => path.join(directory, one)),
      );
    });
  }
});
