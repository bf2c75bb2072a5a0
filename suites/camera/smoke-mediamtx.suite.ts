import {
  at,
  cite,
  eventually,
  listAt,
  startPublisher,
  textAt,
  waitForMedia,
  watchStream,
  world,
} from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { expectDocument } from './health.ts';
import { SOON_MS } from './limits.ts';
import { expectReconnected, expectTold } from './recovery.ts';
import { connect, server } from './service.ts';

describe('smoke: MediaMTX', () => {
  it(cite('its API answers: configuration, paths, and a plain no', 'REQ-MTX-013'), async () => {
    assert.equal(at(await server().globalConfig(), 'api'), true);
    assert.ok((await server().configuredPaths()).includes('camera0'));
    assert.equal((await server().request('config/paths/get/nothing-here')).status, 404);
    assert.equal((await server().request('config/paths/add/camera0', { method: 'POST', body: '{}' })).status, 400);
  });

  it(cite('a stream is made, published to, read and removed', 'REQ-MTX-015'), async () => {
    const name = `smoke-${world().nonce}`;
    const url = `${world().component('mediamtx').url('rtsp')}/${name}`;
    await using refused = startPublisher({ url });
    assert.notEqual((await refused.ended).code, 0, 'publishing to a path that nobody made was not refused');
    await server().addPath(name);
    await using publisher = startPublisher({ url });
    await waitForMedia(server(), name, SOON_MS);
    assert.equal((await watchStream(url)).codec, 'h264');
    await server().deletePath(name);
    const { code } = await publisher.ended;
    assert.notEqual(code, 0, 'the publisher went on although its path is gone');
    assert.ok(!(await server().configuredPaths()).includes(name));
  });

  it(
    cite('the service sees what it has, and health says so', 'REQ-MTX-006', 'REQ-MTX-012', 'REQ-HEALTH-003'),
    async () => {
      await using client = await connect();
      const streams = listAt(await client.call('get_streams'), 'streams');
      const names = streams.map((stream) => textAt(stream, 'name'));
      for (const name of ['camera0', 'camera1'])
        assert.ok(names.includes(name), `${name} is not among ${names.join(', ')}`);
      await expectTold(client, true);
      assert.equal((await expectDocument('mediamtx')).status, 'healthy');
    },
  );

  it(cite('stops and starts, and the service follows', 'REQ-MTX-013', 'REQ-MTX-010', 'REQ-MTX-011'), async () => {
    await using client = await connect();
    await world().control.stop('mediamtx');
    await expectTold(client, false);
    await world().control.start('mediamtx');
    await expectReconnected(client);
    await expectTold(client, true);
    await waitForMedia(server(), 'camera0', SOON_MS);
  });

  it(cite('a reader is counted', 'REQ-MTX-006', 'REQ-MTX-015'), async () => {
    const url = `${world().component('mediamtx').url('rtsp')}/camera0`;
    const before = (await server().path('camera0'))?.outboundBytes ?? 0;
    await watchStream(url, { packets: 20 });
    await eventually(async () => assert.ok(((await server().path('camera0'))?.outboundBytes ?? 0) > before), {
      what: 'bytes sent to readers',
      withinMs: SOON_MS,
    });
  });
});
