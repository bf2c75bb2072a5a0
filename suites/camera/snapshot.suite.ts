import {
  at,
  cite,
  differenceOf,
  eventually,
  numberAt,
  readJpeg,
  readRaster,
  startPublisher,
  textAt,
  tonesOf,
  waitForMedia,
  watchStream,
  world,
} from 'reality-harness/kit';
import type { RpcClient } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { deviceOf, findCamera, plug, unplug, waitForCamera } from './cameras.ts';
import { CODE, expectError, expectRecentTime } from './expect.ts';
import { SNAPSHOT_MS, SOON_MS } from './limits.ts';
import { snapshotPath } from './recordings.ts';
import { connectAs, server } from './service.ts';

describe('snapshot', () => {
  let client: RpcClient;

  before(async () => {
    client = await connectAs('operator');
  });

  after(async () => {
    unplug('video7');
    await client.close();
  });

  it(
    cite(
      'is a JPEG of the stream, on disk, of the size that is told',
      'REQ-MEDIA-001',
      'REQ-MEDIA-002',
      'REQ-WS-018',
      'REQ-CONFIG-008',
    ),
    async () => {
      const { streams } = await findCamera(client, 'video0');
      const seen = await watchStream(streams.rtsp);
      const result = await takeSnapshot(client, { device: 'video0' });
      assert.equal(textAt(result, 'device'), deviceOf('video0'));
      assert.equal(textAt(result, 'status'), 'completed');
      expectRecentTime(at(result, 'timestamp'), 'timestamp');
      const picture = readJpeg(snapshotPath(textAt(result, 'filename')));
      assert.equal(picture.bytes, numberAt(result, 'file_size'));
      assert.equal(`${picture.width}x${picture.height}`, `${seen.width}x${seen.height}`);
    },
  );

  it(cite('shows the stream as it is now: later pictures differ, and none is blank', 'REQ-MEDIA-002'), async () => {
    const first = await rasterOf(client);
    assert.ok(tonesOf(first) > 8, `${tonesOf(first)} tones: a blank picture`);
    // A publisher that loops a clip may by chance show the same picture again; it cannot do so each time.
    await eventually(
      async () => {
        const later = await rasterOf(client);
        assert.ok(tonesOf(later) > 8, `${tonesOf(later)} tones: a blank picture`);
        const difference = differenceOf(first, later);
        assert.ok(
          difference > 0.5,
          `the stream moved on, the picture did not: mean difference ${difference.toFixed(2)}`,
        );
      },
      { what: 'a picture of a later moment', withinMs: SNAPSHOT_MS + SOON_MS, everyMs: 300 },
    );
  });

  it(cite('shows its own camera', 'REQ-MEDIA-002', 'REQ-CAM-015'), async () => {
    plug('video7');
    const camera = await waitForCamera(client, 'video7', 'CONNECTED');
    await using publisher = startPublisher({ url: camera.streams.rtsp, width: 320, height: 180 });
    await waitForMedia(server(), 'camera7', SOON_MS);
    const result = await eventually(() => takeSnapshot(client, { device: 'video7' }), {
      what: `a snapshot of publisher ${publisher.pid}`,
      withinMs: SOON_MS + SNAPSHOT_MS,
    });
    const picture = readJpeg(snapshotPath(textAt(result, 'filename')));
    assert.equal(`${picture.width}x${picture.height}`, '320x180');
  });

  it(cite('of a camera without frames or of one that went is refused', 'REQ-MEDIA-004'), async () => {
    plug('video8');
    try {
      await waitForCamera(client, 'video8', 'CONNECTED');
      await expectError(client, CODE.state, 'take_snapshot', { device: 'video8' });
    } finally {
      unplug('video8');
    }
    await waitForCamera(client, 'video8', 'DISCONNECTED');
    await expectError(client, CODE.state, 'take_snapshot', { device: 'video8' });
  });

  it(cite('of an unknown camera is refused', 'REQ-MEDIA-028'), async () => {
    await expectError(client, CODE.camera, 'take_snapshot', { device: 'video99' });
  });

  it(cite('takes a name of up to 200 characters', 'REQ-MEDIA-003'), async () => {
    for (const filename of [`named-${world().nonce}.jpg`, `${'n'.repeat(196)}.jpg`]) {
      const result = await takeSnapshot(client, { device: 'video0', filename });
      assert.equal(textAt(result, 'filename'), filename);
      readJpeg(snapshotPath(filename));
    }
  });

  it(cite('several at once are each a picture of its own', 'REQ-MEDIA-001', 'REQ-MEDIA-002'), async () => {
    const results = await Promise.all(['video0', 'video1', 'video0'].map((device) => takeSnapshot(client, { device })));
    const names = results.map((result) => textAt(result, 'filename'));
    assert.equal(new Set(names).size, names.length, `two pictures under one name: ${names.join(', ')}`);
    for (const name of names) readJpeg(snapshotPath(name));
  });
});

async function takeSnapshot(client: RpcClient, params: object): Promise<unknown> {
  return client.call('take_snapshot', params, { withinMs: 15_000 });
}

async function rasterOf(client: RpcClient): Promise<Buffer> {
  const result = await takeSnapshot(client, { device: 'video0' });
  return readRaster(snapshotPath(textAt(result, 'filename')));
}
