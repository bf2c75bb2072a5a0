import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { findStaleRuns } from '#child';
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
} from './world-fixture.test.ts';

const ALL_PROTOCOLS = { protocols: ['rtsp', 'hls', 'webrtc', 'rtmp', 'srt'], udp: true, metrics: true, playback: true };

async function getStatus(url: string, init: RequestInit = {}): Promise<number> {
  const response = await fetch(url, init);
  await response.arrayBuffer();
  return response.status;
}

/** A server that we did not start, as far as a world can know. */
async function openStranger(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/ready' ? 200 : 404;
    response.end('stranger');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return { server, port: address.port };
}

describe('the kinds of a world', () => {
  let run: TestRun;
  beforeEach(async () => {
    run = await openTestRun();
  });
  afterEach(async () => run.close());

  it('mediamtx opens every server that is asked for, on loopback, and streams are had from them', async () => {
    const world = await run.start([
      makeSpec('mediamtx', 'mediamtx', { ...ALL_PROTOCOLS, paths: { live: {} } }),
      makeSpec('live', 'ffmpeg-stream', { publishTo: 'mediamtx', path: 'live', size: '320x240' }),
    ]);
    const { ports, urls } = partOf(world, 'mediamtx');
    assert.ok(Object.values(ports).every(isListenedOn), JSON.stringify(ports));
    assert.equal(await getStatus(`${urls['hls']}/live/index.m3u8`), 200);
    assert.equal(await getStatus(`${urls['webrtc']}/live/whep`, { method: 'OPTIONS' }), 204);
    assert.equal(await getStatus(`${urls['metrics']}/metrics`), 200);
    // Nothing was recorded; its answer names the folder in which it looked.
    const playback = await fetch(`${urls['playback']}/list?path=live`);
    assert.ok((await playback.text()).includes(`${world.dirs['recordings']}/live`));
  });

  it('mediamtx keeps its files in the world and takes no variables of the caller', async () => {
    const env = { ...process.env, MTX_RTSPADDRESS: ':1', RTSP_RTSPADDRESS: ':1', MTX_API: 'no' };
    const strange = await openTestRun({ environment: { ...environment, env } });
    try {
      const world = await strange.start([makeSpec('mediamtx', 'mediamtx', {})]);
      assert.equal(world.blockedBy(['mediamtx']), undefined);
      assert.ok(isListenedOn(partOf(world, 'mediamtx').ports['rtsp'] ?? 0));
    } finally {
      await strange.close();
    }
  });

  it("service has its own variables, a suite's instead of them, the tools first on its PATH, and nothing else of ours", async () => {
    const code = 'listen((q, r) => r.end(JSON.stringify(process.env)))';
    const env = {
      PORT: '${service.ports.http}',
      OWN: 'own',
      CHANGED: 'own',
      DIR: '${dirs.recordings}',
      PATH: '/usr/bin',
    };
    const secretive = await openTestRun({
      environment: { ...environment, env: { ...process.env, OF_THE_CALLER: 'x' } },
    });
    try {
      const envOverrides = { service: { CHANGED: 'by-suite ${service.ports.http}' } };
      const world = await secretive.start([makeNodeService('service', code, { env })], { envOverrides });
      const { ports } = partOf(world, 'service');
      const response = await fetch(`http://127.0.0.1:${ports['http']}/`);
      const seen = (await response.json()) as Record<string, string>;
      assert.equal(seen['OWN'], 'own');
      assert.equal(seen['CHANGED'], `by-suite ${ports['http']}`);
      assert.equal(seen['DIR'], world.dirs['recordings']);
      assert.equal(seen['OF_THE_CALLER'], undefined);
      assert.ok(seen['TMPDIR']?.startsWith(world.root));
      assert.match(seen['PATH'] ?? '', /^.+:\/usr\/bin$/u);
      assert.match(seen['REALITY_MARKER'] ?? '', /^test-\w+:w1:/u);
    } finally {
      await secretive.close();
    }
  });

  it('service by address starts nothing, is probed, and is left alone at the end', async () => {
    const { server, port } = await openStranger();
    try {
      const raw = {
        command: ['must-not-run'],
        address: '127.0.0.1',
        ports: { http: port },
        urls: { http: 'http://${service.host}:${service.ports.http}' },
        ready: [{ http: '${service.urls.http}/ready', status: 200 }],
      };
      const world = await run.start([makeSpec('service', 'service', raw)]);
      assert.equal(world.blockedBy(['service']), undefined);
      assert.deepEqual(partOf(world, 'service').urls, { http: `http://127.0.0.1:${port}` });
      assert.equal(partOf(world, 'service').pid, 0);
      await world.stop();
      assert.equal(await getStatus(`http://127.0.0.1:${port}/ready`), 200);
    } finally {
      server.close();
    }
  });

  it('service by address that does not answer is not ready, with the reason', async () => {
    const raw = { address: '127.0.0.1', ports: { http: 1 }, readyTimeoutMs: 300 };
    const world = await run.start([makeSpec('service', 'service', raw)]);
    assert.match(
      world.blockedBy(['service'])?.text ?? '',
      /not ready after 300 ms: tcp 127\.0\.0\.1:1: last reply .*ECONNREFUSED/u,
    );
  });

  it('external is probed at its address and told to suites', async () => {
    const { server, port } = await openStranger();
    try {
      const raw = { address: `http://127.0.0.1:${port}`, urls: { base: 'http://${store.host}:${store.ports.main}' } };
      const world = await run.start([
        makeSpec('store', 'external', raw),
        makeNodeService('service', 'listen()', {}, { requires: ['store'] }),
      ]);
      assert.deepEqual(partOf(world, 'store').ports, { main: port });
      assert.deepEqual(partOf(world, 'store').urls, { base: `http://127.0.0.1:${port}` });
      assert.equal(stateOf(run.events, 'service'), 'ready');
    } finally {
      server.close();
    }
  });

  it('service takes part in a WebSocket handshake and a tcp connection before it is ready', async () => {
    const code = `const crypto = require('node:crypto'); const net = require('node:net');
      const server = http.createServer((q, r) => r.end('ok'));
      server.on('upgrade', (request, socket) => {
        const accept = crypto.createHash('sha1').update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
        socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: ' + accept + '\\r\\n\\r\\n');
        socket.on('error', () => {}); socket.on('data', () => socket.end(Buffer.from([0x88, 0x00]))); console.log('upgraded ' + request.url); });
      server.listen(port, '127.0.0.1');`;
    const at = '127.0.0.1:${service.ports.http}';
    const ready = [{ websocket: `ws://${at}/ws` }, { tcp: at }, { http: `http://${at}/`, status: 200 }];
    const world = await run.start([makeNodeService('service', code, { ready })]);
    assert.equal(world.blockedBy(['service']), undefined);
    assert.match(readFileSync(`${run.folder}/logs/w1/service.log`, 'utf8'), /upgraded \/ws/u);
  });

  it('leave what is worth keeping: redacted texts, recordings, and nothing secret or linked', async () => {
    const world = await run.start([makeNodeService('service', 'listen()', { secrets: ['jwt'], dirs: ['data'] })]);
    const [secret = ''] = world.secrets;
    const file = (dir: string, name: string): string => join(world.dirs[dir] ?? '', name);
    mkdirSync(file('recordings', 'camera0'));
    writeFileSync(file('recordings', 'camera0/a.mp4'), 'media');
    writeFileSync(file('logs', 'service.txt'), `token ${secret}\n`);
    writeFileSync(file('data', 'store.db'), 'data');
    symlinkSync('/etc/passwd', file('snapshots', 'link.jpg'));
    const into = join(run.folder, 'kept');
    await world.keep(into);
    assert.equal(readFileSync(join(into, 'recordings/camera0/a.mp4'), 'utf8'), 'media');
    assert.equal(readFileSync(join(into, 'logs/service.txt'), 'utf8'), 'token [redacted]\n');
    assert.ok(!existsSync(join(into, 'data')) && !existsSync(join(into, 'snapshots')));
  });

  it('leave their root only when asked to, and it says whose it was', async () => {
    const world = await run.start([makeNodeService('service', 'listen()')]);
    assert.deepEqual(findStaleRuns({ environment, tmpRoot: run.context.tmpRoot }), [], 'a live run is not stale');
    assert.match(readFileSync(join(world.root, '.reality'), 'utf8'), new RegExp(`"pid":${process.pid},`, 'u'));
    await world.stop({ leaveRoot: true });
    assert.ok(existsSync(world.root));
    rmSync(world.root, { recursive: true });
    assert.deepEqual(incidentsOf(run.events), []);
  });
});
