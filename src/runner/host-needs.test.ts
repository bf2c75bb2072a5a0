import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testEnvironment } from '../../fixtures/tools/tools.ts';
import { checkNeed } from './host-needs.ts';
import { compareVersions } from './program-version.ts';

describe('host needs', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'needs-'));
    const program = path.join(folder, 'tool');
    writeFileSync(program, '#!/bin/sh\n[ "$1" = --version ] && echo "tool version 3.10.2 (built today)"\n');
    chmodSync(program, 0o755);
    writeFileSync(path.join(folder, 'not-executable'), '');
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const check = (need: string): ReturnType<typeof checkNeed> => {
    const { PATH: searchPath = '' } = process.env;
    return checkNeed(need, testEnvironment({ PATH: `${folder}${path.delimiter}${searchPath}` }));
  };

  it('finds programs on the PATH, and only executable files', async () => {
    assert.deepEqual(await check('tool'), { ok: true, found: path.join(folder, 'tool'), remedy: '' });
    assert.equal((await check('not-executable')).ok, false);
    assert.match((await check('no-such-tool')).remedy, /install no-such-tool/u);
  });

  for (const [need, ok] of [
    ['tool>=3', true],
    ['tool>=3.9', true],
    ['tool>=3.10.2', true],
    ['tool>=3.11', false],
    ['tool>=4', false],
    ['no-such-tool>=1', false],
  ] as const) {
    it(`${need} is ${ok ? 'met' : 'not met'} by 3.10.2`, async () => {
      assert.equal((await check(need)).ok, ok);
    });
  }

  it('looks at paths, ports and the user', async () => {
    assert.equal((await check('/dev/null')).ok, true);
    assert.match((await check('/dev/no-such-device')).remedy, /attach or create/u);
    assert.equal((await check('root')).ok, process.getuid?.() === 0);
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => {
      server.once('listening', resolve);
    });
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    assert.equal((await check(`port:${port}`)).ok, false);
    await new Promise((resolve) => {
      server.close(resolve);
    });
    assert.equal((await check(`port:${port}`)).ok, true);
    assert.equal((await check('port:many')).ok, false);
  });

  it('compares versions by numbers', () => {
    assert.ok(compareVersions('3.9', '3.10') < 0);
    assert.ok(compareVersions('4', '3.99.99') > 0);
    assert.equal(compareVersions('1.0', '1'), 0);
  });
});
