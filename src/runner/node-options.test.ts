import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { joinNodeOptions } from './node-options.ts';

describe('options for Node of a suite', () => {
  it('hold what was given, and nothing where nothing was given', () => {
    assert.equal(joinNodeOptions([undefined, '']), undefined);
    assert.equal(
      joinNodeOptions(['--no-warnings', '--stack-trace-limit=3'], ['/a/b.cjs']),
      '--no-warnings --stack-trace-limit=3 --require /a/b.cjs',
    );
  });

  for (const name of ['plain', 'with space', 'a "quoted" one', String.raw`back\slash`]) {
    it(`lead Node to a file in a folder called ${name}`, () => {
      const root = mkdtempSync(path.join(tmpdir(), 'node-options-'));
      try {
        const folder = path.join(root, name);
        mkdirSync(folder);
        const file = path.join(folder, 'first.cjs');
        writeFileSync(file, "globalThis.first = 'loaded';");
        const env = { ...process.env, NODE_OPTIONS: joinNodeOptions([], [file]) };
        assert.equal(execFileSync(process.execPath, ['-p', 'first'], { env }).toString().trim(), 'loaded');
      } finally {
        rmSync(root, { recursive: true, force: true });
      }
    });
  }
});
