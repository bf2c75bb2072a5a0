import { at, eventually, playFile, waitForMedia } from 'reality-harness/kit';
import type { RpcClient } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { waitForCamera } from './cameras.ts';
import { CODE, expectError } from './expect.ts';
import { expectDocument, readReady } from './health.ts';
import { RECOVERED_MS, SOON_MS, TRUTH_MS } from './limits.ts';
import { probeRecording, record, recordingPath } from './recordings.ts';
import { server } from './service.ts';

/** Methods that cannot do without MediaMTX, with parameters that are right. */
const NEED_MEDIAMTX = [
  ['get_streams', {}],
  ['take_snapshot', { device: 'video0' }],
  ['start_recording', { device: 'video0' }],
] as const;

/** MediaMTX is away: what needs it fails with -1003 in time, what does not goes on, and health says so. */
export async function expectWithoutMediaMtx(client: RpcClient): Promise<void> {
  for (const [method, params] of NEED_MEDIAMTX) {
    await eventually(() => expectError(client, CODE.mediamtx, method, params), {
      what: `${method} answers ${CODE.mediamtx}`,
      withinMs: TRUTH_MS,
      everyMs: 200,
    });
  }
  assert.equal(await client.call('ping'), 'pong');
  await client.call('get_camera_list');
  await client.call('list_recordings');
  await client.call('get_metrics');
}

/** What status and health say of MediaMTX, at most five seconds behind. */
export async function expectTold(client: RpcClient, connected: boolean): Promise<void> {
  const what = connected ? 'connected' : 'away';
  await eventually(async () => assert.equal(at(await client.call('get_status'), 'mediamtx.connected'), connected), {
    what: `get_status tells that MediaMTX is ${what}`,
    withinMs: TRUTH_MS,
  });
  await eventually(
    async () => {
      const { status } = await expectDocument('mediamtx');
      assert.equal(status === 'healthy', connected, `/health/mediamtx is ${status}`);
    },
    { what: `/health/mediamtx tells that MediaMTX is ${what}`, withinMs: TRUTH_MS },
  );
  await eventually(
    async () => {
      const { code, status } = await readReady();
      assert.deepEqual([code, status], connected ? [200, 'ready'] : [503, 'not_ready']);
    },
    { what: `/health/ready tells that MediaMTX is ${what}`, withinMs: TRUTH_MS },
  );
}

/** MediaMTX is back: the service is connected and the paths are there in time, without a restart. */
export async function expectReconnected(client: RpcClient): Promise<void> {
  await eventually(
    async () => {
      await client.call('get_streams');
      const paths = await server().configuredPaths();
      for (const path of ['camera0', 'camera1'])
        assert.ok(paths.includes(path), `paths: ${paths.join(', ') || 'none'}`);
    },
    { what: 'the service connected again and its paths added again', withinMs: RECOVERED_MS },
  );
}

/** The strongest proof that all is well again: a new recording that plays. */
export async function expectRecordingWorks(client: RpcClient, entry = 'video0'): Promise<void> {
  await waitForCamera(client, entry, 'CONNECTED');
  await waitForMedia(server(), entry.replace('video', 'camera'), RECOVERED_MS);
  const { filename } = await eventually(() => record(client, entry, 3), {
    what: `a new recording of ${entry}`,
    withinMs: RECOVERED_MS + SOON_MS,
  });
  const file = await probeRecording(filename);
  assert.ok(file.durationS > 0.3, `${file.durationS} s of media in ${filename}`);
  await playFile(recordingPath(filename));
}
