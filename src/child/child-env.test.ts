import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { ToolIdentity } from '#domain';
import { putToolsFirst } from './child-env.ts';

describe('the path of a child', () => {
  let root = '';
  const at = (name: string): string => join(root, name);
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'child-path-'));
    for (const name of ['venv', 'usr', 'other']) mkdirSync(at(name));
    for (const name of ['usr', 'other']) writeFileSync(join(at(name), 'ffmpeg'), '');
  });
  after(() => {
    rmSync(root, { recursive: true });
  });

  const ffmpeg = (folder: string): { readonly ffmpeg: ToolIdentity } => ({
    ffmpeg: {
      name: 'ffmpeg',
      path: join(at(folder), 'ffmpeg'),
      executable: '',
      version: '',
      sha256: '',
      source: 'path',
    },
  });
  const rows = [
    ['stays where it leads to the tool anyway', ['venv', 'usr'], 'usr', ['venv', 'usr']],
    ['begins with the tool where another would be found', ['venv', 'other', 'usr'], 'usr', ['usr', 'venv', 'other']],
    ['begins with the tool where none would be found', ['venv'], 'usr', ['usr', 'venv']],
  ] as const;
  for (const [what, given, tool, wanted] of rows) {
    it(what, () => {
      const found = putToolsFirst(given.map(at).join(delimiter), ffmpeg(tool));
      assert.deepEqual(found.split(delimiter), wanted.map(at));
    });
  }
});
