import assert from 'node:assert/strict';
import path from 'node:path';
import { readStat } from '#child';
import { openScene, waitFor } from '../../fixtures/tools/scene.ts';
import type { Scene } from '../../fixtures/tools/scene.ts';

const PROGRAM = path.resolve(import.meta.dirname, '../../fixtures/tools/run-slow-suite-main.js');

describe('runner: Ctrl-Z and fg', () => {
  let scene: Scene;
  beforeEach(() => {
    scene = openScene();
  });
  afterEach(async () => {
    await scene.close();
  });

  it('mark the attempts in flight as paused and run them again, without a false timeout and without calling them flaky', async () => {
    const child = await scene.startCommand([process.execPath, PROGRAM]);
    await waitFor('the attempt', () => child.tail().includes('event attempt-started'));
    process.kill(child.pid, 'SIGSTOP');
    await waitFor('the stop', () => readStat(child.pid)?.state === 'T');
    const stoppedMs = performance.now();
    await waitFor('five seconds, in which the suite ends unseen', () => performance.now() - stoppedMs > 5000);
    process.kill(child.pid, 'SIGCONT');
    await waitFor('the end', () => child.tail().includes('\nend '));
    assert.match(child.tail(), /event run-paused/u);
    const told: unknown = JSON.parse(/^end (.*)$/mu.exec(child.tail())?.[1] ?? '{}');
    assert.deepEqual(told, {
      how: 'completed',
      outcome: 'passed',
      marks: [],
      attempts: ['interrupted paused', 'passed'],
    });
  });
});
