import {
  at,
  cite,
  eventually,
  numberAt,
  playFile,
  shown,
  startPublisher,
  textAt,
  waitForMedia,
  world,
} from 'reality-harness/kit';
import type { RpcClient } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { deviceOf, plug, unplug, waitForCamera } from './cameras.ts';
import { CODE, expectError, expectRecentTime } from './expect.ts';
import { SOON_MS } from './limits.ts';
import {
  letMediaPass,
  probeRecording,
  record,
  recordingPath,
  startRecording,
  stopRecording,
  streamUrl,
  waitForRecordingUpdate,
} from './recordings.ts';
import type { StoppedRecording } from './recordings.ts';
import { connect, connectAs, server } from './service.ts';

describe('recording', () => {
  let client: RpcClient;
  let bystander: RpcClient;

  before(async () => {
    client = await connectAs('admin');
    bystander = await connect();
  });

  after(async () => {
    unplug('video7');
    await client.close();
    await bystander.close();
  });

  describe('start and stop', () => {
    let short: StoppedRecording;
    let long: StoppedRecording;

    it(
      cite(
        'records until it is told to stop; two cameras at once, one longer than the other',
        'REQ-MEDIA-005',
        'REQ-MEDIA-006',
        'REQ-CAM-006',
      ),
      async () => {
        [short, long] = await Promise.all([record(client, 'video0', 3), record(client, 'video1', 7)]);
        assert.notEqual(short.filename, long.filename);
        assert.notEqual(short.sessionId, long.sessionId);
      },
    );

    it(
      cite('the file is a finished video of the stream that was published', 'REQ-MEDIA-007', 'REQ-CONFIG-008'),
      async () => {
        for (const [entry, stopped] of [
          ['camera0', short],
          ['camera1', long],
        ] as const) {
          const file = await probeRecording(stopped.filename);
          assert.equal(file.codec, 'h264');
          assert.equal(`${file.width}x${file.height}`, world().component(entry).fact('size') ?? '640x480');
          assert.ok(file.headerDurationS > 0, `${stopped.filename} was never closed: its header tells no duration`);
          await playFile(recordingPath(stopped.filename));
        }
      },
    );

    it(cite('duration and size are those of the file', 'REQ-MEDIA-006', 'REQ-MEDIA-007'), async () => {
      for (const stopped of [short, long]) {
        const file = await probeRecording(stopped.filename);
        assert.ok(
          Math.abs(stopped.durationS - file.durationS) < 1,
          `${stopped.durationS} s told, ${file.durationS} s of media`,
        );
        assert.equal(stopped.fileSize, statSync(recordingPath(stopped.filename)).size);
      }
    });

    it(cite('the longer recording is longer by what passed in between', 'REQ-MEDIA-026'), () => {
      const between = long.durationS - short.durationS;
      assert.ok(between > 2.5 && between < 5.5, `4 s more passed, ${between.toFixed(2)} s more were recorded`);
      assert.ok(short.durationS > 0.3 && short.durationS < 6, `3 s passed, ${short.durationS} s were recorded`);
    });

    it(cite('start and stop were told to every client', 'REQ-MEDIA-014', 'REQ-WS-016'), async () => {
      for (const each of [client, bystander]) {
        const started = await waitForRecordingUpdate(each, short.filename, { status: 'STARTED' });
        assert.equal(at(started.params, 'device'), deviceOf('video0'));
        const stopped = await waitForRecordingUpdate(each, short.filename, { status: 'STOPPED' });
        assert.ok(Math.abs(numberAt(stopped.params, 'duration') - short.durationS) < 1);
        assert.ok(started.atMs < stopped.atMs, 'STOPPED was told before STARTED');
      }
    });

    it(cite('the recording can be asked about', 'REQ-MEDIA-020', 'REQ-WS-018'), async () => {
      const info = await client.call('get_recording_info', { filename: long.filename });
      assert.equal(textAt(info, 'filename'), long.filename);
      assert.equal(numberAt(info, 'size'), long.fileSize);
      expectRecentTime(at(info, 'created'), 'created');
      const duration = at(info, 'duration');
      if (duration !== undefined && duration !== null) {
        assert.ok(Math.abs(numberAt(info, 'duration') - long.durationS) < 1, `duration ${shown(duration)}`);
      }
    });
  });

  describe('by duration and format', () => {
    it(cite('ends by itself after duration_seconds', 'REQ-MEDIA-008', 'REQ-MEDIA-014'), async () => {
      const { filename } = await startRecording(client, 'video0', { duration_seconds: 2 });
      await waitForRecordingUpdate(bystander, filename, { status: 'STOPPED', withinMs: 12_000 });
      const file = await probeRecording(filename);
      assert.ok(file.durationS > 0.8 && file.durationS < 4, `${file.durationS} s were recorded instead of 2`);
      await expectError(client, CODE.state, 'stop_recording', { device: 'video0' });
    });

    it(cite('records in fragments when asked to', 'REQ-MEDIA-010'), async () => {
      const { filename } = await startRecording(client, 'video0', { format: 'fmp4' });
      await letMediaPass('video0', 2);
      await stopRecording(client, 'video0');
      const file = await probeRecording(filename);
      assert.match(file.container, /mp4|mov/u);
      assert.ok(readFileSync(recordingPath(filename)).includes('moof'), `${filename} holds no fragment`);
      await playFile(recordingPath(filename));
    });

    for (const bad of [0, -1, 3601, 1.5e9, '5']) {
      it(cite(`refuses duration_seconds ${JSON.stringify(bad)}`, 'REQ-MEDIA-009', 'REQ-WS-006'), async () => {
        await expectError(client, CODE.params, 'start_recording', { device: 'video0', duration_seconds: bad });
      });
    }

    for (const bad of ['avi', '', 7]) {
      it(cite(`refuses format ${JSON.stringify(bad)}`, 'REQ-MEDIA-010', 'REQ-WS-006'), async () => {
        await expectError(client, CODE.params, 'start_recording', { device: 'video0', format: bad });
      });
    }
  });

  describe('states that do not allow it', () => {
    it(
      cite('a camera is recorded once at a time, and its file is in use', 'REQ-MEDIA-011', 'REQ-MEDIA-024'),
      async () => {
        const { filename } = await startRecording(client, 'video0');
        await expectError(client, CODE.inUse, 'start_recording', { device: 'video0' });
        await letMediaPass('video0', 1);
        await expectError(client, CODE.inUse, 'delete_recording', { filename });
        await stopRecording(client, 'video0');
        await probeRecording(filename);
      },
    );

    it(cite('what is not recorded cannot be stopped', 'REQ-MEDIA-012'), async () => {
      await expectError(client, CODE.state, 'stop_recording', { device: 'video0' });
    });

    it(cite('an unknown camera cannot be recorded', 'REQ-MEDIA-028'), async () => {
      await expectError(client, CODE.camera, 'start_recording', { device: 'video99' });
      await expectError(client, CODE.camera, 'stop_recording', { device: 'video99' });
    });

    it(
      cite('a camera without frames and one that went cannot be recorded, one with frames can', 'REQ-MEDIA-013'),
      async () => {
        plug('video7');
        const camera = await waitForCamera(client, 'video7', 'CONNECTED');
        await expectError(client, CODE.state, 'start_recording', { device: 'video7' });
        await recordFromPublisher(client, camera.streams.rtsp);
        unplug('video7');
        await waitForCamera(client, 'video7', 'DISCONNECTED');
        await expectError(client, CODE.state, 'start_recording', { device: 'video7' });
      },
    );
  });
});

/** As soon as frames come the camera can be recorded; when exactly the service sees them is its own matter. */
async function recordFromPublisher(client: RpcClient, url: string): Promise<void> {
  await using publisher = startPublisher({ url });
  await waitForMedia(server(), 'camera7', SOON_MS);
  const { filename } = await eventually(() => startRecording(client, 'video7'), {
    what: `a recording of publisher ${publisher.pid}`,
    withinMs: SOON_MS,
  });
  await letMediaPass('video7', 1);
  await stopRecording(client, 'video7');
  assert.ok(existsSync(recordingPath(filename)), `${streamUrl('video7')} was recorded, but there is no ${filename}`);
}
