import {
  at,
  cite,
  eventually,
  listAt,
  makeFrame,
  numberAt,
  openRawWebSocket,
  textAt,
  waitForMedia,
  world,
} from 'reality-harness/kit';
import type { RpcClient } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { listCameras } from './cameras.ts';
import { CODE, expectError } from './expect.ts';
import { RECOVERED_MS, SOON_MS } from './limits.ts';
import { letMediaPass, record, recordingPath, startRecording, stopRecording } from './recordings.ts';
import { expectRecordingWorks } from './recovery.ts';
import { authenticate, connect, connectAs, server, service, servicePid, token } from './service.ts';

describe('clients that behave badly', () => {
  it(cite('a client that leaves in the middle of a call harms nobody', 'REQ-ERROR-004'), async () => {
    await using bystander = await connectAs('operator');
    for (const method of ['take_snapshot', 'start_recording', 'stop_recording', 'get_streams']) {
      const leaver = await connectAs('operator');
      leaver.send(JSON.stringify({ jsonrpc: '2.0', id: 'left', method, params: { device: 'video0' } }));
      leaver.abort();
      assert.equal(await bystander.call('ping'), 'pong');
    }
    // Whether the recording of the client that left goes on is not written; that the camera can be recorded again is.
    await eventually(
      async () => {
        await bystander.ask('stop_recording', { device: 'video0' }, { withinMs: 20_000 });
        await startRecording(bystander, 'video0');
      },
      { what: 'a recording by another client', withinMs: RECOVERED_MS },
    );
    await letMediaPass('video0', 2);
    await stopRecording(bystander, 'video0');
  });

  it(cite('the connections that ended are not counted any more', 'REQ-WS-013', 'REQ-ERROR-004'), async () => {
    await using client = await connect();
    const before = numberAt(await client.call('get_status'), 'server.connections');
    const crowd = await Promise.all(Array.from({ length: 20 }, async () => connect()));
    await waitForConnections(client, before + 20);
    for (const [index, each] of crowd.entries()) {
      if (index % 2 === 0) each.abort();
      else await each.close();
    }
    await waitForConnections(client, before);
  });

  it(cite('a client that asks much and reads nothing harms nobody', 'REQ-ERROR-004'), async () => {
    await using bystander = await connect();
    await using deaf = await openRawWebSocket(service().url('ws'));
    deaf.stopReading();
    const list = makeFrame({ payload: Buffer.from('{"jsonrpc":"2.0","id":1,"method":"get_camera_list"}') });
    for (let round = 0; round < 50; round += 1) {
      deaf.write(Buffer.concat(Array.from({ length: 40 }, () => list)));
      assert.equal(await bystander.call('ping', undefined, { withinMs: 3000 }), 'pong');
    }
    await using newcomer = await connect();
    assert.equal((await listCameras(newcomer)).length >= 2, true);
  });

  it(cite('a new connection begins without a role', 'REQ-ERROR-005', 'REQ-SEC-004'), async () => {
    const first = await connectAs('admin');
    await first.call('get_storage_info');
    await first.close();
    await using second = await connect();
    await expectError(second, CODE.authentication, 'get_storage_info');
    await authenticate(second, token('admin'));
    await second.call('get_storage_info');
  });
});

describe('the service is killed and started again', () => {
  let old: RpcClient;
  let kept: string;

  before(async () => {
    old = await connectAs('operator');
    kept = (await record(old, 'video0', 1)).filename;
    await startRecording(old, 'video1');
  });

  after(() => {
    old.abort();
  });

  it(cite('its clients notice', 'REQ-WS-001'), async function () {
    await servicePid(this);
    await world().control.kill('service');
    await eventually(() => assert.equal(old.isOpen, false), { what: 'the old connection closed', withinMs: SOON_MS });
  });

  it(cite('it starts again and takes the paths that are still there', 'REQ-MTX-002', 'REQ-SVC-001'), async () => {
    await world().control.start('service');
    await using client = await connect();
    await eventually(
      async () => {
        const connected = (await listCameras(client)).filter((camera) => camera.status === 'CONNECTED');
        assert.equal(connected.length, 2, `${connected.length} cameras are connected`);
        const paths = await server().configuredPaths();
        for (const path of ['camera0', 'camera1']) assert.ok(paths.includes(path), `paths: ${paths.join(', ')}`);
      },
      { what: 'both cameras and their paths', withinMs: RECOVERED_MS },
    );
    for (const path of ['camera0', 'camera1']) await waitForMedia(server(), path, RECOVERED_MS);
  });

  it(cite('clients authenticate again', 'REQ-ERROR-005'), async () => {
    await using client = await connect();
    await expectError(client, CODE.authentication, 'list_recordings');
    await authenticate(client, token('viewer'));
  });

  it(cite('the recordings of its former life are still listed', 'REQ-MEDIA-027'), async () => {
    await using client = await connectAs('viewer');
    assert.ok(existsSync(recordingPath(kept)), `${kept} is not on disk`);
    const files = listAt(await client.call('list_recordings'), 'files').map((file) => textAt(file, 'filename'));
    assert.ok(files.includes(kept), `${kept} is not among ${files.join(', ')}`);
    assert.equal(at(await client.call('get_recording_info', { filename: kept }), 'filename'), kept);
  });

  it(cite('both cameras can be recorded, also the one that was', 'REQ-MEDIA-007'), async () => {
    await using client = await connectAs('operator');
    await expectRecordingWorks(client, 'video0');
    await expectRecordingWorks(client, 'video1');
  });
});

async function waitForConnections(client: RpcClient, wanted: number): Promise<void> {
  await eventually(async () => assert.equal(numberAt(await client.call('get_status'), 'server.connections'), wanted), {
    what: `${wanted} connections in get_status`,
    withinMs: SOON_MS,
  });
}
