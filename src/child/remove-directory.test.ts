import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listMounts, removeDirectory } from './remove-directory.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

describe('removeDirectory', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'remove a directory-'));
    mkdirSync(path.join(directory, 'recordings'));
    writeFileSync(path.join(directory, 'recordings', 'file'), 'x');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('removes all below it, also what may not be written', async () => {
    chmodSync(directory, 0o500);
    assert.equal(await removeDirectory(directory), true);
    assert.equal(existsSync(directory), false);
  });

  it('says true of one that is not there', async () => {
    assert.equal(await removeDirectory(path.join(directory, 'nowhere')), true);
  });

  it('unmounts what was left mounted below it, and touches nothing behind', async function () {
    const behind = path.join(directory, '..', `${path.basename(directory)}.behind`);
    mkdirSync(behind);
    writeFileSync(path.join(behind, 'precious'), 'x');
    const point = path.join(directory, 'recordings');
    try {
      const { status, stderr } = spawnSync('mount', ['--bind', behind, point], { encoding: 'utf8' });
      if (status !== 0) {
        leaveOut(this, `mounting is not allowed here: ${stderr.trim()}`);
      }
      assert.deepEqual(listMounts(directory), [point]);
      assert.equal(await removeDirectory(directory), true);
      assert.deepEqual(listMounts(directory), []);
      assert.ok(existsSync(path.join(behind, 'precious')), 'what was mounted has been emptied');
    } finally {
      spawnSync('umount', ['-l', point]);
      rmSync(behind, { recursive: true, force: true });
    }
  });
});
