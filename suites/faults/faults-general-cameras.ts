import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';
import { suiteOf } from './own-suite.ts';

const AS = (role: string): string => `
  const signedIn = async () => {
    const client = await connect();
    await client.call('authenticate', { token: mintToken({ secret: service().secret('jwt'), role: '${role}', expiresInS: 600 }) });
    return client;
  };`;
const SIGNED_IN = { requires: ['service'], secrets: ['service.jwt'] } as const;

const TELLS_TIME = `
  it('health tells the time [REQ-HEALTH-001]', async () => {
    const { timestamp } = await (await fetch(\`\${service().url('health')}/health/system\`)).json();
    assert.ok(Math.abs(Date.parse(timestamp) - Date.now()) < 10_000, \`\${timestamp} is not now\`);
  });`;

/** What a careful adversary would do to a camera service; rules are written with these in sight. */
export const GENERAL_CAMERA_FAULTS: readonly Fault[] = [
  {
    id: 'g41',
    what: 'the ports of API and RTSP are swapped',
    expected: ['INTEGRATION_ISSUE'],
    suites: ['control'],
    change: (config) => {
      setServiceVariable(config, 'CAMERA_SERVICE_MEDIAMTX_API_PORT', '${mediamtx.ports.rtsp}');
      setServiceVariable(config, 'CAMERA_SERVICE_MEDIAMTX_RTSP_PORT', '${mediamtx.ports.api}');
      config.setIn(['components', 'service', 'ready'], [{ websocket: '${service.urls.ws}' }]);
    },
  },
  {
    id: 'g42',
    what: 'one role too few is enough',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['control'],
    edits: [
      {
        file: 'auth.ts',
        from: 'return ROLES.indexOf(role) >= ROLES.indexOf(needed);',
        to: 'return ROLES.indexOf(role) >= ROLES.indexOf(needed) - 1;',
      },
    ],
  },
  {
    id: 'g43',
    what: 'times are told two hours late, as if they were of UTC',
    expected: ['SYSTEM_CRITICAL'],
    ...suiteOf(TELLS_TIME),
    edits: [
      {
        file: 'health.ts',
        from: 'timestamp: new Date().toISOString()',
        to: 'timestamp: new Date(Date.now() + 7_200_000).toISOString()',
      },
    ],
  },
  {
    id: 'g44',
    what: 'a test compares the day in UTC with the day of its own time zone',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `
  it('health tells the time [REQ-HEALTH-001]', async () => {
    const { timestamp } = await (await fetch(\`\${service().url('health')}/health/system\`)).json();
    const now = new Date();
    const two = (number) => String(number).padStart(2, '0');
    assert.equal(timestamp.slice(0, 16), \`\${now.getFullYear()}-\${two(now.getMonth() + 1)}-\${two(now.getDate())}T\${two(now.getHours())}:\${two(now.getMinutes())}\`);
  });`,
      { env: { TZ: 'Asia/Kolkata' } },
    ),
  },
  {
    id: 'g45',
    what: 'a test asks with too low a role',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `${AS('viewer')}
  it('the space is told [REQ-MEDIA-025]', async () => {
    const client = await signedIn();
    const space = await client.call('get_storage_info');
    assert.ok(space.total > 0);
  });`,
      SIGNED_IN,
    ),
  },
  {
    id: 'g46',
    what: 'a list of files begins one too late',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['snapshot'],
    edits: [
      {
        file: 'methods-files.ts',
        from: 'return folder.list(limit, offset);',
        to: 'return folder.list(limit, offset + 1);',
      },
    ],
  },
  {
    id: 'g47',
    what: 'a camera that is gone stays in the list for ever',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['discovery'],
    edits: [
      {
        file: 'camera-registry.ts',
        from: 'for (const camera of changed) camera.connected = present.has(camera.number);',
        to: 'for (const camera of changed) camera.connected = true;',
      },
    ],
  },
  {
    id: 'g49',
    what: 'a limit on the length of a message is demanded that nobody wrote down',
    expected: ['REQUIREMENT_GAP'],
    ...suiteOf(`
  it('long pings are refused', async () => {
    const client = await connect();
    const answer = await client.ask('ping', { note: 'x'.repeat(5000) });
    assert.equal(answer.code, -32602);
  });`),
  },
];
