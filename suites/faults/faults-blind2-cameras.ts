import type { Document } from 'yaml';
import { addSuite, setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';
import { API_GATEWAY, RTSP_GATEWAY } from './gateways.ts';
import { PRELUDE, suiteOf } from './own-suite.ts';

/** A connection that may do what an operator may. */
export const OPERATOR = `
  const asOperator = async () => {
    const client = await connect();
    await client.call('authenticate', { token: mintToken({ secret: service().secret('jwt'), role: 'operator', expiresInS: 600 }) });
    return client;
  };`;
export const OPERATED = { requires: ['service', 'camera0'], secrets: ['service.jwt'] } as const;

/** Puts a program of the project between the service and one port of MediaMTX. */
function gateway(config: Document, port: 'api' | 'rtsp', variable: string): void {
  config.setIn(
    ['components', 'gateway'],
    config.createNode({
      kind: 'service',
      command: ['node', 'gateway.mjs'],
      requires: ['mediamtx'],
      ports: ['in'],
      env: { LISTEN: '${gateway.ports.in}', UPSTREAM: `\${mediamtx.ports.${port}}` },
      ready: [{ tcp: '${gateway.host}:${gateway.ports.in}' }],
    }),
  );
  config.addIn(['components', 'service', 'requires'], 'gateway');
  setServiceVariable(config, variable, '${gateway.ports.in}');
}

function snapshots(): Pick<Fault, 'files' | 'change' | 'suites'> {
  return suiteOf(
    `${OPERATOR}
  it('takes a snapshot [REQ-MEDIA-001]', async () => {
    const client = await asOperator();
    const picture = await client.call('take_snapshot', { device: 'video0' }, { withinMs: 15_000 });
    assert.equal(picture.status, 'completed');
  });
  it('lists the snapshot that was taken [REQ-MEDIA-017]', async () => {
    const client = await asOperator();
    const { filename } = await client.call('take_snapshot', { device: 'video0' }, { withinMs: 15_000 });
    const { files } = await client.call('list_snapshots');
    assert.equal(files[0].filename, filename);
  });`,
    OPERATED,
  );
}

const SNAPSHOTS = snapshots();

/** Second blind part, on the reference camera service. */
export const BLIND2_CAMERA_FAULTS: readonly Fault[] = [
  {
    id: 'x1',
    what: 'any signature under a token is good enough',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['control'],
    edits: [
      {
        file: 'auth.ts',
        from: 'return given.length === expected.length && timingSafeEqual(given, expected);',
        to: 'return given.length === expected.length || timingSafeEqual(given, given);',
      },
    ],
    signed: {
      why: 'REQ-SEC-012, approved, says that a token signed with another secret is a bad token; the service alone decides that, and takes it.',
      cites:
        'The exchange in which `authenticate` answers authenticated true to a token of another secret; REQ-SEC-012.',
    },
  },
  {
    id: 'x2',
    what: 'a recording of some seconds runs for as many minutes',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['recording'],
    edits: [
      {
        file: 'recording-session.ts',
        from: 'void this.stop(0), durationSeconds * 1000)',
        to: 'void this.stop(0), durationSeconds * 60_000)',
      },
    ],
    signed: {
      why: 'REQ-MEDIA-008, approved and critical, says that a recording with duration_seconds ends by itself; MediaMTX and the publisher are well. That later tests find the camera still being recorded follows from it.',
      cites:
        'No recording_status_update STOPPED after start_recording with duration_seconds 2; -1006 in the tests that follow; REQ-MEDIA-008.',
    },
  },
  {
    id: 'x3',
    what: 'what stands between the service and the API of MediaMTX cuts some answers in the middle',
    expected: ['INTEGRATION_ISSUE'],
    suites: ['snapshot'],
    files: { 'gateway.mjs': API_GATEWAY },
    change: (config) => gateway(config, 'api', 'CAMERA_SERVICE_MEDIAMTX_API_PORT'),
    signed: {
      why: 'MediaMTX answers when it is asked directly, the service answers what does not need MediaMTX; what is asked between the two is lost on the way.',
      cites:
        'Error -1003 with the text that MediaMTX at the address of the gateway does not answer; the gateway owns that address and runs; MediaMTX was ready throughout.',
    },
  },
  {
    id: 'x4',
    what: 'RTSP gets through up to PLAY, and then no media comes',
    expected: ['INTEGRATION_ISSUE'],
    ...SNAPSHOTS,
    files: { ...SNAPSHOTS.files, 'gateway.mjs': RTSP_GATEWAY },
    change: (config, place) => {
      SNAPSHOTS.change?.(config, place);
      gateway(config, 'rtsp', 'CAMERA_SERVICE_MEDIAMTX_RTSP_PORT');
    },
    signed: {
      why: 'The publisher is ready and its bytes grow in MediaMTX; through the port that the service was given, no media arrives. Service and MediaMTX are each well.',
      cites:
        'Error -1004 "gave no picture within 4700 ms" while MediaMTX reports the path ready; the RTSP address of the service is that of the gateway.',
    },
  },
  {
    id: 'x5',
    what: 'a test expects another code than the approved requirement names',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `${OPERATOR}
  it('a snapshot of an unknown camera is refused [REQ-MEDIA-028]', async () => {
    const client = await asOperator();
    const answer = await client.ask('take_snapshot', { device: 'video77' });
    assert.equal(answer.code, -1004);
  });`,
      OPERATED,
    ),
    signed: {
      why: 'REQ-MEDIA-028, approved, says -1000, which is what the service answers; the test expects -1004.',
      cites: 'The exchange with its code -1000; the text of REQ-MEDIA-028; expected -1004 in the assertion.',
    },
  },
  {
    id: 'x6',
    what: 'a test compares a time in UTC with the clock of its own time zone',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `
  it('health tells the time [REQ-HEALTH-001]', async () => {
    const { timestamp } = await (await fetch(\`\${service().url('health')}/health/system\`)).json();
    assert.equal(Number(timestamp.slice(11, 13)), new Date().getHours());
  });`,
      { env: { TZ: 'Pacific/Kiritimati' } },
    ),
    signed: {
      why: 'Times are ISO 8601 in UTC (REQ-WS-018), and the service tells one; the test takes the hour of a host that is set to UTC+14.',
      cites: 'TZ in the environment of the suite; expected and actual, 14 hours apart; the timestamp ends in Z.',
    },
  },
  {
    id: 'x7',
    what: 'a number of connections is demanded that is only a draft',
    expected: ['REQUIREMENT_GAP'],
    suites: ['wishes'],
    files: {
      'wishes.test.mjs': `${PRELUDE}describe('wishes', () => {
  it('a fifth connection of one client is closed [OPS-3]', async () => {
    for (let one = 1; one <= 4; one += 1) assert.equal(await (await connect()).call('ping'), 'pong');
    const fifth = await connect();
    await assert.rejects(fifth.call('ping', {}, { withinMs: 2000 }));
  });
});
`,
      'more.yaml': JSON.stringify({
        version: 1,
        requirements: [
          {
            id: 'OPS-3',
            text: 'One address has at most four connections; a fifth is closed.',
            source: 'wishes of operations, not agreed on',
            status: 'draft',
            kind: 'limit',
          },
        ],
      }),
    },
    change: (config) => {
      addSuite(config, { name: 'wishes', files: ['wishes.test.mjs'], requires: ['service'] });
      config.set('requirements', 'more.yaml');
    },
    signed: {
      why: 'OPS-3 is a draft; nothing approved limits connections, and the service serves all five. Somebody has to decide.',
      cites: 'OPS-3 with status draft; five connections that each answer pong.',
    },
  },
  {
    id: 'x8',
    what: 'a notification is waited for that no document mentions',
    expected: ['REQUIREMENT_GAP'],
    ...suiteOf(
      `${OPERATOR}
  it('everybody is told of a snapshot', async () => {
    const [client, bystander] = [await asOperator(), await connect()];
    await client.call('take_snapshot', { device: 'video0' }, { withinMs: 15_000 });
    await bystander.notification('snapshot_taken', { withinMs: 3000 });
  });`,
      OPERATED,
    ),
    signed: {
      why: 'The snapshot is taken as promised; that others are told of it is demanded by the test alone and stands in no requirement.',
      cites:
        'The exchange of take_snapshot, answered; no entry for such a notification in registry or contract; the test cites none.',
    },
  },
  {
    id: 'x0b',
    what: 'nothing is wrong',
    expected: [],
    ...suiteOf(`
  it('says much that sounds bad, and is fine [REQ-WS-011]', async () => {
    console.error('ERROR ECONNREFUSED 127.0.0.1:8002 CRITICAL: MediaMTX timeout, not implemented (501)');
    await assert.rejects(connectRpc('ws://127.0.0.1:9/ws'));
    const client = await connect();
    assert.equal((await client.ask('no_such_method')).code, -32601);
  });`),
    signed: {
      why: 'Every test passes; what is printed or refused was meant to be.',
      cites: 'No test that is not green.',
    },
  },
];
