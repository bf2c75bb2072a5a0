import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { tryCacheLock, waitForOwner } from './cache-lock.ts';

const FOLDER = `/nowhere/${process.pid}`;
const patient = { signal: new AbortController().signal, onDoing: (): void => {} };

describe('cache lock', () => {
  it('has one owner per folder and entry, also within one process', async () => {
    const lock = await tryCacheLock(FOLDER, 'a');
    assert.ok(lock);
    assert.equal(await tryCacheLock(FOLDER, 'a'), undefined);
    const other = await tryCacheLock(FOLDER, 'b');
    assert.ok(other);
    other.release();
    lock.release();
    const again = await tryCacheLock(FOLDER, 'a');
    assert.ok(again);
    again.release();
  });

  it('tells who waits what is being done, also what was said before he came', async () => {
    const lock = await tryCacheLock(FOLDER, 'c');
    assert.ok(lock);
    lock.tell('first');
    const doing: string[] = [];
    const waited = waitForOwner(FOLDER, 'c', {
      ...patient,
      onDoing: (text) => {
        doing.push(text);
        if (doing.length === 1) lock.tell('second');
        else lock.release('it broke');
      },
    });
    assert.deepEqual(await waited, { failure: 'it broke' });
    assert.deepEqual(doing, [`pid ${process.pid}: first`, `pid ${process.pid}: second`]);
  });

  it('is free at once when its owner is killed, and who waited learns it', async () => {
    const face = path.resolve('dist/src/provision/cache-lock.js');
    const script = `import(${JSON.stringify(face)}).then(async (m) => {
      await m.tryCacheLock(${JSON.stringify(FOLDER)}, 'd');
      process.stdout.write('held');
      setInterval(() => {}, 1000);
    });`;
    const owner = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(owner.stdout, 'data');
    assert.equal(await tryCacheLock(FOLDER, 'd'), undefined);
    const waited = waitForOwner(FOLDER, 'd', patient);
    owner.kill('SIGKILL');
    assert.deepEqual(await waited, {});
    const lock = await tryCacheLock(FOLDER, 'd');
    assert.ok(lock);
    lock.release();
  });

  it('does not keep anyone waiting for an owner who is not there, or after an interrupt', async () => {
    assert.deepEqual(await waitForOwner(FOLDER, 'e', patient), {});
    const lock = await tryCacheLock(FOLDER, 'f');
    assert.ok(lock);
    const controller = new AbortController();
    const waited = waitForOwner(FOLDER, 'f', { signal: controller.signal, onDoing: () => {} });
    controller.abort(new Error('enough'));
    await assert.rejects(waited, /enough/);
    lock.release();
  });
});
