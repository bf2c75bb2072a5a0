import type { Fault } from './fault.ts';
import { suiteOf } from './own-suite.ts';

/** Mending the test alone turns it green. */
export const TEST_FAULTS: readonly Fault[] = [
  {
    id: '26',
    what: 'a test with a port written into it',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(`
  it('lists its cameras [REQ-CAM-008]', async () => {
    const client = await connect('ws://127.0.0.1:8002/ws');
    assert.equal((await client.call('get_camera_list')).total, 2);
  });
  it('knows a camera [REQ-CAM-010]', async () => {
    const client = await connect('ws://127.0.0.1:8002/ws');
    assert.equal((await client.call('get_camera_status', { device: 'video0' })).status, 'CONNECTED');
  });`),
  },
  {
    id: '27',
    what: 'a connection that is not awaited',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(`
  let client;
  before(() => { client = connect(); client.catch(() => undefined); });
  after(async () => (await client).close());
  it('lists its cameras [REQ-CAM-008]', async () => {
    assert.equal((await client.call('get_camera_list')).total, 2);
  });
  it('knows a camera [REQ-CAM-010]', async () => {
    assert.equal((await client.call('get_camera_status', { device: 'video0' })).status, 'CONNECTED');
  });`),
  },
  {
    id: '29',
    what: 'a file that the test reads is not there',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(`
  it('lists what was recorded last time [REQ-CAM-008]', async () => {
    const expected = JSON.parse(readFileSync(new URL('./data/cameras.json', import.meta.url), 'utf8'));
    const client = await connect();
    assert.deepEqual(await client.call('get_camera_list'), expected);
  });`),
    isHeldOut: true,
  },
  {
    id: '39',
    what: 'a program that the test starts is not on this host',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `
  it('plays with the other player [REQ-CAM-015]', async () => {
    const { status, error } = spawnSync('mplayer-of-the-lab', ['-v', service().url('ws')]);
    if (error) throw error;
    assert.equal(status, 0);
  });`,
      {},
      "import { spawnSync } from 'node:child_process';",
    ),
  },
  {
    id: '41',
    what: 'a test with the name of a host that does not exist',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(`
  it('lists its cameras [REQ-CAM-008]', async () => {
    const client = await connect(service().url('ws').replace('127.0.0.1', 'cameras.invalid'));
    assert.equal((await client.call('get_camera_list')).total, 2);
  });`),
    isHeldOut: true,
  },
  {
    id: '59',
    what: 'a test expects a method that its own helper no longer has',
    expected: ['TEST_ARTIFACT'],
    ...withFile(
      suiteOf(
        `
  it('lists its cameras [REQ-CAM-008]', async () => {
    const client = await connect();
    assert.equal((await helper.listCameras(client)).total, 2);
  });
  it('knows a camera [REQ-CAM-010]', async () => {
    const client = await connect();
    assert.equal((await helper.readCamera(client, 'video0')).status, 'CONNECTED');
  });`,
        {},
        "import * as helper from './camera-helper.mjs';",
      ),
      'camera-helper.mjs',
      "export const listCameras = async (client) => client.call('get_camera_list');\n",
    ),
    isHeldOut: true,
  },
  {
    id: '60',
    what: "a test reads yesterday's name of the address from the environment",
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(`
  it('lists its cameras [REQ-CAM-008]', async () => {
    const client = await connectRpc(process.env.CAMERA_WS_ADDRESS);
    assert.equal((await client.call('get_camera_list')).total, 2);
  });`),
  },
  {
    id: '61',
    what: 'a mock that is used and not imported, in a lane without mocks',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(`
  it('starts a recording through the controller [REQ-MEDIA-005]', async () => {
    const controller = new MockMediaMTXController();
    assert.equal((await controller.startRecording('video0')).status, 'STARTED');
  });`),
  },
  {
    id: '62',
    what: 'a library of the test is called with an argument that it does not know',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `
  it('pushes to every client [REQ-CAM-013]', async () => {
    const socket = new WebSocket(service().url('ws'), { protocolVersion: 17 });
    await new Promise((resolve) => socket.once('open', resolve));
  });`,
      {},
      "import { WebSocket } from 'ws';",
    ),
    isHeldOut: true,
  },
  {
    id: '63',
    what: 'a test demands a field that the documented answer never had',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(`
  it('tells who made it [REQ-WS-012]', async () => {
    const client = await connect();
    const info = await client.call('get_server_info');
    assert.equal(typeof info.vendor, 'string', \`get_server_info has no vendor: \${JSON.stringify(info)}\`);
  });`),
  },
];

function withFile<Part extends Pick<Fault, 'files'>>(part: Part, name: string, text: string): Part {
  return { ...part, files: { ...part.files, [name]: text } };
}
