import { at, cite, eventually, startPublisher, waitForMedia, watchStream, world } from 'reality-harness/kit';
import type { RpcClient } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { rmSync, symlinkSync } from 'node:fs';
import {
  deviceOf,
  findCamera,
  listCameras,
  plug,
  readCamera,
  unplug,
  waitForCamera,
  waitForCameraUpdate,
} from './cameras.ts';
import { CODE, expectError } from './expect.ts';
import { FOUND_MS, SOON_MS } from './limits.ts';
import { connect, server } from './service.ts';

describe('discovery', () => {
  let client: RpcClient;
  let bystander: RpcClient;

  before(async () => {
    client = await connect();
    bystander = await connect();
  });

  after(async () => {
    for (const entry of ['video5', 'video6', 'video7', 'video9', 'video01', 'video', 'videoX', 'xvideo1', 'video1x'])
      rmSync(deviceOf(entry), { force: true });
    await client.close();
    await bystander.close();
  });

  describe('what is there', () => {
    it(
      cite(
        'lists each camera once, with device, name, status and streams',
        'REQ-CAM-006',
        'REQ-CAM-008',
        'REQ-CAM-009',
      ),
      async () => {
        const devices = (await listCameras(client)).map((camera) => camera.device).toSorted();
        assert.deepEqual(devices, [deviceOf('video0'), deviceOf('video1')]);
      },
    );

    it(cite('takes the full path and the bare name for the same camera', 'REQ-CAM-007', 'REQ-CAM-010'), async () => {
      const byName = await client.call('get_camera_status', { device: 'video0' });
      const byPath = await client.call('get_camera_status', { device: deviceOf('video0') });
      assert.equal(readCamera(byName).device, deviceOf('video0'));
      assert.deepEqual(readCamera(byPath).streams, readCamera(byName).streams);
      assert.ok(at(byPath, 'metrics') !== undefined, `no metrics in ${JSON.stringify(byPath)}`);
    });

    it(cite('knows no camera that was never there', 'REQ-CAM-011'), async () => {
      await expectError(client, CODE.camera, 'get_camera_status', { device: 'video99' });
      await expectError(client, CODE.camera, 'get_camera_status', { device: deviceOf('video99') });
    });

    it(cite('tells the size of the picture as it is, or that it is unknown', 'REQ-CAM-009'), async () => {
      const camera = await findCamera(client, 'video0');
      const seen = await watchStream(camera.streams.rtsp);
      assert.ok(
        ['unknown', `${seen.width}x${seen.height}`].includes(camera.resolution),
        `${camera.resolution} is told`,
      );
    });
  });

  describe('a camera that comes, sends, goes and comes again', () => {
    it(
      cite(
        'is found, told to every client, and has its path in MediaMTX',
        'REQ-CAM-003',
        'REQ-CAM-013',
        'REQ-WS-016',
        'REQ-MTX-001',
      ),
      async () => {
        const marks = [client.mark(), bystander.mark()] as const;
        plug('video7');
        const found = await waitForCamera(client, 'video7', 'CONNECTED');
        for (const [index, each] of [client, bystander].entries()) {
          const update = await waitForCameraUpdate(each, 'video7', { status: 'CONNECTED', after: marks[index] ?? 0 });
          assert.deepEqual(readCamera(update.params).streams, found.streams);
        }
        await waitForPath('camera7', true);
      },
    );

    it(cite('takes a publisher that starts after the service', 'REQ-MTX-005', 'REQ-CAM-015'), async () => {
      const camera = await findCamera(client, 'video7');
      await using publisher = startPublisher({ url: camera.streams.rtsp, width: 320, height: 240 });
      await waitForMedia(server(), 'camera7', SOON_MS);
      const seen = await watchStream(camera.streams.rtsp);
      assert.equal(`${seen.width}x${seen.height}`, '320x240', `FFmpeg ${publisher.pid} publishes 320x240`);
    });

    it(
      cite(
        'stays listed as disconnected when it goes, is told, and its path is removed',
        'REQ-CAM-004',
        'REQ-CAM-005',
        'REQ-CAM-013',
        'REQ-MTX-004',
      ),
      async () => {
        const after = bystander.mark();
        unplug('video7');
        await waitForCamera(client, 'video7', 'DISCONNECTED');
        await waitForCameraUpdate(bystander, 'video7', { status: 'DISCONNECTED', after });
        await waitForPath('camera7', false);
      },
    );

    it(cite('is usable again when it comes back', 'REQ-CAM-014', 'REQ-CAM-013', 'REQ-MTX-001'), async () => {
      const after = bystander.mark();
      plug('video7');
      const camera = await waitForCamera(client, 'video7', 'CONNECTED');
      await waitForCameraUpdate(bystander, 'video7', { status: 'CONNECTED', after });
      await waitForPath('camera7', true);
      await using publisher = startPublisher({ url: camera.streams.rtsp });
      await waitForMedia(server(), 'camera7', SOON_MS);
      assert.notEqual(publisher.pid, 0);
    });
  });

  describe('entries of all sorts', () => {
    it(
      cite('takes a link to a file, and nothing of another name or that does not open', 'REQ-CAM-001', 'REQ-CAM-002'),
      async () => {
        const strangers = ['video01', 'video', 'videoX', 'xvideo1', 'video1x'];
        for (const name of strangers) plug(name);
        symlinkSync(deviceOf('video0'), deviceOf('video6'));
        symlinkSync(deviceOf('nowhere'), deviceOf('video9'));
        // Plugged last: the look that finds it has met the others too.
        plug('video5');
        await waitForCamera(client, 'video5', 'CONNECTED');
        await waitForCamera(client, 'video6', 'CONNECTED');
        const connected = (await listCameras(client)).filter((camera) => camera.status === 'CONNECTED');
        const names = connected.map((camera) => camera.device);
        for (const name of [...strangers, 'video9'])
          assert.ok(!names.includes(deviceOf(name)), `${name} is listed as a camera`);
      },
    );

    it(
      cite(
        'a publisher loses its path with its camera, and has it back with it',
        'REQ-MTX-004',
        'REQ-MTX-005',
        'REQ-CAM-014',
      ),
      async () => {
        await world().control.unplug('devices', 'video1');
        await waitForCamera(client, 'video1', 'DISCONNECTED');
        await waitForPath('camera1', false);
        await eventually(
          async () => {
            const path = await server().path('camera1');
            assert.equal(path?.ready ?? false, false, 'camera1 still has a publisher');
          },
          { what: 'camera1 without a publisher', withinMs: SOON_MS },
        );
        await world().control.plug('devices', 'video1');
        const camera = await waitForCamera(client, 'video1', 'CONNECTED');
        await waitForMedia(server(), 'camera1', SOON_MS);
        await watchStream(camera.streams.rtsp);
      },
    );
  });
});

async function waitForPath(name: string, there: boolean): Promise<void> {
  await eventually(
    async () => {
      const paths = await server().configuredPaths();
      assert.equal(paths.includes(name), there, `the paths of MediaMTX are ${paths.join(', ') || 'none'}`);
    },
    { what: `path ${name} ${there ? 'in' : 'gone from'} MediaMTX`, withinMs: FOUND_MS },
  );
}
