import assert from 'node:assert/strict';
import { closeSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type Scene, openScene, waitFor } from '../../fixtures/tools/scene.ts';
import { isAlive, isGroupRunning, listDescendants, readStat } from './read-process.ts';
import { makeRedact } from './redact.ts';
import type { Child } from './types.ts';

const GENEROUS_MS = 20_000;

describe('startChild', () => {
  let scene: Scene;
  beforeEach(() => {
    scene = openScene();
  });
  afterEach(async () => {
    await scene.close();
  });

  const waitForText = async (child: Child, text: string): Promise<void> => {
    await waitFor(text, () => child.tail().includes(text));
  };

  it('gives exit status, durations and both streams', async () => {
    const child = await scene.start('exits-early.js', ['5']);
    const end = await child.ended;
    assert.deepEqual([end.code, end.signal, end.cause], [5, null, 'none']);
    assert.match(end.stderr.tail, /cannot go on/);
    assert.equal(end.stdout.bytes, 0);
    assert.ok(end.durationMs > 5 && end.durationMs < GENEROUS_MS);
    assert.equal(readFileSync(end.stderr.file, 'utf8').split('\n').length, 2);
  });

  it('gives the signal that ended a child by itself', async () => {
    const { code, signal, cause } = await (await scene.start('dies-by-signal.sh')).ended;
    assert.deepEqual([code, signal, cause], [null, 'SIGSEGV', 'none']);
  });

  it('makes a command that is not there an end, not an exception', async () => {
    const child = await scene.startCommand(['no-such-program-anywhere']);
    assert.match((await child.ended).spawnError ?? '', /command not found: no-such-program-anywhere/);
    assert.equal(child.signal('SIGTERM'), false);
    assert.match((await (await scene.startCommand(['/etc/passwd'])).ended).spawnError ?? '', /may not be executed/);
  });

  it('gives true pipes: /dev/stdout and /dev/stderr can be opened', async () => {
    const end = await (await scene.start('writes-to-devices.sh')).ended;
    assert.equal(end.stdout.tail, 'to the file stdout\n');
    assert.equal(end.stderr.tail, 'to the file stderr\n');
  });

  it('gives true pipes also while another scope waits for some in a folder that is not there', async () => {
    const { registry, scope } = scene;
    const taken = [];
    for (let count = 0; count < 16; count += 1) taken.push(await scope.takePipe());
    const lost = path.join(scene.directory, 'not-there');
    const other = registry.scope({ name: 'lost', marker: scope.marker, directory: lost });
    const asked = await Promise.all([other.takePipe(), ...Array.from({ length: 20 }, async () => scope.takePipe())]);
    assert.deepEqual(
      asked.slice(1).map((ends) => ends !== undefined),
      Array.from({ length: 20 }, () => true),
    );
    other.close();
    for (const ends of [...taken, ...asked]) {
      if (ends !== undefined) [ends.readEnd, ends.writeEnd].map((descriptor) => closeSync(descriptor));
    }
  });

  it('takes the pipes of Node where it cannot make any, and still does not wait for their end', async () => {
    const directory = path.join(scene.directory, 'not-there');
    const scope = scene.registry.scope({ name: 'bare', marker: scene.scope.marker, directory });
    // The registry has spare pipes: they have to be used up.
    const taken = [];
    for (let ends = await scope.takePipe(); ends !== undefined; ends = await scope.takePipe()) taken.push(ends);
    const end = await (await scene.start('holds-stdout.sh', [], { scope })).ended;
    assert.equal(end.stdout.tail, 'before\n');
    assert.ok(end.durationMs < GENEROUS_MS, `${end.durationMs} ms`);
    await scope.sweep();
    scope.close();
    for (const { readEnd, writeEnd } of taken) [readEnd, writeEnd].map((descriptor) => closeSync(descriptor));
  });

  it('gives end-of-file to a child that prompts', async () => {
    assert.match((await (await scene.start('prompts.js')).ended).stdout.tail, /no answer/);
  });

  it('removes a secret in every form, written three characters at a time', async () => {
    const secret = 'c4n/ry+"v@lue';
    const lines: string[] = [];
    const options = {
      redact: makeRedact([secret]),
      env: { SECRET: secret },
      onLine: (_: string, line: string) => lines.push(line),
    };
    const program = new URL('../../../fixtures/programs/prints-secret.js', import.meta.url).pathname;
    const end = await (await scene.startCommand([process.execPath, program], options)).ended;
    const all = [readFileSync(end.stdout.file, 'utf8'), end.stdout.tail, end.stderr.tail, ...lines].join('\n');
    for (const canary of [secret, 'c4n', 'v@l', 'v%40l', 'ry+', 'YzRu', 'M0bi', 'LCJ2']) {
      assert.ok(!all.includes(canary), `${canary} in ${all}`);
    }
    assert.equal(end.stdout.tail.split('[redacted]').length - 1, 6);
  });

  it('settles at the exit although a grandchild holds stdout, which the scope then names and kills', async () => {
    const child = await scene.start('holds-stdout.sh');
    const end = await child.ended;
    assert.ok(end.durationMs < GENEROUS_MS, `${end.durationMs} ms`);
    assert.equal(end.stdout.tail, 'before\n');
    await waitFor('the sleeper alone', async () => {
      const found = await scene.scope.find();
      return found.length === 1 && found[0]?.process.argv.join(' ') === 'sleep 300';
    });
  });

  it('loses nothing of what is written just before the exit', async () => {
    const child = await scene.startCommand(['head', '-c', '60000', '/dev/zero']);
    // This process is held up, so that it hears of the exit and of the bytes in one turn.
    const untilMs = performance.now() + 20_000;
    while (readStat(child.pid)?.state !== 'Z') assert.ok(performance.now() < untilMs);
    assert.equal((await child.ended).stdout.bytes, 60_000);
  });

  it('ends a child at its time limit, politely first', async () => {
    const end = await (await scene.start('never-ready.js', [], { timeLimitMs: 300 })).ended;
    assert.deepEqual([end.code, end.signal, end.cause], [null, 'SIGTERM', 'time-limit']);
  });

  it('kills one that ignores the polite signal after the grace', async () => {
    const child = await scene.start('ignores-sigterm.js', [], { graceMs: 200 });
    await waitForText(child, 'ready');
    const end = await child.stop('asked');
    assert.deepEqual([end.signal, end.cause], ['SIGKILL', 'asked']);
    assert.match(end.stdout.tail, /ignored SIGTERM/);
  });

  it('kills what outlives its leader, and the group is gone', async () => {
    const child = await scene.start('outlives-its-leader.sh', [], { graceMs: 300 });
    await waitForText(child, 'child');
    assert.equal(listDescendants(child.pid).length > 0, true);
    const end = await child.stop('asked');
    assert.deepEqual([end.signal, end.cause], ['SIGTERM', 'asked']);
    assert.equal(isGroupRunning(child.pid), false);
  });

  it('ends a busy loop at the limit', async () => {
    const end = await (await scene.start('busy-loop.js', [], { timeLimitMs: 400, graceMs: 200 })).ended;
    assert.equal(end.cause, 'time-limit');
    assert.ok(end.durationMs < GENEROUS_MS, `${end.durationMs} ms`);
  });

  it('keeps the first cause, and lets a later stop shorten the grace', async () => {
    const child = await scene.start('ignores-sigterm.js', [], { graceMs: 60_000 });
    await waitForText(child, 'ready');
    const first = child.stop('run-stopped-early');
    await waitForText(child, 'ignored SIGTERM');
    const end = await child.stop('run-interrupted', { graceMs: 0 });
    assert.equal(end.cause, 'run-stopped-early');
    assert.deepEqual(await first, end);
  });

  it('asks for a snapshot before the polite signal of a limit, but waits for it no longer than the child lives', async () => {
    const seen: string[] = [];
    const child = await scene.start('never-ready.js', [], {
      timeLimitMs: 300,
      beforeStop: async (cause) => {
        seen.push(`${cause} ${isAlive(child)}`);
        return Promise.reject(new Error('a snapshot that fails'));
      },
    });
    assert.equal((await child.ended).signal, 'SIGTERM');
    assert.deepEqual(seen, ['time-limit true']);
  });

  it('does not touch the other children of a scope when it stops one', async () => {
    const [first, second] = [await scene.start('never-ready.js'), await scene.start('never-ready.js')];
    await first.stop('asked');
    assert.equal(isAlive(second), true);
    await second.stop('asked');
    assert.equal(isAlive(second), false);
    assert.deepEqual(await scene.scope.find(), []);
  });

  it('stops and continues the whole group', async () => {
    const child = await scene.start('forks-without-end.sh', ['nice']);
    await waitFor('three children', () => listDescendants(child.pid).length > 2);
    assert.equal(child.signal('SIGSTOP'), true);
    await waitFor('all stopped', () => listDescendants(child.pid).every(({ state }) => state === 'T'));
    assert.equal((await child.stop('asked')).signal, 'SIGTERM');
  });

  it('removes the folder of its pipes at once', async () => {
    await (
      await scene.start('prompts.js')
    ).ended;
    assert.deepEqual(readdirSync(scene.directory), ['child.log']);
  });
});

