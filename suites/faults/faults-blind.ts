import { addSuite, setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';
import { suiteOf } from './own-suite.ts';

const ORDERS = { service: 'orders', suites: ['orders'], isHeldOut: true, isBlind: true } as const;
const CAMERAS = { isHeldOut: true, isBlind: true } as const;

/** Run once, after the last change of a rule: nobody who wrote rules had seen them. */
export const BLIND_FAULTS: readonly Fault[] = [
  {
    ...CAMERAS,
    id: 'b1',
    what: 'a recording is called by a wrong format of name',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['recording'],
    edits: [
      {
        file: 'recorder.ts',
        from: 'return { session, filename };',
        to: "return { session, filename: filename.replace('.mp4', '.avi') };",
      },
    ],
  },
  {
    ...CAMERAS,
    id: 'b2',
    what: 'cameras that have gone are still called connected',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['discovery'],
    edits: [
      {
        file: 'camera-registry.ts',
        from: 'for (const camera of changed) camera.connected = present.has(camera.number);',
        to: 'for (const camera of changed) camera.connected ||= present.has(camera.number);',
      },
    ],
  },
  {
    ...CAMERAS,
    id: 'b3',
    what: 'the service is told a host for MediaMTX that does not exist',
    expected: ['INTEGRATION_ISSUE'],
    suites: ['smoke-websocket'],
    change: (config) => setServiceVariable(config, 'CAMERA_SERVICE_MEDIAMTX_HOST', 'mediamtx.invalid'),
  },
  {
    ...CAMERAS,
    id: 'b4',
    what: 'a test compares a number with its text',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(`
  it('counts its cameras [REQ-CAM-008]', async () => {
    const client = await connect();
    const { total } = await client.call('get_cameras');
    assert.equal(total, 2);
  });`),
  },
  {
    ...CAMERAS,
    id: 'b5',
    what: 'a suite imports a helper that was renamed',
    expected: ['TEST_ARTIFACT'],
    suites: ['cameras'],
    files: {
      'cameras.test.mjs':
        "import { openCamera } from './support/camera.mjs';\ndescribe('cameras', () => { it('opens one [REQ-CAM-010]', () => openCamera()); });\n",
    },
    change: (config) => addSuite(config, { name: 'cameras', files: ['cameras.test.mjs'], requires: ['service'] }),
  },
  {
    ...CAMERAS,
    id: 'b6',
    what: 'a status is demanded in a language that nobody promised',
    expected: ['REQUIREMENT_GAP'],
    ...suiteOf(`
  it('tells its state in German', async () => {
    const client = await connect();
    const { server } = await client.call('get_status');
    assert.equal(server.status, 'bereit');
  });`),
  },
  {
    ...ORDERS,
    id: 'b7',
    what: 'the service answers with a page instead of JSON',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: "response.end(body === undefined ? '' : JSON.stringify(body));",
        to: "response.end(body === undefined ? '' : `<p>${JSON.stringify(body)}</p>`);",
      },
    ],
  },
  {
    ...ORDERS,
    id: 'b8',
    what: 'each order takes eight seconds',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'orders.mjs',
        from: '  const cents = await priceOf(body.product);',
        to: '  await new Promise((resolve) => setTimeout(resolve, 8000));\n  const cents = await priceOf(body.product);',
      },
    ],
  },
  {
    ...ORDERS,
    id: 'b9',
    what: 'prices take ten seconds',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'prices.mjs',
        from: 'return cents === undefined',
        to: 'if (cents !== undefined) return setTimeout(() => send(response, 200, { product: name, cents }), 10_000);\n  return cents === undefined',
      },
      {
        file: 'orders.mjs',
        from: 'await fetch(`${PRICES}/prices/${product}`)',
        to: 'await fetch(`${PRICES}/prices/${product}`, { signal: AbortSignal.timeout(2000) })',
      },
    ],
  },
  {
    ...ORDERS,
    id: 'b10',
    what: 'two tests need each other in one order',
    expected: ['TEST_ARTIFACT'],
    files: {
      'orders.test.mjs': `
import assert from 'node:assert/strict';
const URL = process.env.REALITY_SERVICE_URL_HTTP;
const list = async () => (await (await fetch(URL + '/orders')).json()).orders;
const make = () => fetch(URL + '/orders', { method: 'POST', body: JSON.stringify({ product: 'salt', count: 1 }) });
describe('orders', () => {
  it('are made [ORD-1]', async () => {
    assert.equal((await make()).status, 201);
  });
  it('are none at the beginning [ORD-3]', async () => {
    assert.deepEqual(await list(), []);
  });
});
`,
    },
  },
];
