import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readPlainFile } from './plain-file.ts';

describe('a file that somebody else may have replaced', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'plain-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (name: string): string | undefined => readPlainFile(path.join(folder, name), 4)?.toString();

  it('is read as far as allowed', () => {
    writeFileSync(path.join(folder, 'short'), 'abc');
    writeFileSync(path.join(folder, 'long'), 'abcdef');
    writeFileSync(path.join(folder, 'empty'), '');
    assert.deepEqual(['short', 'long', 'empty'].map(read), ['abc', 'abcd', '']);
  });

  it('is nothing where a link, a FIFO, a folder or nothing stands in its place, and nobody waits for it', () => {
    symlinkSync('/dev/zero', path.join(folder, 'link'));
    execFileSync('mkfifo', [path.join(folder, 'fifo')]);
    mkdirSync(path.join(folder, 'folder'));
    assert.deepEqual(['link', 'fifo', 'folder', 'absent'].map(read), [undefined, undefined, undefined, undefined]);
  });
});
