import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at } from './json-path.ts';
import { readWorld } from './world.ts';

const FILE = {
  version: 1,
  runId: 'run',
  suite: 'suite',
  nonce: 'abc',
  dirs: { recordings: '/w/recordings' },
  components: {
    service: {
      kind: 'service',
      host: '127.0.0.1',
      ports: { ws: 21_000 },
      urls: { ws: 'ws://127.0.0.1:21000/ws' },
      pid: 7,
      secrets: { jwt: 's' },
      facts: { rate: '15' },
    },
  },
};

describe('world', () => {
  let dir: string;
  let control: Server;

  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'reality-kit-'));
    control = createServer((socket) => {
      socket.on('data', (line: Buffer) => {
        const request: unknown = JSON.parse(line.toString());
        const ok = at(request, 'component') === 'service';
        const reply = ok
          ? { ok, state: String(at(request, 'verb')), pid: 8 }
          : { ok, error: 'there is no such component' };
        if (at(request, 'component') === 'mute') socket.end();
        else socket.write(`${JSON.stringify({ id: at(request, 'id'), ...reply })}\n`);
      });
    });
    control.listen(join(dir, 'control.sock'));
    await once(control, 'listening');
    writeFileSync(join(dir, 'world.json'), JSON.stringify({ ...FILE, control: join(dir, 'control.sock') }));
  });

  after(() => {
    control.close();
    rmSync(dir, { recursive: true });
  });

  it('is read from the file that REALITY_WORLD names', () => {
    const world = readWorld({
      REALITY_WORLD: join(dir, 'world.json'),
      REALITY_DEADLINE_MS: String(performance.now() + 3_600_000),
    });
    const service = world.component('service');
    assert.deepEqual([world.nonce, world.dir('recordings'), service.port('ws')], ['abc', '/w/recordings', 21_000]);
    assert.deepEqual(
      [service.url('ws'), service.secret('jwt'), service.fact('rate'), service.fact('size')],
      ['ws://127.0.0.1:21000/ws', 's', '15', undefined],
    );
    assert.deepEqual([world.has('service'), world.has('toString')], [true, false]);
    assert.ok(world.timeLeftMs() > 3_000_000);
  });

  it('says what there is when something is asked for that is not', () => {
    const world = readWorld({ REALITY_WORLD: join(dir, 'world.json') });
    assert.throws(() => world.component('servcie'), /"servcie" is no component of the world; there is: service/u);
    assert.throws(() => world.dir('snapshots'), /there is: recordings/u);
    assert.throws(() => world.component('service').port('health'), /"health" is no port of service; there is: ws/u);
    assert.throws(() => world.component('service').secret('other'), /asked for in "secrets:"/u);
  });

  it('that is not there or of another version is told', () => {
    assert.throws(() => readWorld({}), /start it with `reality run`/u);
    const path = join(dir, 'other.json');
    writeFileSync(path, '{"version":2}');
    assert.throws(() => readWorld({ REALITY_WORLD: path }), /not a world file of version 1/u);
  });

  it('is acted upon by its control socket', async () => {
    const { control: verbs } = readWorld({ REALITY_WORLD: join(dir, 'world.json') });
    assert.deepEqual(await verbs.kill('service'), { state: 'kill', pid: 8 });
    assert.deepEqual(await verbs.plug('service', 'video3'), { state: 'plug', pid: 8 });
    await assert.rejects(verbs.start('nobody'), /the world could not start nobody: there is no such component/u);
    await assert.rejects(verbs.pause('mute'), /closed its control socket before it answered pause mute/u);
  });
});
