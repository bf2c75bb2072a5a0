import { once } from 'node:events';
import { createServer } from 'node:net';
import { addSuite, setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';
import { PRELUDE, suiteOf } from './own-suite.ts';

/** Mending the harness, the host or the order of the tests alone turns it green. */
export const HOST_FAULTS: readonly Fault[] = [
  {
    id: '31',
    what: 'a foreign process holds the port',
    expected: ['TEST_ARTIFACT'],
    suites: ['smoke-websocket', 'rate-limit'],
    change: (config) =>
      config.setIn(['components', 'service', 'ports'], config.createNode({ ws: 18_402, health: 18_403 })),
    beside: async () => {
      const stranger = createServer().listen(18_402, '127.0.0.1');
      await once(stranger, 'listening');
      return async () => {
        stranger.close();
        await once(stranger, 'close');
      };
    },
  },
  {
    id: '33',
    what: 'the folder of the recordings lies below a plain file',
    expected: ['TEST_ARTIFACT'],
    suites: ['recording'],
    files: { 'notes.txt': 'a plain file\n' },
    change: (config, { folder }) =>
      setServiceVariable(config, 'CAMERA_SERVICE_MEDIAMTX_RECORDINGS_PATH', `${folder}/notes.txt/recordings`),
  },
  {
    id: '34',
    what: 'a test that sleeps longer than its limit',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `
  it('has settled after a while [REQ-CAM-008]', async () => {
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    const client = await connect();
    assert.equal((await client.call('get_camera_list')).total, 2);
  });`,
      { timeout: '8s' },
    ),
  },
  {
    id: '35',
    what: 'a suite of the wrong name: no test in it',
    expected: ['TEST_ARTIFACT'],
    suites: ['cameras'],
    files: { 'cameras.test.mjs': `${PRELUDE}\nexport const nothing = connect;\n` },
    change: (config) => addSuite(config, { name: 'cameras', files: ['cameras.test.mjs'], requires: ['service'] }),
  },
  {
    id: '37',
    what: 'a test that asks a question on the terminal',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `
  it('asks which camera [REQ-CAM-010]', async () => {
    const lines = createInterface({ input: process.stdin, output: process.stdout });
    const device = await new Promise((resolve) => lines.question('Which camera? ', resolve));
    const client = await connect();
    assert.equal((await client.call('get_camera_status', { device })).status, 'CONNECTED');
  });`,
      { timeout: '8s' },
      "import { createInterface } from 'node:readline';",
    ),
    isHeldOut: true,
  },
  {
    id: '38',
    what: 'a test that only passes before another one',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `
  const token = () => mintToken({ secret: service().secret('jwt'), role: 'operator', expiresInS: 600 });
  it('starts a recording [REQ-MEDIA-005]', async () => {
    const client = await connect();
    await client.call('authenticate', { token: token() });
    assert.equal((await client.call('start_recording', { device: 'video0' })).status, 'STARTED');
  });
  it('names the file after the camera [REQ-MEDIA-006]', async () => {
    const client = await connect();
    await client.call('authenticate', { token: token() });
    const { filename } = await client.call('start_recording', { device: 'video0' });
    assert.match(filename, /^camera0/);
  });`,
      { requires: ['service', 'camera0'], secrets: ['service.jwt'] },
    ),
  },
  {
    id: '42',
    what: 'a suite slower than its limit, although each test is fine',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `
  for (let round = 1; round <= 20; round += 1) {
    it(\`still answers, round \${round} [REQ-WS-011]\`, async () => {
      const client = await connect();
      await new Promise((resolve) => setTimeout(resolve, 700));
      assert.equal(await client.call('ping'), 'pong');
    });
  }`,
      { timeout: '6s' },
    ),
  },
];
