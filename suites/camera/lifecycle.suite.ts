import {
  at,
  cite,
  eventually,
  numberAt,
  playFile,
  readJpeg,
  textAt,
  waitForMedia,
  watchStream,
  world,
} from 'reality-harness/kit';
import type { RpcClient } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { deviceOf, findCamera, waitForCamera, waitForCameraUpdate } from './cameras.ts';
import { CODE, expectError } from './expect.ts';
import { FOUND_MS, RECOVERED_MS, SOON_MS } from './limits.ts';
import {
  letMediaPass,
  probeRecording,
  recordingPath,
  snapshotPath,
  startRecording,
  stopRecording,
  waitForRecordingUpdate,
} from './recordings.ts';
import { authenticate, connect, server, service, token } from './service.ts';

describe('the whole life of a camera', () => {
  let client: RpcClient;
  let bystander: RpcClient;
  let recording = '';
  let snapshot = '';

  before(async () => {
    client = await connect();
    bystander = await connect();
  });

  after(async () => {
    await client.close();
    await bystander.close();
  });

  it(
    cite(
      '1. it is unplugged: everybody is told, its path goes',
      'REQ-CAM-004',
      'REQ-CAM-005',
      'REQ-CAM-013',
      'REQ-MTX-004',
    ),
    async () => {
      const after = bystander.mark();
      await world().control.unplug('devices', 'video1');
      await waitForCamera(client, 'video1', 'DISCONNECTED');
      await waitForCameraUpdate(bystander, 'video1', { status: 'DISCONNECTED', after });
      await eventually(
        async () => {
          const paths = await server().configuredPaths();
          assert.ok(!paths.includes('camera1'), `paths: ${paths.join(', ')}`);
        },
        { what: 'path camera1 gone from MediaMTX', withinMs: FOUND_MS },
      );
    },
  );

  it(
    cite(
      '2. it is plugged in: everybody is told, its path comes, its publisher is let in',
      'REQ-CAM-003',
      'REQ-CAM-013',
      'REQ-CAM-014',
      'REQ-MTX-001',
      'REQ-MTX-005',
    ),
    async () => {
      const after = bystander.mark();
      await world().control.plug('devices', 'video1');
      await waitForCamera(client, 'video1', 'CONNECTED');
      await waitForCameraUpdate(bystander, 'video1', { status: 'CONNECTED', after });
      await waitForMedia(server(), 'camera1', SOON_MS);
    },
  );

  it(cite('3. its stream is watched at the address that is told', 'REQ-CAM-012', 'REQ-CAM-015'), async () => {
    const { streams } = await findCamera(client, 'video1');
    const seen = await watchStream(`${streams.rtsp}?run=${world().nonce}`, { packets: 15 });
    assert.equal(seen.codec, 'h264');
  });

  it(
    cite('4. a stranger may look but not act; an operator may act', 'REQ-SEC-004', 'REQ-SEC-001', 'REQ-SEC-013'),
    async () => {
      await client.call('get_camera_status', { device: 'video1' });
      await expectError(client, CODE.authentication, 'start_recording', { device: 'video1' });
      await authenticate(client, token('operator'));
    },
  );

  it(
    cite(
      '5. it is recorded, and pictures are taken meanwhile',
      'REQ-MEDIA-005',
      'REQ-MEDIA-001',
      'REQ-MEDIA-014',
      'REQ-WS-016',
    ),
    async () => {
      recording = (await startRecording(client, 'video1')).filename;
      await waitForRecordingUpdate(bystander, recording, { status: 'STARTED' });
      const first = await takeSnapshot(client);
      await letMediaPass('video1', 3);
      snapshot = await takeSnapshot(client);
      const sizes = [first, snapshot]
        .map((name) => readJpeg(snapshotPath(name)))
        .map(({ width, height }) => `${width}x${height}`);
      assert.equal(sizes[0], sizes[1]);
      assert.notEqual(first, snapshot);
    },
  );

  it(
    cite(
      '6. the recording is stopped, plays, and is what was published',
      'REQ-MEDIA-006',
      'REQ-MEDIA-007',
      'REQ-MEDIA-014',
    ),
    async () => {
      const stopped = await stopRecording(client, 'video1');
      assert.equal(stopped.filename, recording);
      await waitForRecordingUpdate(bystander, recording, { status: 'STOPPED' });
      const file = await probeRecording(recording);
      const picture = readJpeg(snapshotPath(snapshot));
      assert.equal(`${file.width}x${file.height}`, `${picture.width}x${picture.height}`);
      assert.ok(
        Math.abs(file.durationS - stopped.durationS) < 1,
        `${stopped.durationS} s told, ${file.durationS} s of media`,
      );
      await playFile(recordingPath(recording));
    },
  );

  it(cite('7. it is found in the lists, and deleted', 'REQ-MEDIA-017', 'REQ-MEDIA-022'), async () => {
    assert.ok(numberAt(await client.call('list_recordings'), 'total') >= 1);
    assert.ok(numberAt(await client.call('list_snapshots'), 'total') >= 2);
    await client.call('delete_recording', { filename: recording });
    await client.call('delete_snapshot', { filename: snapshot });
    assert.ok(
      !existsSync(recordingPath(recording)) && !existsSync(snapshotPath(snapshot)),
      'a deleted file is on disk',
    );
  });

  it(
    cite(
      '8. unplugged in the middle of a recording: the recording ends, what there is plays',
      'REQ-CAM-004',
      'REQ-MEDIA-015',
      'REQ-MEDIA-014',
    ),
    async () => {
      const { filename } = await startRecording(client, 'video1');
      await letMediaPass('video1', 3);
      await world().control.unplug('devices', 'video1');
      await waitForCamera(client, 'video1', 'DISCONNECTED');
      // Whether a camera that is pulled out fails its recording or ends it is not written; that its file is closed is.
      await bystander.notification('recording_status_update', {
        withinMs: RECOVERED_MS,
        where: (params) => at(params, 'filename') === filename && at(params, 'status') !== 'STARTED',
      });
      await probeRecording(filename);
      await expectError(client, CODE.state, 'start_recording', { device: 'video1' });
      await expectError(client, CODE.state, 'take_snapshot', { device: 'video1' });
    },
  );

  it(cite('9. the other camera and the service were not concerned', 'REQ-CAM-008', 'REQ-SVC-001'), async () => {
    const status = await client.call('get_camera_status', { device: 'video0' });
    assert.equal(textAt(status, 'device'), deviceOf('video0'));
    assert.equal(at(status, 'status'), 'CONNECTED');
    await waitForMedia(server(), 'camera0', SOON_MS);
  });

  it(
    cite('10. the service ends in peace, and takes its paths with it', 'REQ-SVC-004', 'REQ-SVC-006'),
    async function () {
      if (service().pid === 0) return;
      const { state, pid } = await world().control.stop('service');
      assert.equal(pid, 0, `the service is ${state} after it was stopped`);
      const paths = await server().configuredPaths();
      assert.deepEqual(
        paths.filter((name) => /^camera\d+$/u.test(name)),
        [],
      );
    },
  );
});

async function takeSnapshot(client: RpcClient): Promise<string> {
  const result = await client.call('take_snapshot', { device: 'video1' }, { withinMs: 15_000 });
  return textAt(result, 'filename');
}
