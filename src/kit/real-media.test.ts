import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { testTools } from '../../fixtures/tools/tools.ts';
import { makeNonceFilter } from '#domain';
import { eventually } from './eventually.ts';
import { readHls } from './hls-reader.ts';
import { mediaMtx } from './mediamtx-client.ts';
import type { MediaMtxClient } from './mediamtx-client.ts';
import { readNonces, watchNonces, withNonce } from './nonce.ts';
import { differenceOf, readJpeg, readRaster, tonesOf } from './picture.ts';
import { isAlive, readListeners, readProcess, readUsage } from './process-facts.ts';
import { startPublisher, waitForMedia } from './publisher.ts';
import type { Publisher } from './publisher.ts';
import { runTool, toolOutput } from './run-tool.ts';
import { playFile, probeFile, watchStream } from './stream-probe.ts';
import { readRecipe, startTwin } from './twin-process.ts';
import type { Twin } from './twin-process.ts';
import { offerWhep, pullWhep, whepAddress } from './whep-probe.ts';

/** A real MediaMTX with a real FFmpeg publishing to it; everything below reads them. */
describe('media', () => {
  let dir: string;
  let ports: readonly number[];
  let mediamtx: Twin;
  let api: MediaMtxClient;
  let publisher: Publisher;
  const at = (index: number): string => `127.0.0.1:${ports[index] ?? 0}`;

  before(async () => {
    const tools = await testTools();
    const paths = [tools.ffmpeg, tools.ffprobe].map((tool) => dirname(tool?.path ?? '/nowhere'));
    process.env['PATH'] = [...paths, process.env['PATH']].join(delimiter);
    process.env['REALITY_NONCE'] = 'of-this-suite';
    process.env['REALITY_NONCE_FILTER'] = makeNonceFilter('of-this-suite');
    dir = mkdtempSync(join(tmpdir(), 'reality-kit-'));
    ports = await findPorts(5);
    const config = join(dir, 'mediamtx.yml');
    writeFileSync(config, JSON.stringify(makeConfig(ports)));
    const env = { PATH: process.env['PATH'] ?? '', MTX_MOQ: 'no' };
    mediamtx = startTwin({ argv: [tools.mediamtx?.path ?? '', config], cwd: dir, env });
    api = mediaMtx(`http://${at(0)}`);
    await eventually(() => api.globalConfig(), { what: 'MediaMTX', withinMs: 10_000 });
    await api.addPath('camera0');
    publisher = startPublisher({ url: `rtsp://${at(1)}/camera0` });
    await waitForMedia(api, 'camera0', 10_000);
  });

  after(async () => {
    await publisher[Symbol.asyncDispose]();
    await mediamtx[Symbol.asyncDispose]();
    rmSync(dir, { recursive: true, force: true });
    delete process.env['REALITY_NONCE'];
    delete process.env['REALITY_NONCE_FILTER'];
  });

  it('publisher and readers carry the nonce of the suite, in their URLs and in the pictures', async () => {
    const list = await api.request('rtspsessions/list');
    assert.match(list.body.toString(), /"query":"run=of-this-suite"/u);
    assert.deepEqual(await watchNonces(`rtsp://${at(1)}/camera0`), ['of-this-suite']);
    const copy = join(dir, 'copy.mp4');
    const take = [
      '-analyzeduration',
      '0',
      '-probesize',
      '32',
      '-rtsp_transport',
      'tcp',
      '-i',
      `rtsp://${at(1)}/camera0`,
      '-t',
      '2',
      '-c',
      'copy',
      copy,
    ];
    await toolOutput(['ffmpeg', '-nostdin', '-v', 'error', ...take], { withinMs: 20_000 });
    assert.deepEqual(await readNonces(copy), ['of-this-suite']);
    const again = join(dir, 'again.mp4');
    await toolOutput(['ffmpeg', '-nostdin', '-v', 'error', '-i', copy, again], { withinMs: 20_000 });
    assert.deepEqual(await readNonces(again), []);
  });

  it('an address is left alone that has a run, lies elsewhere, or is none', () => {
    assert.equal(withNonce('rtsp://127.0.0.1:1/a'), 'rtsp://127.0.0.1:1/a?run=of-this-suite');
    assert.equal(withNonce('http://localhost:1/a/?b=c'), 'http://localhost:1/a/?b=c&run=of-this-suite');
    for (const url of ['rtsp://127.0.0.1:1/a?run=x', 'rtsp://camera.example/a', 'no url'])
      assert.equal(withNonce(url), url);
  });

  it('the api client adds, patches, lists and deletes paths, and quotes what MediaMTX refuses', async () => {
    await api.addPath('spare', { record: false });
    await api.patchPath('spare', { maxReaders: 2 });
    assert.deepEqual((await api.configuredPaths()).toSorted(), ['camera0', 'spare']);
    await assert.rejects(api.addPath('spare'), /POST config\/paths\/add\/spare with 400: .*already exists/u);
    await api.deletePath('spare');
    await assert.rejects(api.deletePath('spare'), /with 404/u);
    assert.equal(await api.path('spare'), undefined);
    const path = await api.path('camera0');
    assert.ok(path?.ready === true && path.inboundBytes > 0 && path.tracks.includes('H264'));
  });

  it('a live stream is watched by its packets, and one that is not there fails in time', async () => {
    const sample = await watchStream(`rtsp://${at(1)}/camera0`, { packets: 12 });
    assert.deepEqual([sample.codec, sample.width, sample.height], ['h264', 320, 240]);
    assert.ok(sample.packets >= 12 && sample.bytes > 1000 && sample.mediaS > 0.5, JSON.stringify(sample));
    await assert.rejects(watchStream(`rtsp://${at(1)}/nowhere`, { withinMs: 5000 }), /ffprobe .* ended with 1/u);
    await assert.rejects(
      watchStream(`rtsp://${at(1)}/camera0`, { packets: 9999, withinMs: 700 }),
      /still running after 700 ms/u,
    );
  });

  it('HLS is read to a segment that plays, from the playlist as from the page beside it', async () => {
    for (const url of [`http://${at(2)}/camera0/index.m3u8`, `http://${at(2)}/camera0`]) {
      const sample = await readHls(url);
      const file = join(dir, 'segment.mp4');
      writeFileSync(file, sample.media);
      assert.equal((await probeFile(file)).codec, 'h264');
    }
    await assert.rejects(readHls(`http://${at(2)}/nowhere/index.m3u8`, 3000), /no playlist at/u);
  });

  it('WHEP answers an offer, and its media really arrive', async () => {
    const url = whepAddress(`http://${at(3)}/camera0/`);
    assert.equal(url, `http://${at(3)}/camera0/whep`);
    assert.equal(whepAddress(url), url);
    const answer = await offerWhep(url);
    assert.deepEqual([answer.status, answer.codecs], [201, ['H264']]);
    assert.ok(answer.candidates.includes(`${at(4)}/udp`), answer.candidates.join(', '));
    const path = await pullWhep(url, api);
    assert.ok(path.inboundBytes > 0);
    assert.deepEqual(await api.configuredPaths(), ['camera0'], 'the probe left its path behind');
    assert.equal((await offerWhep(`http://${at(3)}/nowhere/whep`)).session, undefined);
  });

  it('files are probed and played; one that is cut off is no video', async () => {
    const file = join(dir, 'clip.mp4');
    await toolOutput(
      [
        'ffmpeg',
        '-v',
        'error',
        '-f',
        'lavfi',
        '-i',
        'testsrc2=size=320x240:rate=10',
        '-t',
        '2',
        '-c:v',
        'libx264',
        file,
      ],
      { withinMs: 20_000 },
    );
    const sample = await probeFile(file);
    assert.ok(Math.abs(sample.durationS - 2) < 0.2 && sample.packets === 20, JSON.stringify(sample));
    await playFile(file);
    truncateSync(file, Math.floor(sample.bytes / 2));
    await assert.rejects(playFile(file));
    await assert.rejects(probeFile(join(dir, 'nothing.mp4')), /No such file/u);
  });

  it('pictures are read, compared, and refused when they are none or cut off', async () => {
    const [moving = '', later = '', grey = ''] = ['moving.jpg', 'later.jpg', 'grey.jpg'].map((name) => join(dir, name));
    await picture('testsrc2=size=320x240', moving, 0);
    await picture('testsrc2=size=320x240', later, 2);
    await picture('color=gray:size=320x240', grey, 0);
    assert.deepEqual([readJpeg(moving).width, readJpeg(moving).height], [320, 240]);
    const rasters = await Promise.all([moving, later, grey].map((path) => readRaster(path)));
    const [one, two, flat] = rasters;
    assert.ok(one !== undefined && two !== undefined && flat !== undefined);
    assert.ok(differenceOf(one, two) > 0.5 && differenceOf(one, one) === 0);
    assert.ok(tonesOf(one) > 20 && tonesOf(flat) < 4);
    truncateSync(moving, 2000);
    assert.throws(() => readJpeg(moving), /cut off/u);
    writeFileSync(grey, 'GIF89a');
    assert.throws(() => readJpeg(grey), /no JPEG: it begins with 47494638/u);
  });

  it('a process is told by /proc: who, how much, where it listens, and that it has gone', async () => {
    const facts = readProcess(mediamtx.pid);
    assert.ok(facts !== undefined && facts.memoryBytes > 1_000_000 && facts.descriptors > 5);
    assert.deepEqual(readListeners(mediamtx.pid).toSorted(), [0, 1, 2, 3].map(at).toSorted());
    assert.deepEqual(readUsage(publisher.pid).names, ['ffmpeg']);
    const sleeper = spawn('sleep', ['60']);
    const sleeping = readProcess(sleeper.pid ?? 0);
    assert.ok(sleeping !== undefined && isAlive(sleeping));
    sleeper.kill('SIGKILL');
    await eventually(() => assert.ok(!isAlive(sleeping)), { withinMs: 5000 });
  });

  it('a process is started again from its recipe, with other variables', async () => {
    const recipe = readRecipe(mediamtx.pid);
    assert.equal(recipe.env['MTX_MOQ'], 'no');
    assert.equal(recipe.cwd, dir);
    await using twin = startTwin(recipe, { MTX_LOGLEVEL: 'nonsense' });
    const exit = await twin.exited;
    assert.equal(exit.code, 1);
    assert.match(twin.said(), /log level/u);
  });

  it('a tool that does not end is ended', async () => {
    const run = await runTool(['sleep', '60'], { withinMs: 100 });
    assert.ok(run.timedOut && run.signal === 'SIGKILL' && run.tookMs < 30_000);
    await assert.rejects(runTool(['no-such-program'], { withinMs: 100 }), /no-such-program could not be started/u);
  });
});

async function picture(source: string, path: string, second: number): Promise<void> {
  const argv = [
    'ffmpeg',
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    source,
    '-ss',
    String(second),
    '-frames:v',
    '1',
    path,
  ] as const;
  await toolOutput([...argv], { withinMs: 20_000 });
}

function makeConfig([api = 0, rtsp = 0, hls = 0, webrtc = 0, ice = 0]: readonly number[]): object {
  const address = (port: number): string => `127.0.0.1:${port}`;
  return {
    logDestinations: ['stdout'],
    api: true,
    apiAddress: address(api),
    rtspAddress: address(rtsp),
    rtspTransports: ['tcp'],
    hlsAddress: address(hls),
    webrtcAddress: address(webrtc),
    webrtcLocalUDPAddress: address(ice),
    webrtcIPsFromInterfacesList: ['lo'],
    rtmp: false,
    srt: false,
    paths: {},
  };
}

/** Ports that were free a moment ago; all held at once while they are chosen, so that they differ. */
async function findPorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const found: number[] = [];
  for (const server of servers) {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    found.push(typeof address === 'object' && address !== null ? address.port : 0);
  }
  await Promise.all(servers.map(async (server) => new Promise((resolve) => server.close(resolve))));
  return found;
}
