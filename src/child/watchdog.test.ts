import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from '../../fixtures/tools/scene.ts';
import { testEnvironment } from '../../fixtures/tools/tools.ts';
import { extendMarker } from './marker.ts';
import { catchesSignal } from './process-signals.ts';
import { identifyProcess, isAlive } from './read-process.ts';
import { startWatchdog } from './watchdog.ts';

const RUNNER = fileURLToPath(new URL('../../fixtures/tools/watched-main.js', import.meta.url));

describe('watchdog', () => {
  const environment = testEnvironment();
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'watched-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('kills everything and removes the folder within two seconds of a kill -9 of the runner', async () => {
    const runner = spawn(process.execPath, [RUNNER, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    const world = path.join(directory, 'world');
    try {
      let text = '';
      runner.stdout.on('data', (bytes: Buffer) => (text += bytes.toString()));
      await waitFor('the pids', () => text.endsWith('\n'));
      const identities = text.split(' ').map((pid) => identifyProcess(Number(pid)) ?? assert.fail(`${pid} has gone`));
      assert.equal(identities.length, 5);
      runner.kill('SIGKILL');
      await waitFor('the end of all', () => !identities.some(isAlive) && !existsSync(world), 2000);
    } finally {
      runner.kill('SIGKILL');
    }
  });

  it('does nothing when it is dismissed, and obeys no signal but the last', async () => {
    const watchdog = startWatchdog({ environment, marker: extendMarker(undefined, environment.randomHex(8)) });
    watchdog.guard(directory);
    const identity = identifyProcess(watchdog.pid) ?? assert.fail();
    // Until its handlers are set a signal would still kill it, as it would any program that boots.
    await waitFor('its handlers', () => catchesSignal(watchdog.pid, 'SIGHUP'));
    process.kill(watchdog.pid, 'SIGINT');
    process.kill(watchdog.pid, 'SIGTERM');
    watchdog.release(directory);
    assert.equal(isAlive(identity), true);
    await watchdog.close();
    assert.equal(isAlive(identity), false);
    assert.equal(existsSync(directory), true);
  });

  it('is replaced when it is killed, with all that it guarded', async () => {
    const marker = extendMarker(undefined, environment.randomHex(8));
    const watchdog = startWatchdog({ environment, marker });
    const first = watchdog.pid;
    mkdirSync(path.join(directory, 'guarded'));
    watchdog.guard(path.join(directory, 'guarded'));
    process.kill(first, 'SIGKILL');
    await watchdog.lost;
    await waitFor('the next one', () => watchdog.pid !== first && identifyProcess(watchdog.pid));
    await watchdog.close();
    assert.equal(existsSync(path.join(directory, 'guarded')), true);
  });
});
