import type { Fault } from './fault.ts';
import { OPERATED, OPERATOR } from './faults-blind2-cameras.ts';
import { suiteOf } from './own-suite.ts';

/** Tests that are wrong in other ways, on the reference camera service; and services that are, in ways that look alike. */
export const WIDE_TESTS_CAMERA_FAULTS: readonly Fault[] = [
  {
    id: 't1',
    what: 'a test looks for the result of an answer within the result',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(`
  it('tells how it is [REQ-WS-013]', async () => {
    const client = await connect();
    const { result } = await client.call('get_status');
    assert.equal(result.mediamtx.connected, true);
  });`),
  },
  {
    id: 't2',
    what: 'a test wants the very words of a refusal',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(`
  it('does not know what nobody has [REQ-CAM-011]', async () => {
    const client = await connect();
    const answer = await client.ask('get_camera_status', { device: 'video9' });
    assert.equal(answer.code, -1000);
    assert.equal(answer.message, 'Camera device not found');
  });`),
  },
  {
    id: 't3',
    what: 'a test listens only after what it listens for was told',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `
  it('tells of a camera that comes [REQ-CAM-013]', async () => {
    const first = await connect();
    await world().control.plug('devices', 'video7');
    await first.notification('camera_status_update', { where: ({ device }) => device.endsWith('video7'), withinMs: 5000 });
    const second = await connect();
    const told = await second.notification('camera_status_update', { withinMs: 4000 });
    assert.equal(told.params.status, 'CONNECTED');
  });`,
      { requires: ['service'] },
    ),
  },
  {
    id: 't4',
    what: 'a test gives milliseconds where seconds are wanted',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `${OPERATOR}
  it('records for a while [REQ-MEDIA-008]', async () => {
    const client = await asOperator();
    const { status } = await client.call('start_recording', { device: 'video0', duration_seconds: 5000 });
    assert.equal(status, 'STARTED');
  });`,
      OPERATED,
    ),
  },
  {
    id: 't5',
    what: 'a test signs its token with the key of another place',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `
  it('takes a snapshot [REQ-MEDIA-001]', async () => {
    const client = await connect();
    await client.call('authenticate', { token: mintToken({ secret: 'staging-only', role: 'operator', expiresInS: 600 }) });
    const picture = await client.call('take_snapshot', { device: 'video0' }, { withinMs: 15_000 });
    assert.equal(picture.status, 'completed');
  });`,
      OPERATED,
    ),
  },
  {
    id: 't6',
    what: 'a test leaves a recording running, and the next one starts another',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `${OPERATOR}
  it('starts a recording [REQ-MEDIA-005]', async () => {
    const client = await asOperator();
    assert.equal((await client.call('start_recording', { device: 'video0' })).status, 'STARTED');
  });
  it('names the file of a recording [REQ-MEDIA-005]', async () => {
    const client = await asOperator();
    const { filename } = await client.call('start_recording', { device: 'video0' });
    assert.match(filename, /mp4$/);
  });`,
      OPERATED,
    ),
  },
  {
    id: 't8',
    what: 'a pattern of a test has no room for the port',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(`
  it('tells where to look [REQ-CAM-012]', async () => {
    const client = await connect();
    const { streams } = await client.call('get_camera_status', { device: 'video0' });
    assert.match(streams.rtsp, /^rtsp:\\/\\/[\\d.]+\\/camera0$/);
  });`),
  },
  {
    id: 't9',
    what: 'a test kills the service and leaves it dead',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(`
  it('lives through a kill [REQ-WS-011]', async () => {
    const client = await connect();
    await world().control.kill('service');
    await client.closed;
  });
  it('lists its cameras [REQ-CAM-008]', async () => {
    const client = await connect();
    assert.equal((await client.call('get_camera_list')).total, 2);
  });`),
  },
  {
    id: 't10',
    what: 'a test waits for a status that is in no document',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `${OPERATOR}
  it('tells of the end of a recording [REQ-MEDIA-014]', async () => {
    const client = await asOperator();
    await client.call('start_recording', { device: 'video0' });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await client.call('stop_recording', { device: 'video0' }, { withinMs: 15_000 });
    await client.notification('recording_status_update', { where: ({ status }) => status === 'FINALIZED', withinMs: 3000 });
  });`,
      OPERATED,
    ),
  },
  {
    id: 't11',
    what: 'what an earlier test listened to is counted as well',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `
  const updates = [];
  const sockets = [];
  const listen = () => {
    const socket = new WebSocket(service().url('ws'));
    sockets.push(socket);
    socket.on('message', (text) => {
      const { method, params } = JSON.parse(text);
      if (method === 'camera_status_update') updates.push(params);
    });
    return new Promise((resolve) => socket.once('open', resolve));
  };
  it('tells of a camera that comes [REQ-CAM-013]', async () => {
    await listen();
    await world().control.plug('devices', 'video5');
    for (const until = Date.now() + 5000; updates.length === 0 && Date.now() < until; ) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(updates.length, 1);
    updates.length = 0;
  });
  it('tells of a camera that goes [REQ-CAM-013]', async () => {
    await listen();
    await world().control.unplug('devices', 'video5');
    for (const until = Date.now() + 5000; updates.length === 0 && Date.now() < until; ) await new Promise((resolve) => setTimeout(resolve, 50));
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(updates.length, 1);
  });
  after(() => { for (const socket of sockets) socket.close(); });`,
      {},
      "import { WebSocket } from 'ws';",
    ),
  },
  {
    id: 't12',
    what: 'a test connects to another path than that of the service',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(`
  it('speaks over a WebSocket [REQ-WS-001]', async () => {
    const client = await connect(service().url('ws').replace(/[^/]*$/, 'socket'));
    assert.equal(await client.call('ping'), 'pong');
  });`),
  },
  {
    id: 't13',
    what: 'a recording cannot be started again after it was stopped',
    expected: ['SYSTEM_CRITICAL'],
    ...suiteOf(
      `${OPERATOR}
  it('records twice [REQ-MEDIA-005]', async () => {
    const client = await asOperator();
    for (let round = 0; round < 2; round += 1) {
      assert.equal((await client.call('start_recording', { device: 'video0' })).status, 'STARTED');
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await client.call('stop_recording', { device: 'video0' }, { withinMs: 15_000 });
    }
  });`,
      OPERATED,
    ),
    edits: [{ file: 'recorder.ts', from: 'this.#beginning.delete(camera.path);', to: 'void camera;' }],
  },
];
