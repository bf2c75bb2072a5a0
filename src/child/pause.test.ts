import assert from 'node:assert/strict';
import path from 'node:path';
import { type Scene, openScene, waitFor } from '../../fixtures/tools/scene.ts';
import { readStat } from './read-process.ts';

const PROGRAM = path.resolve(import.meta.dirname, '../../fixtures/tools/paused-main.js');

describe('pause of this process', () => {
  let scene: Scene;
  beforeEach(() => {
    scene = openScene();
  });
  afterEach(async () => {
    await scene.close();
  });

  it('is told with the time that was lost', async () => {
    const child = await scene.startCommand([process.execPath, PROGRAM]);
    await waitFor('a beat', () => child.tail().includes('beat'));
    child.signal('SIGSTOP');
    await waitFor('the stop', () => readStat(child.pid)?.state === 'T');
    const stoppedMs = performance.now();
    await waitFor('three seconds', () => performance.now() - stoppedMs > 3000);
    child.signal('SIGCONT');
    await waitFor('the word', () => child.tail().includes('paused'));
    const lostMs = Number(/paused (\d+)/.exec(child.tail())?.[1]);
    assert.ok(lostMs > 2500 && lostMs < 20_000, `${lostMs} ms`);
    await child.stop('asked');
  });

  it('is not told of a process that held itself up', async () => {
    const child = await scene.startCommand([process.execPath, PROGRAM, 'busy']);
    await waitFor('the end of it', () => /was busy\n(?:beat\n)+/.test(child.tail()));
    assert.doesNotMatch(child.tail(), /paused/);
    await child.stop('asked');
  });
});
