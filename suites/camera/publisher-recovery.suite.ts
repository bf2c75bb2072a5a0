import { cite, world } from 'reality-harness/kit';
import type { RpcClient } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { waitForCamera } from './cameras.ts';
import { CODE, expectError } from './expect.ts';
import { RECOVERED_MS } from './limits.ts';
import { letMediaPass, probeRecording, startRecording, waitForRecordingUpdate } from './recordings.ts';
import { expectRecordingWorks } from './recovery.ts';
import { connect, connectAs } from './service.ts';

describe('a publisher fails and comes back', () => {
  let client: RpcClient;
  let bystander: RpcClient;
  const { control } = world();

  before(async () => {
    client = await connectAs('operator');
    bystander = await connect();
  });

  after(async () => {
    await client.close();
    await bystander.close();
  });

  it(
    cite(
      'killed in a recording: the file is closed and plays, and FAILED is told to all',
      'REQ-MEDIA-015',
      'REQ-MEDIA-014',
    ),
    async () => {
      const { filename } = await startRecording(client, 'video0');
      await letMediaPass('video0', 3);
      await control.kill('camera0');
      for (const each of [client, bystander]) {
        await waitForRecordingUpdate(each, filename, { status: 'FAILED', withinMs: RECOVERED_MS });
      }
      // The last frame may be torn: the publisher was killed in the middle of something.
      const file = await probeRecording(filename);
      assert.ok(file.durationS > 0.3, `${file.durationS} s of media after 3 s had passed`);
      await expectError(client, CODE.state, 'stop_recording', { device: 'video0' });
    },
  );

  it(
    cite(
      'while it is away there are no frames, but the camera is there',
      'REQ-MEDIA-013',
      'REQ-MEDIA-004',
      'REQ-CAM-001',
    ),
    async () => {
      await waitForCamera(client, 'video0', 'CONNECTED');
      await expectError(client, CODE.state, 'start_recording', { device: 'video0' });
      await expectError(client, CODE.state, 'take_snapshot', { device: 'video0' });
    },
  );

  it(cite('the other camera is not concerned', 'REQ-MEDIA-007'), async () => {
    await expectRecordingWorks(client, 'video1');
  });

  it(cite('when it is back a new recording works', 'REQ-MTX-005', 'REQ-MEDIA-007'), async () => {
    await control.start('camera0');
    await expectRecordingWorks(client);
  });
});
