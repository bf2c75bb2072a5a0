import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Server } from 'node:net';
import type { RunEvent } from '#domain';
import { holdPort, isPortFree } from './port-lease.ts';
import { LOOPBACK } from './port-leases.ts';
import type { TestRun } from './world-fixture.test.ts';
import {
  environment,
  incidentsOf,
  isListenedOn,
  makeNodeService,
  makeSpec,
  openTestRun,
  partOf,
  stateOf,
  until,
} from './world-fixture.test.ts';

const strangers: Server[] = [];

async function listenAsStranger(port: number): Promise<void> {
  const server = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
  strangers.push(server);
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
}

/** A number that nobody has now, for the tests of pinned ports. */
async function findFreePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + (Number.parseInt(environment.randomHex(2), 16) % 9000);
    if (await isPortFree(port, LOOPBACK)) return port;
  }
}

describe('the ports of a world', () => {
  let run: TestRun;
  let onEvent: (event: RunEvent) => void;
  beforeEach(async () => {
    onEvent = () => undefined;
    const seen: RunEvent[] = [];
    run = await openTestRun({
      emit: (event) => {
        seen.push(event);
        onEvent(event);
      },
    });
    run = { ...run, events: seen };
  });
  afterEach(async () => {
    for (const server of strangers.splice(0)) server.close();
    await run.close();
  });

  it('are leased again when a stranger takes one before the start, and nobody is blamed', async () => {
    const taken: Promise<void>[] = [];
    onEvent = (event) => {
      if (event.kind === 'port-leased' && event.name === 'rtsp' && taken.length === 0)
        taken.push(listenAsStranger(event.port));
    };
    const world = await run.start([makeSpec('mediamtx', 'mediamtx', {})]);
    await Promise.all(taken);
    assert.equal(world.blockedBy(['mediamtx']), undefined);
    const lost = run.events.find((event) => event.kind === 'port-lost');
    assert.ok(lost?.kind === 'port-lost');
    assert.match(lost.holder, new RegExp(`pid ${process.pid} .*127\\.0\\.0\\.1:${lost.port}`, 'u'));
    assert.notEqual(partOf(world, 'mediamtx').ports['rtsp'], lost.port);
    assert.ok(isListenedOn(partOf(world, 'mediamtx').ports['rtsp'] ?? 0));
    assert.deepEqual(incidentsOf(run.events), []);
  });

  it('are given up after three more leases', async () => {
    const taken: Promise<void>[] = [];
    onEvent = (event) => {
      if (event.kind === 'port-leased' && event.name === 'http') taken.push(listenAsStranger(event.port));
    };
    const world = await run.start([makeNodeService('service', 'listen()')]);
    await Promise.all(taken);
    // Which of the two depends on who is quicker: our process to see that it is taken, or we to see who answers.
    assert.match(world.blockedBy(['service'])?.kind ?? '', /^(port-held|foreign-answer)$/u);
    assert.equal(run.events.filter((event) => event.kind === 'port-lost').length, 3);
  });

  it('are held by a stranger when pinned: the holder is named', async () => {
    const port = await findFreePort();
    await listenAsStranger(port);
    const world = await run.start([makeNodeService('service', 'listen()', { ports: { http: port } })]);
    const incident = world.blockedBy(['service']);
    assert.equal(incident?.kind, 'port-held');
    assert.match(incident.text, new RegExp(`port ${port} of service is held by pid ${process.pid} `, 'u'));
  });

  it('are waited for when another world has pinned the same one, and its holder is named', async () => {
    const port = await findFreePort();
    const pinned = makeNodeService('service', 'listen()', { ports: { http: port } });
    const first = await run.start([pinned]);
    const second = run.start([pinned], { id: 'second' });
    const waiting = await until('the second world to wait', () =>
      run.events.find((event) => event.kind === 'component-state' && event.state === 'waiting'),
    );
    assert.ok(waiting.kind === 'component-state');
    assert.match(waiting.note, new RegExp(`port ${port} is held by world w1 of run test, pid ${process.pid}`, 'u'));
    await first.stop();
    const world = await second;
    assert.equal(world.blockedBy(['service']), undefined);
    assert.equal(partOf(world, 'service').ports['http'], port);
  });

  it('are leased again when a stranger answers before a slow component has even tried', async () => {
    const taken: Promise<void>[] = [];
    onEvent = (event) => {
      if (event.kind === 'port-leased' && taken.length === 0) taken.push(listenAsStranger(event.port));
    };
    const world = await run.start([makeNodeService('service', 'setTimeout(() => listen(), 1500)')]);
    await Promise.all(taken);
    assert.equal(world.blockedBy(['service']), undefined);
    assert.equal(run.events.filter((event) => event.kind === 'port-lost').length, 1);
    assert.deepEqual(incidentsOf(run.events), []);
  });

  it('are not answered by a stranger: a second MediaMTX of the same version on our port is refused', async () => {
    const port = await findFreePort();
    const config = join(run.folder, 'stranger.yml');
    const quiet = { rtsp: false, rtmp: false, hls: false, webrtc: false, srt: false };
    writeFileSync(config, JSON.stringify({ api: true, apiAddress: `${LOOPBACK}:${port}`, ...quiet }));
    const program = run.context.tools.mediamtx?.path ?? '';
    let stranger: ReturnType<typeof spawn> | undefined;
    onEvent = (event) => {
      if (event.kind !== 'port-leased') return;
      stranger = spawn(program, [config], { stdio: 'ignore', env: { ...process.env, MTX_MOQ: 'no' }, cwd: run.folder });
    };
    try {
      const ready = [{ http: 'http://${service.host}:${service.ports.http}/v3/config/global/get' }];
      const raw = { ports: { http: port }, ready };
      const world = await run.start([makeNodeService('service', 'setInterval(() => {}, 1000)', raw)]);
      const incident = world.blockedBy(['service']);
      assert.equal(incident?.kind, 'foreign-answer');
      assert.match(incident.text, new RegExp(`belongs to pid ${stranger?.pid} .*mediamtx`, 'u'));
    } finally {
      if (stranger?.kill('SIGKILL') === true) await once(stranger, 'exit');
    }
  });

  it('come in pairs of an even and an odd number where RTP needs them', async () => {
    const world = await run.start([makeSpec('mediamtx', 'mediamtx', { udp: true })]);
    const rtp = partOf(world, 'mediamtx').ports['rtp'] ?? 1;
    assert.equal(rtp % 2, 0);
    assert.ok(isListenedOn(rtp) && isListenedOn(rtp + 1));
    assert.equal(world.ownerOf(rtp + 1), 'mediamtx');
    assert.equal(await holdPort(rtp + 1, 'test'), undefined);
    await world.stop();
    const lease = await holdPort(rtp + 1, 'test');
    assert.ok(lease);
    await lease.release();
  });

  it('are never the same for two worlds at once', async () => {
    const specs = [makeNodeService('a', 'listen()'), makeNodeService('b', 'listen()')];
    const worlds = await Promise.all([run.start(specs, { id: 'x' }), run.start(specs, { id: 'y' })]);
    const ports = worlds.flatMap((world) => ['a', 'b'].map((name) => partOf(world, name).ports['http']));
    assert.equal(new Set(ports).size, 4);
    assert.ok(worlds.every((world) => world.blockedBy(['a', 'b']) === undefined));
    assert.equal(stateOf(run.events, 'a'), 'ready');
  });
});
