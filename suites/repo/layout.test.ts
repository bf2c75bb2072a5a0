import assert from 'node:assert/strict';
import { basename, extname } from 'node:path';
import { listFiles, listSources, readText } from './repository.ts';

const MEANINGLESS = /^(utils?|helpers?|common|misc|manager|handler)$|-(utils?|helpers?|manager|handler)$/;
const TOP_LEVEL = ['bin', 'docs', 'fixtures', 'reports', 'src', 'suites', '.ci', '.github'];

describe('layout', () => {
  it('keeps modules flat', () => {
    const deep = listSources('src').filter((path) => path.split('/').length !== 3);
    assert.deepEqual(deep, []);
  });

  it('gives every module a face without logic', () => {
    const folders = [...new Set(listSources('src').map((path) => path.split('/')[1] ?? ''))];
    for (const folder of folders) {
      const face = readText(`src/${folder}/index.ts`).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      const rest = face.replaceAll(/export (type )?\{[^}]*\} from '\.\/[a-z0-9-]+\.ts';/g, '').trim();
      assert.equal(rest, '', `src/${folder}/index.ts holds more than explicit re-exports`);
    }
  });

  it('names files after the one thing inside', () => {
    const names = listFiles().filter((path) => /\.(ts|js)$/.test(path));
    const bad = names.filter((path) => {
      const name = basename(path, extname(path)).replace(/\.(test|suite|d)$/, '');
      return MEANINGLESS.test(name) || !/^\.?[a-z0-9]+(-[a-z0-9]+)*$/.test(name);
    });
    assert.deepEqual(bad, []);
  });

  it('has only the agreed folders at the top', () => {
    const folders = new Set(
      listFiles()
        .filter((path) => path.includes('/'))
        .map((path) => path.split('/')[0] ?? ''),
    );
    assert.deepEqual(
      [...folders].filter((folder) => !TOP_LEVEL.includes(folder)),
      [],
    );
  });
});
