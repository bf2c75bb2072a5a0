import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Scene, openScene, waitFor } from '../../fixtures/tools/scene.ts';
import { extendMarker } from './marker.ts';
import { identifyProcess, isAlive, listDescriptors, nowTicks } from './read-process.ts';
import type { OwnedProcess } from './types.ts';

describe('ProcessScope', () => {
  let scene: Scene;
  beforeEach(() => {
    scene = openScene();
  });
  afterEach(async () => {
    await scene.close();
  });

  const argvOf = (found: readonly OwnedProcess[]): readonly string[] =>
    found.map(({ process: { argv } }) => argv.join(' '));

  /** A process that was forked just now still shows the arguments of its parent. */
  const findSleeper = async (): Promise<OwnedProcess> =>
    waitFor('one sleeper', async () => {
      const found = await scene.scope.find();
      return argvOf(found).join() === 'sleep 300' ? found[0] : undefined;
    });

  for (const program of [
    'forks-grandchild.sh',
    'setsid-grandchild.sh',
    'double-forks.sh',
    'drops-environment.sh',
    'drops-everything.sh',
  ]) {
    it(`names what ${program} leaves, kills it, and finds nothing afterwards`, async () => {
      const { code } = await (await scene.start(program)).ended;
      assert.equal(code, 0);
      const left = await findSleeper();
      assert.ok(left.signs.length > 0);
      assert.deepEqual(argvOf(await scene.scope.sweep()), ['sleep 300']);
      assert.equal(isAlive(left.process), false);
      assert.deepEqual(await scene.scope.find(), []);
    });
  }

  it('finds by the working directory what nothing else gives away', async () => {
    const folder = path.join(scene.directory, 'data');
    mkdirSync(folder);
    await (
      await scene.start('works-below.sh', [folder])
    ).ended;
    assert.ok((await findSleeper()).signs.includes('open-file'));
  });

  it('leaves a program of somebody else alone that looks into the folder', async () => {
    const other = openScene();
    const program = `sleep 300 < ${scene.directory}/log & echo $!; wait`;
    writeFileSync(path.join(scene.directory, 'log'), '');
    const stranger = await other.startCommand(['bash', '-c', program]);
    const pid = Number(await waitFor('its pid', () => /^\d+$/m.exec(stranger.tail())?.[0]));
    await waitFor('the look', () => listDescriptors(pid).includes(path.join(scene.directory, 'log')));
    assert.deepEqual(await scene.scope.find(), []);
    assert.equal((await other.close()).length, 2);
  });

  it('tells who does not carry the marker, so that the watchdog can know', async () => {
    const unmarked: number[] = [];
    const other = openScene({ onUnmarked: ({ pid }) => unmarked.push(pid) });
    await (
      await other.start('drops-environment.sh')
    ).ended;
    const [left] = await other.close();
    assert.ok(unmarked.includes(left?.process.pid ?? 0));
  });

  it('leaves strangers alone: another scope, an older process in the folder, a longer name in the marker', async () => {
    const older = spawn('sleep', ['300'], { cwd: scene.directory, stdio: 'ignore', detached: true });
    const registry = scene.registry;
    // The start time of a process counts in hundredths of a second.
    const { startTime } = identifyProcess(older.pid ?? 0) ?? assert.fail();
    await waitFor('a later tick', () => nowTicks() > startTime + 2);
    const directory = path.join(scene.directory, 'inner');
    mkdirSync(directory);
    const later = registry.scope({
      name: 'later',
      marker: extendMarker(undefined, 'scope'),
      directory: scene.directory,
    });
    const neighbour = spawn('sleep', ['300'], {
      stdio: 'ignore',
      detached: true,
      env: { PATH: process.env['PATH'], REALITY_MARKER: 'scope2' },
    });
    const mine = await scene.start('never-ready.js');
    try {
      assert.deepEqual(await later.find(), []);
      assert.deepEqual(await later.sweep(), []);
      for (const pid of [older.pid, neighbour.pid, mine.pid]) assert.ok(identifyProcess(pid ?? 0));
    } finally {
      older.kill('SIGKILL');
      neighbour.kill('SIGKILL');
      later.close();
    }
  });

  it('gives a process to the innermost scope, and to the outer one when there is no other', async () => {
    const outer = openScene();
    const marker = extendMarker(outer.scope.marker, 'attempt');
    const inner = outer.registry.scope({ name: 'attempt', marker, directory: path.join(outer.directory, 'attempt') });
    const orphan = spawn('sleep', ['300'], {
      stdio: 'ignore',
      detached: true,
      env: { PATH: process.env['PATH'], REALITY_MARKER: marker.split('=')[1] + ':x' },
    });
    assert.ok(orphan.pid);
    assert.deepEqual(await outer.scope.find(), []);
    assert.deepEqual(argvOf(await inner.sweep()), ['sleep 300']);
    inner.close();
    await outer.close();
  });

  it('finds by the marker what was started before the scope was opened', async () => {
    const child = await scene.start('never-ready.js');
    scene.scope.close();
    const again = scene.registry.scope({ name: 'again', marker: scene.scope.marker, directory: scene.directory });
    assert.deepEqual(
      (await again.sweep()).map(({ process: { pid } }) => pid),
      [child.pid],
    );
    again.close();
  });

  it('measures memory, processes, descriptors, disk and time of the tree', async () => {
    writeFileSync(path.join(scene.directory, 'data'), Buffer.alloc(1024 * 1024));
    const child = await scene.start('allocates-memory.js', ['256']);
    await waitFor('the memory', () => scene.scope.usage().peakMemoryBytes > 256 * 1024 * 1024);
    await child.stop('asked');
    await scene.scope.sweep();
    const usage = scene.scope.usage();
    assert.ok(usage.peakMemoryBytes < 400 * 1024 * 1024);
    assert.equal(usage.peakProcesses, 1);
    assert.ok(usage.peakDescriptors > 5);
    assert.ok(usage.peakDiskBytes >= 1024 * 1024);
    assert.ok(usage.cpuMs > 20, `${usage.cpuMs} ms`);
    scene.scope.close();
    const total = scene.registry.usage();
    assert.ok(total.cpuMs > usage.cpuMs);
    assert.ok(total.peakDiskBytes >= 1024 * 1024);
  });
});
