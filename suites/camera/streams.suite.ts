import {
  at,
  cite,
  eventually,
  listAt,
  numberAt,
  offerWhep,
  probeFile,
  pullWhep,
  readHls,
  textAt,
  watchStream,
  whepAddress,
  world,
} from 'reality-harness/kit';
import type { RpcClient } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCamera, pathOf } from './cameras.ts';
import { SOON_MS } from './limits.ts';
import { connect, server } from './service.ts';

describe('advertised streams', () => {
  let client: RpcClient;

  before(async () => {
    client = await connect();
  });

  after(async () => {
    await client.close();
  });

  for (const entry of ['video0', 'video1']) {
    describe(entry, () => {
      it(cite('names the configured ports and its own path', 'REQ-CAM-012'), async () => {
        const { streams } = await findCamera(client, entry);
        for (const protocol of ['rtsp', 'hls', 'webrtc'] as const) {
          const url = new URL(streams[protocol]);
          const port = String(world().component('mediamtx').port(protocol));
          assert.equal(url.port, port, `${protocol} is advertised as ${streams[protocol]}`);
          assert.equal(url.pathname.split('/')[1], pathOf(entry), `${protocol} is advertised as ${streams[protocol]}`);
        }
      });

      it(cite('gives media by RTSP', 'REQ-CAM-015', 'REQ-MTX-005'), async () => {
        const { streams } = await findCamera(client, entry);
        const seen = await watchStream(streams.rtsp, { packets: 15 });
        assert.equal(seen.codec, 'h264');
        await assertSize(entry, seen);
        assert.ok(seen.bytes > 1000, `${seen.packets} packets of ${seen.bytes} bytes together`);
      });

      it(cite('gives media by HLS', 'REQ-CAM-015'), async () => {
        const { streams } = await findCamera(client, entry);
        const sample = await readHls(streams.hls);
        const path = join(world().tmp, `${entry}.hls.mp4`);
        writeFileSync(path, sample.media);
        const media = await probeFile(path);
        assert.equal(media.codec, 'h264');
        await assertSize(entry, media);
      });

      it(cite('gives media by WebRTC', 'REQ-CAM-015'), async () => {
        const { streams } = await findCamera(client, entry);
        const endpoint = whepAddress(streams.webrtc);
        const answer = await offerWhep(endpoint);
        assert.equal(answer.status, 201, `WHEP at ${endpoint} answered ${answer.status}: ${answer.sdp.slice(0, 200)}`);
        assert.ok(answer.codecs.includes('H264'), `the answer offers ${answer.codecs.join(', ') || 'no video'}`);
        const path = await pullWhep(endpoint, server());
        assert.ok(path.tracks.includes('H264'), `tracks ${path.tracks.join(', ')} arrived`);
      });
    });
  }

  describe('get_streams', () => {
    it(cite('counts the readers and bytes that MediaMTX counts', 'REQ-MTX-006'), async () => {
      await using reader = startReader(`${world().component('mediamtx').url('rtsp')}/camera0`);
      let before: number | undefined;
      await eventually(
        async () => {
          const told = await readStream(client, 'camera0');
          const counted = await server().path('camera0');
          const grown = told.bytesSent - (before ?? told.bytesSent);
          before = told.bytesSent;
          assert.ok(told.readers >= 1, 'no readers are told');
          assert.equal(told.readers, counted?.readers, 'MediaMTX counts other readers');
          assert.ok(grown > 0, `${told.bytesSent} bytes sent are told, ${grown} more than before`);
        },
        { what: `reader ${reader.pid} in get_streams`, withinMs: SOON_MS, everyMs: 200 },
      );
    });
  });
});

/** The picture is as large as the world's publisher makes it, where that is known. */
async function assertSize(entry: string, seen: { readonly width: number; readonly height: number }): Promise<void> {
  const size = world().component(pathOf(entry)).fact('size');
  if (size !== undefined) assert.equal(`${seen.width}x${seen.height}`, size);
}

async function readStream(client: RpcClient, name: string): Promise<{ readers: number; bytesSent: number }> {
  const streams = listAt(await client.call('get_streams'), 'streams');
  const stream = streams.find((each) => at(each, 'name') === name);
  assert.ok(stream, `${name} is not among ${streams.map((each) => textAt(each, 'name')).join(', ')}`);
  assert.equal(at(stream, 'ready'), true, `${name} is not ready`);
  assert.ok(at(stream, 'source') !== undefined, `${name} tells no source`);
  return { readers: numberAt(stream, 'readers'), bytesSent: numberAt(stream, 'bytes_sent') };
}

/** An FFmpeg that reads a stream and throws it away, until it is disposed. */
function startReader(url: string): { readonly pid: number } & AsyncDisposable {
  const child = spawn(
    'ffmpeg',
    ['-nostdin', '-v', 'quiet', '-rtsp_transport', 'tcp', '-i', url, '-c', 'copy', '-f', 'null', '-'],
    {
      stdio: 'ignore',
    },
  );
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  return {
    pid: child.pid ?? 0,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
