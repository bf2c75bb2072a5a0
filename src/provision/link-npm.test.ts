import assert from 'node:assert/strict';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import net from 'node:net';
import type { ToolIdentity, ToolName } from '#domain';
import { readSettings, testEnvironment, testTools } from '../../fixtures/tools/tools.ts';
import { describeAttempts, eventually, makeLab, run } from './lab.test.ts';
import { packFromNpm } from './npm-pack.ts';
import { provision } from './provision.ts';
import { unpackMember } from './unpack-member.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

const OFFLINE = /ENOTFOUND|ETIMEDOUT|ECONNREFUSED|ECONNRESET|EAI_AGAIN|network/;

describe('npm: FFmpeg of 2018 and ffprobe of 2023', function () {
  this.timeout(600_000);
  const tools: Partial<Record<ToolName, ToolIdentity>> = {};

  // Into the cache of the machine, so that the 50 MB are fetched once and not by every test run.
  before(async function () {
    const environment = testEnvironment();
    const results = await provision({
      tools: ['ffmpeg', 'ffprobe'],
      from: 'npm',
      settings: readSettings(environment.env),
      environment,
      signal: new AbortController().signal,
      progress: (text) => console.error(text),
      obtain: true,
    });
    for (const result of results) {
      if (result.kind === 'found') tools[result.tool.name] = result.tool;
      else if (OFFLINE.test(describeAttempts(result))) {
        leaveOut(this, `the registry is out of reach: ${describeAttempts(result)}`);
      } else assert.fail(describeAttempts(result));
    }
  });

  function pathOf(name: ToolName): string {
    return tools[name]?.path ?? assert.fail(`no ${name}`);
  }

  it('are the static builds of the packages, out of the cache', () => {
    for (const name of ['ffmpeg', 'ffprobe'] as const) assert.equal(tools[name]?.executable, pathOf(name));
    assert.match(pathOf('ffmpeg'), /tools\/ffmpeg-4\.1\.\d-linux-\w+-npm\/ffmpeg$/);
    if (process.arch === 'x64') assert.match(tools.ffmpeg?.version ?? '', /^N-47683-/);
  });

  it('encode and describe a clip', async () => {
    await using lab = await makeLab();
    const clip = lab.file('clip.mp4');
    const source = 'testsrc2=size=320x240:rate=15:duration=1';
    const codec = '-c:v libx264 -preset ultrafast -pix_fmt yuv420p'.split(' ');
    await run(pathOf('ffmpeg'), ['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', source, ...codec, clip]);
    const entries = 'stream=codec_name,width,nb_read_frames';
    const { stdout } = await run(pathOf('ffprobe'), [
      ...'-v error -count_frames -of default=nw=1 -show_entries'.split(' '),
      entries,
      clip,
    ]);
    assert.deepEqual(stdout.trim().split('\n').toSorted(), ['codec_name=h264', 'nb_read_frames=15', 'width=320']);
  });

  it('publish to and read from a real MediaMTX by RTSP', async () => {
    await using lab = await makeLab();
    const port = await findFreePort();
    const mediamtx = (await testTools()).mediamtx?.path ?? assert.fail('no MediaMTX');
    const config = lab.file('mediamtx.yml');
    const lines = [`rtspAddress: 127.0.0.1:${port}`, 'rtspTransports: [tcp]', 'paths: {all_others: {}}'];
    await writeFile(config, ['rtmp: no', 'hls: no', 'webrtc: no', 'srt: no', ...lines].join('\n'));
    const server = spawn(mediamtx, [config], { stdio: 'ignore', env: { ...process.env, MTX_MOQ: 'no' } });
    const address = `rtsp://127.0.0.1:${port}/clip`;
    await eventually('MediaMTX listens', async () => isListening(port));
    const output =
      '-c:v libx264 -preset ultrafast -tune zerolatency -g 15 -pix_fmt yuv420p -f rtsp -rtsp_transport tcp';
    const input = '-v error -nostdin -re -f lavfi -i testsrc2=size=320x240:rate=15'.split(' ');
    const publisher = spawn(pathOf('ffmpeg'), [...input, ...output.split(' '), address], { stdio: 'ignore' });
    try {
      const ask = '-v error -rtsp_transport tcp -show_entries stream=codec_name,width -of default=nw=1'.split(' ');
      let seen = '';
      await eventually('ffprobe reads the stream', async () => {
        seen = await run(pathOf('ffprobe'), [...ask, address]).then(
          ({ stdout }) => stdout,
          () => '',
        );
        return seen.includes('codec_name=h264');
      });
      assert.match(seen, /width=320/);
    } finally {
      for (const child of [publisher, server]) {
        child.kill('SIGKILL');
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      }
    }
  });

  it('are refused, unrun and unkept, when what npm brings is not what is pinned', async () => {
    await using lab = await makeLab();
    const step = {
      environment: testEnvironment(),
      signal: new AbortController().signal,
      work: lab.folder,
      say: (text: string) => void lab.told.push(text),
    };
    const hls = { name: 'hls.js', version: '1.6.16' };
    await assert.rejects(
      packFromNpm({ ...hls, integrity: 'sha512-AAAA' }, step),
      /hls\.js@1\.6\.16 came as sha512-\S+, expected sha512-AAAA/,
    );
    assert.match(lab.told.join('\n'), /fetching hls\.js@1\.6\.16 with npm/);
    await assert.rejects(
      packFromNpm({ ...hls, version: '0.0.0-none' }, step),
      /fetching hls\.js@0\.0\.0-none with npm failed: .*(ETARGET|No matching version|404)/s,
    );
    const archive = await packFromNpm(hls, step);
    await assert.rejects(unpackMember(archive, 'package/absent', lab.file('absent')), /there is no package\/absent/);
  });

  it('need an npm, and say so', async () => {
    await using lab = await makeLab();
    const environment = testEnvironment({ HOME: lab.folder, PATH: lab.folder });
    const result = await lab.provision({ tools: ['ffmpeg'], environment });
    assert.equal(result.kind, 'missing');
    assert.match(
      describeAttempts(result),
      /path: ffmpeg: not on PATH\n.*cache: .*nothing there yet\nnpm: .*npm is not on PATH/s,
    );
  });
});

async function findFreePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : assert.fail('no port');
}

async function isListening(port: number): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).then((listens) => {
    socket.destroy();
    return listens === true;
  });
}
