import { cite, world } from 'reality-harness/kit';
import type { RpcClient } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { CODE, expectError } from './expect.ts';
import { RECOVERED_MS } from './limits.ts';
import { letMediaPass, probeRecording, startRecording, waitForRecordingUpdate } from './recordings.ts';
import type { StartedRecording } from './recordings.ts';
import { expectReconnected, expectRecordingWorks, expectTold, expectWithoutMediaMtx } from './recovery.ts';
import { connectAs } from './service.ts';

describe('MediaMTX fails and comes back', () => {
  let client: RpcClient;
  const { control } = world();

  before(async () => {
    client = await connectAs('operator');
  });

  after(async () => {
    await client.close();
  });

  describe('killed in the middle of a recording', () => {
    let recording: StartedRecording;

    before(async () => {
      recording = await startRecording(client, 'video0');
      await letMediaPass('video0', 3);
      await control.kill('mediamtx');
    });

    it(cite('the recording is told as failed', 'REQ-MEDIA-016', 'REQ-MEDIA-014'), async () => {
      await waitForRecordingUpdate(client, recording.filename, { status: 'FAILED', withinMs: RECOVERED_MS });
    });

    // The stream was cut in the middle of a frame, perhaps: that one may be torn, so a decoder's complaint is no fault.
    it(cite('what was recorded is closed and can be opened', 'REQ-MEDIA-016'), async () => {
      const file = await probeRecording(recording.filename);
      assert.ok(file.durationS > 0.3, `${file.durationS} s of media after 3 s had passed`);
    });

    it(
      cite(
        'methods that need it answer -1003, the others go on',
        'REQ-MTX-007',
        'REQ-MTX-008',
        'REQ-MTX-009',
        'REQ-ERROR-006',
      ),
      async () => {
        await expectWithoutMediaMtx(client);
      },
    );

    it(cite('status and health say so', 'REQ-HEALTH-005', 'REQ-HEALTH-007', 'REQ-MTX-012'), async () => {
      await expectTold(client, false);
    });

    it(cite('the recording is over', 'REQ-MEDIA-012'), async () => {
      await expectError(client, CODE.state, 'stop_recording', { device: 'video0' });
    });

    it(
      cite('once it is back the service is connected and the paths are there', 'REQ-MTX-010', 'REQ-MTX-011'),
      async () => {
        await control.start('mediamtx');
        await expectReconnected(client);
        await expectTold(client, true);
      },
    );

    it(cite('and a new recording works', 'REQ-MTX-010', 'REQ-HEALTH-008', 'REQ-MEDIA-007'), async () => {
      await expectRecordingWorks(client);
    });
  });

  describe('deaf and mute', () => {
    it(cite('a call does not wait for ever: -1003, and the others go on', 'REQ-MTX-008', 'REQ-MTX-009'), async () => {
      await control.pause('mediamtx');
      try {
        await expectWithoutMediaMtx(client);
        await expectTold(client, false);
      } finally {
        await control.resume('mediamtx');
      }
    });

    it(cite('is taken again when it hears', 'REQ-MTX-010', 'REQ-MTX-011', 'REQ-HEALTH-008'), async () => {
      await expectReconnected(client);
      await expectTold(client, true);
    });
  });

  describe('restarted', () => {
    it(
      cite('has its paths again, and a new recording works', 'REQ-MTX-010', 'REQ-MTX-011', 'REQ-MTX-005'),
      async () => {
        await control.restart('mediamtx');
        await expectReconnected(client);
        await expectTold(client, true);
        await expectRecordingWorks(client);
      },
    );
  });
});
