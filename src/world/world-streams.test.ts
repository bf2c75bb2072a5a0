import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isAlive, listDescendants } from '#child';
import { lookAtMedia } from '#contact';
import type { World } from './types.ts';
import type { TestRun } from './world-fixture.test.ts';
import { identify, incidentsOf, makeSpec, openTestRun, partOf, stateOf, until } from './world-fixture.test.ts';

const execute = promisify(execFile);

/** Speaks RTSP as far as RECORD and then keeps silent. */
const SILENT_PUBLISHER = `
const { connect } = require('node:net');
const url = process.argv.at(-1);
const { port } = new URL(url.replace('rtsp:', 'http:'));
const sdp = 'v=0\\r\\no=- 0 0 IN IP4 127.0.0.1\\r\\ns=x\\r\\nc=IN IP4 127.0.0.1\\r\\nt=0 0\\r\\nm=video 0 RTP/AVP 96\\r\\n'
  + 'a=rtpmap:96 H264/90000\\r\\na=fmtp:96 packetization-mode=1\\r\\na=control:streamid=0\\r\\n';
const steps = [
  () => 'ANNOUNCE ' + url + ' RTSP/1.0\\r\\nCSeq: 1\\r\\nContent-Type: application/sdp\\r\\nContent-Length: ' + sdp.length + '\\r\\n\\r\\n' + sdp,
  () => 'SETUP ' + url + '/streamid=0 RTSP/1.0\\r\\nCSeq: 2\\r\\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1;mode=record\\r\\n\\r\\n',
  (session) => 'RECORD ' + url + ' RTSP/1.0\\r\\nCSeq: 3\\r\\nSession: ' + session + '\\r\\n\\r\\n',
];
const socket = connect(Number(port), '127.0.0.1', () => socket.write(steps.shift()()));
socket.on('data', (data) => {
  console.log(String(data));
  const session = /Session: ([^;\\r]+)/.exec(String(data))?.[1];
  const next = steps.shift();
  if (next) socket.write(next(session));
});
socket.on('close', () => process.exit(1));
`;

/** As the service under test does it. */
async function addPath(world: World, path: string): Promise<void> {
  const api = partOf(world, 'mediamtx').urls['api'] ?? '';
  const response = await fetch(`${api}/v3/config/paths/add/${path}`, { method: 'POST', body: '{}' });
  assert.equal(response.status, 200);
}

async function removePath(world: World, path: string): Promise<void> {
  const api = partOf(world, 'mediamtx').urls['api'] ?? '';
  const response = await fetch(`${api}/v3/config/paths/delete/${path}`, { method: 'DELETE' });
  assert.equal(response.status, 200);
}

