import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chooseCacheDir, publishEntry, readEntry } from './cache-folder.ts';
import { testEnvironment } from '../../fixtures/tools/tools.ts';
import { makeLab, type Lab } from './lab.test.ts';

const MANIFEST = { tool: 'mediamtx', version: 'v1.16.0', sha256: 'ab', origin: 'a test' } as const;

async function makeReady(
  lab: Lab,
  name: string,
): Promise<Parameters<typeof publishEntry>[3] & { readonly work: string }> {
  const work = lab.file(name);
  await mkdir(work);
  await writeFile(path.join(work, 'made'), name);
  return { work, executable: path.join(work, 'made'), manifest: MANIFEST };
}

describe('cache folder', () => {
  it('is the flag, else the XDG folder, else the one below home', () => {
    const choose = (cacheDir: string | undefined, env: Record<string, string>): string =>
      chooseCacheDir(cacheDir === undefined ? {} : { cacheDir }, { ...testEnvironment(env), cwd: '/work-folder' });
    assert.equal(choose('here', { XDG_CACHE_HOME: '/xdg' }), '/work-folder/here');
    assert.equal(choose(undefined, { XDG_CACHE_HOME: '/xdg', HOME: '/home/me' }), '/xdg/reality');
    assert.equal(choose(undefined, { XDG_CACHE_HOME: 'relative', HOME: '/home/me' }), '/home/me/.cache/reality');
  });

  it('shows an entry whole, replaces one that is there, and knows no damaged manifest', async () => {
    await using lab = await makeLab();
    for (const name of ['first', 'second']) {
      const ready = await makeReady(lab, name);
      const entry = await publishEntry(ready.work, lab.cacheDir, 'e', ready);
      assert.deepEqual(await readEntry(lab.cacheDir, 'e'), entry);
      assert.equal(await readFile(entry.executable, 'utf8'), name);
    }
    for (const text of [
      '',
      '{',
      '[]',
      '{"tool":"mediamtx"}',
      '{"tool":"vlc","version":"1","sha256":"a","origin":"o"}',
    ]) {
      await writeFile(path.join(lab.cacheDir, 'tools/e/entry.json'), text);
      assert.equal(await readEntry(lab.cacheDir, 'e'), undefined, text);
    }
  });

  it('ends with one whole entry when two who do not see each other publish the same', async () => {
    await using lab = await makeLab();
    const ready = await Promise.all(Array.from({ length: 8 }, async (_, index) => makeReady(lab, `w${index}`)));
    const entries = await Promise.all(ready.map(async (one) => publishEntry(one.work, lab.cacheDir, 'e', one)));
    assert.equal(entries.length, 8);
    assert.match(await readFile(path.join(lab.cacheDir, 'tools/e/mediamtx'), 'utf8'), /^w\d$/);
    assert.deepEqual((await readEntry(lab.cacheDir, 'e'))?.manifest, MANIFEST);
  });
});
