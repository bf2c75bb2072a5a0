import { addSuite, setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';
import { PRELUDE, suiteOf } from './own-suite.ts';

const ORDERS = { service: 'orders', suites: ['orders'], isHeldOut: true } as const;

function orders(from: string, to: string): { readonly file: string; readonly from: string; readonly to: string } {
  return { file: 'orders.mjs', from, to };
}

/** Written after the rules, by somebody who had not written one of them: the honest part of the held-out faults. */
export const FRESH_FAULTS: readonly Fault[] = [
  {
    id: 'f1',
    what: 'a page of a list holds one file too few',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['snapshot'],
    edits: [
      {
        file: 'media-folder.ts',
        from: 'sorted.slice(offset, offset + limit)',
        to: 'sorted.slice(offset, offset + limit - 1)',
      },
    ],
    isHeldOut: true,
  },
  {
    id: 'f2',
    what: 'what a viewer may not do, he may',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['control'],
    edits: [
      {
        file: 'methods-files.ts',
        from: "['get_storage_info', { role: 'admin',",
        to: "['get_storage_info', { role: 'viewer',",
      },
    ],
    isHeldOut: true,
  },
  {
    id: 'f3',
    what: 'answers are no longer JSON-RPC 2.0',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['smoke-websocket', 'control'],
    edits: [{ file: 'methods-server.ts', from: "run: () => 'pong'", to: 'run: () => ({ pong: true })' }],
    isHeldOut: true,
  },
  {
    id: 'f4',
    what: 'the RTSP port given to the service is that of nobody',
    expected: ['INTEGRATION_ISSUE'],
    suites: ['snapshot'],
    change: (config) => setServiceVariable(config, 'CAMERA_SERVICE_MEDIAMTX_RTSP_PORT', '8554'),
    isHeldOut: true,
  },
  {
    id: 'f5',
    what: 'a test reads a property of an answer that it has misspelt, twice removed',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(`
  it('tells its version [REQ-WS-012]', async () => {
    const client = await connect();
    const info = await client.call('get_server_info');
    assert.ok(info.versions.current.startsWith('1'));
  });`),
    isHeldOut: true,
  },
  {
    id: 'f6',
    what: 'the set-up of a suite reads a variable that nobody sets',
    expected: ['TEST_ARTIFACT'],
    suites: ['cameras'],
    files: {
      'cameras.test.mjs': `${PRELUDE}
describe('cameras', () => {
  let settings;
  before(() => { settings = JSON.parse(process.env.CAMERA_TEST_SETTINGS); });
  it('lists its cameras [REQ-CAM-008]', async () => {
    const client = await connect();
    assert.equal((await client.call('get_camera_list')).total, settings.cameras);
  });
  it('answers ping [REQ-WS-011]', async () => {
    const client = await connect();
    assert.equal(await client.call('ping'), 'pong');
  });
});
`,
    },
    change: (config) => addSuite(config, { name: 'cameras', files: ['cameras.test.mjs'], requires: ['service'] }),
    isHeldOut: true,
  },
  {
    id: 'f7',
    what: 'a number of frames that nobody promised',
    expected: ['REQUIREMENT_GAP'],
    ...suiteOf(
      `
  it('sends sixty pictures a second', async () => {
    const client = await connect();
    const { fps } = await client.call('get_camera_status', { device: 'video0' });
    assert.equal(fps, 60);
  });`,
      { requires: ['service', 'camera0'] },
    ),
    isHeldOut: true,
  },
  {
    ...ORDERS,
    id: 'f8',
    what: 'deleted orders come back',
    expected: ['SYSTEM_CRITICAL'],
    edits: [orders('  orders.delete(find(id).id);', '  find(id);')],
  },
  {
    ...ORDERS,
    id: 'f9',
    what: 'the list is empty',
    expected: ['SYSTEM_CRITICAL'],
    edits: [orders('{ orders: [...orders.values()] }', '{ orders: [] }')],
  },
  {
    ...ORDERS,
    id: 'f10',
    what: 'prices go down in the middle',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'prices.mjs',
        from: "const name = (request.url ?? '').replace('/prices/', '');",
        to: "const name = (request.url ?? '').replace('/prices/', '');\n  if (name === 'milk') process.exit(7);",
      },
    ],
  },
  {
    ...ORDERS,
    id: 'f11',
    what: 'a test waits for something that never comes',
    expected: ['TEST_ARTIFACT'],
    files: {
      'orders.test.mjs': `
import { EventEmitter, once } from 'node:events';
describe('orders', () => {
  it('tell when they are ready [ORD-1]', async () => {
    await once(new EventEmitter(), 'ready');
  });
});
`,
    },
  },
];