describe('streams of a world', () => {
  let run: TestRun;
  beforeEach(async () => {
    run = await openTestRun();
  });
  afterEach(async () => run.close());

  const camera = (raw: object = {}): ReturnType<typeof makeSpec> =>
    makeSpec('camera', 'ffmpeg-stream', { publishTo: 'mediamtx', path: 'camera', ...raw });

  for (const source of ['testsrc2', 'clip'] as const) {
    it(`of source ${source} carry real pictures of the size asked for`, async () => {
      const world = await run.start([
        makeSpec('mediamtx', 'mediamtx', { paths: { camera: {} } }),
        camera({ source, size: '320x240', rate: 10 }),
      ]);
      const url = partOf(world, 'camera').urls['rtsp'] ?? '';
      const entries = ['-select_streams', 'v:0', '-show_entries', 'stream=codec_name,width,height', '-of', 'csv=p=0'];
      const ffprobe = run.context.tools.ffprobe?.path ?? 'ffprobe';
      const { stdout } = await execute(ffprobe, ['-v', 'error', '-rtsp_transport', 'tcp', ...entries, url], {
        timeout: 30_000,
      });
      assert.equal(stdout.trim(), 'h264,320,240');
    });
  }

  it('share one clip, made once', async () => {
    const world = await run.start([
      makeSpec('mediamtx', 'mediamtx', { paths: { a: {}, b: {} } }),
      makeSpec('a', 'ffmpeg-stream', { publishTo: 'mediamtx', path: 'a', source: 'clip' }),
      makeSpec('b', 'ffmpeg-stream', { publishTo: 'mediamtx', path: 'b', source: 'clip' }),
    ]);
    assert.deepEqual(readdirSync(world.dirs['streams'] ?? '').toSorted(), [
      'a.mkv',
      'b.mkv',
      'clip-640x480-15-none-4.mkv',
    ]);
    assert.deepEqual(
      ['a', 'b'].map((name) => stateOf(run.events, name)),
      ['ready', 'ready'],
    );
  });

  for (const [source, recordFormat] of [
    ['testsrc2', 'fmp4'],
    ['clip', 'fmp4'],
    ['clip', 'mpegts'],
  ] as const) {
    it(`of source ${source} leave their nonce in what MediaMTX records as ${recordFormat}`, async () => {
      const path = { record: true, recordFormat };
      const world = await run.start([
        makeSpec('mediamtx', 'mediamtx', { paths: { camera: path } }),
        camera({ source }),
      ]);
      const recordings = world.dirs['recordings'] ?? '';
      const found = await until('a recording', async () => (await lookAtMedia([recordings], 0)).files.find(Boolean));
      assert.deepEqual([found.nonces, found.isReadable], [[`${world.nonce}-camera`], true]);
      // The twin: the same pictures, decoded and encoded again, are still a recording and show nothing.
      const copy = join(recordings, 'again.mp4');
      const ffmpeg = run.context.tools.ffmpeg?.path ?? 'ffmpeg';
      await execute(ffmpeg, ['-v', 'error', '-i', found.file, '-frames:v', '3', '-c:v', 'libx264', copy]);
      const again = (await lookAtMedia([recordings], 0)).files.find(({ file }) => file === copy);
      assert.deepEqual([again?.nonces, again?.isReadable], [[], true]);
    });
  }

  it('share the clip with other worlds of the run', async () => {
    const sharedDir = await mkdtemp(join(tmpdir(), 'world-test-shared-'));
    const sharing = await openTestRun({ sharedDir });
    const specs = [makeSpec('mediamtx', 'mediamtx', { paths: { camera: {} } }), camera({ source: 'clip' })];
    try {
      const clips: number[] = [];
      for (const id of ['first', 'second']) {
        const world = await sharing.start(specs, { id });
        assert.equal(world.blockedBy(['camera']), undefined);
        clips.push(statSync(join(world.dirs['streams'] ?? '', 'clip-640x480-15-none-4.mkv')).ino);
        await world.stop();
      }
      assert.equal(clips[0], clips[1]);
    } finally {
      await sharing.close();
      await rm(sharedDir, { recursive: true });
    }
  });

  it('are refused on a path that nobody added, and come up when it is added', async () => {
    const starting = run.start([makeSpec('mediamtx', 'mediamtx', {}), camera()], { id: 'w' });
    const api = await until('MediaMTX', () =>
      run.events.find(
        (event) => event.kind === 'component-state' && event.component === 'mediamtx' && event.state === 'ready',
      ),
    );
    assert.ok(api);
    const log = (): string => readFileSync(`${run.folder}/logs/w/camera.log`, 'utf8');
    await until('the refusal', () => (/400 Bad Request/u.test(log()) ? true : undefined));
    assert.notEqual(stateOf(run.events, 'camera'), 'ready');
    const leased = run.events.find((event) => event.kind === 'port-leased' && event.name === 'api');
    assert.ok(leased?.kind === 'port-leased');
    const response = await fetch(`http://127.0.0.1:${leased.port}/v3/config/paths/add/camera`, {
      method: 'POST',
      body: '{}',
    });
    assert.equal(response.status, 200);
    const world = await starting;
    assert.equal(stateOf(run.events, 'camera'), 'ready');
    assert.deepEqual(incidentsOf(run.events), []);
    await world.stop();
  });

  it('whose path nobody adds are not ready, and the incident knows that there was no path', async () => {
    const world = await run.start([makeSpec('mediamtx', 'mediamtx', {}), camera({ readyTimeoutMs: 1200 })]);
    const incident = world.blockedBy(['camera']);
    assert.equal(incident?.kind, 'component-not-ready');
    assert.deepEqual(incident.facts, { pathExists: 'false' });
  });

  it('announced by a publisher that sends nothing are not ready, whatever MediaMTX says', async () => {
    const silent = join(run.folder, 'silent-publisher');
    await writeFile(silent, `#!${process.execPath}\n${SILENT_PUBLISHER}`, { mode: 0o755 });
    const { tools } = run.context;
    assert.ok(tools.ffmpeg);
    const strange = await openTestRun({ tools: { ...tools, ffmpeg: { ...tools.ffmpeg, path: silent } } });
    try {
      const world = await strange.start([
        makeSpec('mediamtx', 'mediamtx', { paths: { camera: {} } }),
        camera({ readyTimeoutMs: 3000 }),
      ]);
      const incident = world.blockedBy(['camera']);
      assert.match(
        incident?.text ?? '',
        /camera not ready after 3000 ms: bytes of path camera: 0 bytes of path camera, not growing/u,
      );
    } finally {
      await strange.close();
    }
  });

  it('that lose their path say so, publish again when it is back, and are no incident', async () => {
    const world = await run.start([makeSpec('mediamtx', 'mediamtx', { paths: { camera: {} } }), camera()]);
    await removePath(world, 'camera');
    const lost = await until('the loss', () => run.events.find((event) => event.kind === 'publisher-lost'));
    assert.ok(lost.kind === 'publisher-lost' && lost.why.length > 10, JSON.stringify(lost));
    await addPath(world, 'camera');
    await until('the stream to come back', () => (stateOf(run.events, 'camera') === 'ready' ? true : undefined));
    assert.deepEqual(incidentsOf(run.events), []);
    assert.equal(world.isUsed(), false);
  });

  it('whose publisher is killed come back by themselves', async () => {
    const world = await run.start([makeSpec('mediamtx', 'mediamtx', { paths: { camera: {} } }), camera()]);
    const { pid } = partOf(world, 'camera');
    process.kill(pid, 'SIGKILL');
    const lost = await until('the loss', () => run.events.find((event) => event.kind === 'publisher-lost'));
    assert.ok(lost.kind === 'publisher-lost');
    assert.match(lost.why, /was ended by SIGKILL/u);
    await until('the stream to come back', () => (stateOf(run.events, 'camera') === 'ready' ? true : undefined));
    assert.notEqual(partOf(world, 'camera').pid, pid);
  });

  it('that stand still although path and server are there become an incident, which ends when they flow again', async () => {
    const world = await run.start([makeSpec('mediamtx', 'mediamtx', { paths: { camera: {} } }), camera()]);
    const { pid } = partOf(world, 'camera');
    process.kill(pid, 'SIGSTOP');
    const incident = await until('the incident', () => world.blockedBy(['camera']));
    assert.equal(incident.kind, 'stream-stalled');
    process.kill(pid, 'SIGCONT');
    await until('the end of the incident', () => (world.blockedBy(['camera']) === undefined ? true : undefined));
  });

  it('published by somebody else are not taken for ours', async () => {
    const world = await run.start([
      makeSpec('mediamtx', 'mediamtx', { paths: { camera: { overridePublisher: false } } }),
      camera({}),
      makeSpec(
        'thief',
        'ffmpeg-stream',
        { publishTo: 'mediamtx', path: 'camera', readyTimeoutMs: 3000 },
        { requires: ['camera'] },
      ),
    ]);
    const incident = world.blockedBy(['thief']);
    assert.equal(incident?.kind, 'foreign-answer');
    assert.match(incident.text, /path camera is published by another rtspSession/u);
    assert.equal(world.blockedBy(['camera']), undefined);
    assert.notEqual(stateOf(run.events, 'thief'), 'ready');
  });

  it('made by hooks of MediaMTX, in groups of their own, die with the world', async () => {
    const ffmpeg = run.context.tools.ffmpeg?.path ?? 'ffmpeg';
    const hook = `${ffmpeg} -nostdin -loglevel quiet -re -f lavfi -i testsrc2=size=160x120:rate=5 -f null -`;
    const world = await run.start([makeSpec('mediamtx', 'mediamtx', { paths: { hooked: { runOnInit: hook } } })]);
    const { pid } = partOf(world, 'mediamtx');
    const hooked = await until('the hook', () => listDescendants(pid)[0]);
    const identity = identify(hooked.pid);
    process.kill(pid, 'SIGKILL');
    await until('the loss', () => world.blockedBy(['mediamtx']));
    assert.equal(isAlive(identity), true);
    const { survivors } = await world.stop();
    assert.deepEqual(survivors, []);
    assert.equal(isAlive(identity), false);
  });
});