describe('limits of a child', () => {
  let scene: Scene;
  beforeEach(() => {
    scene = openScene();
  });
  afterEach(async () => {
    await scene.close();
  });

  it('contains a fork bomb within five seconds', async () => {
    for (const command of ['nice', 'setsid']) {
      const child = await scene.start('forks-without-end.sh', [command], { maxProcesses: 60 });
      const end = await child.ended;
      assert.deepEqual([end.cause, end.signal], ['process-limit', 'SIGKILL']);
      await child.stop('asked');
      assert.deepEqual(await scene.scope.find(), []);
      assert.ok(end.durationMs < 5000, `${end.durationMs} ms`);
      assert.ok(scene.scope.usage().peakProcesses > 60);
    }
  });

  it('kills a child that takes too much memory, alone', async () => {
    const bystander = await scene.start('never-ready.js');
    const end = await (await scene.start('allocates-memory.js', [], { maxMemoryBytes: 512 * 1024 * 1024 })).ended;
    assert.deepEqual([end.cause, end.signal], ['memory-limit', 'SIGKILL']);
    assert.equal(isAlive(bystander), true);
    assert.ok(scene.scope.usage().peakMemoryBytes > 512 * 1024 * 1024);
  });

  it('ends a flood at its limit with head, tail and count in the log, and small memory here', async () => {
    const before = process.memoryUsage.rss();
    const end = await (await scene.start('floods-stdout.sh', [], { maxOutputBytes: 400 * 1024 * 1024 })).ended;
    assert.equal(end.cause, 'output-limit');
    assert.ok(end.stdout.bytes > 400 * 1024 * 1024);
    assert.ok(end.stdout.keptBytes < 10 * 1024 * 1024);
    assert.match(readFileSync(end.stdout.file, 'utf8'), /not kept: \d{8,} bytes of stdout, 0 bytes of stderr/);
    const grownBytes = process.memoryUsage.rss() - before;
    assert.ok(grownBytes < 60 * 1024 * 1024, `${grownBytes} bytes`);
  });

  it('takes a line of 40 million characters without an end', async () => {
    const end = await (await scene.start('prints-one-long-line.js', ['40'])).ended;
    assert.deepEqual([end.code, end.stdout.bytes], [0, 40_000_000]);
    assert.match(end.stdout.tail, /^x+$/m);
  });
});
