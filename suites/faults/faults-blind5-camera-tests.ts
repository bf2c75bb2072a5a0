import { addSuite } from './fault.ts';
import type { Fault } from './fault.ts';
import { OPERATED, OPERATOR } from './faults-blind2-cameras.ts';
import { PRELUDE, suiteOf } from './own-suite.ts';
import { SAVED_STREAMS } from './faults-blind5-texts.ts';

const SAVED = suiteOf(
  `
  const saved = JSON.parse(readFileSync(new URL('./saved-streams.json', import.meta.url), 'utf8'));
  for (const device of ['video0', 'video1']) {
    it(\`\${device} has the streams that were saved [REQ-CAM-009]\`, async () => {
      const client = await connect();
      const { streams } = await client.call('get_camera_status', { device });
      assert.deepEqual(streams, saved[device]);
    });
  }
  it('the list has them too [REQ-CAM-008]', async () => {
    const client = await connect();
    const { cameras } = await client.call('get_camera_list');
    assert.deepEqual(cameras.map(({ streams }) => streams), Object.values(saved));
  });`,
);

/** A suite of the project's own with requirements of its own. */
function wishes(body: string, more: object, registry: object, head = ''): Pick<Fault, 'files' | 'change' | 'suites'> {
  return {
    suites: ['wishes'],
    files: {
      'wishes.test.mjs': `${PRELUDE}${head}\ndescribe('wishes', () => {${body}\n});\n`,
      'more.yaml': JSON.stringify({ version: 1, ...registry }),
    },
    change: (config) => {
      addSuite(config, { name: 'wishes', files: ['wishes.test.mjs'], requires: ['service'], ...more });
      config.set('requirements', 'more.yaml');
    },
  };
}

/** Fifth blind part, on the reference camera service: what is wrong in tests and documents. */
export const BLIND5_CAMERA_TEST_FAULTS: readonly Fault[] = [
  {
    id: 'v6',
    what: 'answers are compared with those that somebody saved on another machine',
    expected: ['TEST_ARTIFACT'],
    ...SAVED,
    files: { ...SAVED.files, 'saved-streams.json': SAVED_STREAMS },
    signed: {
      why: 'What differs are ports alone, and REQ-CAM-012, approved, says that the URLs have the configured ones, as they do. The saved answers hold the ports of the machine on which they were saved.',
      cites:
        'Expected and actual, alike but for the ports 8554, 8888 and 8889; the ports of MediaMTX in this world; REQ-CAM-012; saved-streams.json.',
    },
  },
  {
    id: 'v7',
    what: 'the suite tidies up a file that its last test has already deleted',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `${OPERATOR}
  let picture;
  after(() => rmSync(join(world().dir('snapshots'), picture)));
  it('takes a picture [REQ-MEDIA-001]', async () => {
    const client = await asOperator();
    ({ filename: picture } = await client.call('take_snapshot', { device: 'video0' }, { withinMs: 15_000 }));
    assert.ok(existsSync(join(world().dir('snapshots'), picture)));
  });
  it('deletes it again [REQ-MEDIA-022]', async () => {
    const client = await asOperator();
    assert.deepEqual(await client.call('delete_snapshot', { filename: picture }), { deleted: true });
  });`,
      OPERATED,
      "import { existsSync, rmSync } from 'node:fs';\nimport { join } from 'node:path';",
    ),
    signed: {
      why: 'The picture is gone because delete_snapshot did what REQ-MEDIA-022 promises, and the test before it saw that. Every test passes; the hook behind them removes a file without looking whether it is there.',
      cites:
        'ENOENT of unlink in the "after all" hook, raised in cameras.test.mjs; delete_snapshot answered deleted true for the same file.',
    },
  },
  {
    id: 'v8',
    what: 'a test speaks TLS where nobody promised it',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `
  const connectSafely = async () => connect(service().url('ws').replace('ws:', 'wss:'));
  it('lists its cameras [REQ-CAM-008]', async () => {
    const client = await connectSafely();
    assert.equal((await client.call('get_camera_list')).total, 2);
  });
  it('tells its state [REQ-WS-013]', async () => {
    const client = await connectSafely();
    assert.equal((await client.call('get_status')).mediamtx.connected, true);
  });
  it('tells its name [REQ-WS-012]', async () => {
    const client = await connectSafely();
    assert.equal(typeof (await client.call('get_server_info')).name, 'string');
  });`,
    ),
    signed: {
      why: 'REQ-WS-001 and the configured address say ws; the test makes wss of it. On the address as it stands the service answers ping in the same suite.',
      cites:
        'The error of the TLS handshake in the client of the test; ws in the URL of the service and wss in the test; pong on the plain address.',
    },
  },
  {
    id: 'v9',
    what: 'a route that the operations manual has and nobody has built',
    expected: ['REQUIREMENT_GAP'],
    ...wishes(
      `
  it('is ready [REQ-HEALTH-004]', async () => {
    assert.equal((await fetch(\`\${service().url('health')}/health/ready\`)).status, 200);
  });
  const live = async () => fetch(\`\${service().url('health')}/health/live\`);
  it('tells the orchestrator that it lives [OPS-1]', async () => {
    assert.equal((await live()).status, 200);
  });
  it('tells it in JSON [OPS-1]', async () => {
    const answer = await live();
    assert.deepEqual(await answer.json(), { status: 'live' });
  });`,
      {},
      {
        contract: { routes: [{ name: 'GET /health/live', status: 'approved', result: ['status'] }] },
        requirements: [
          {
            id: 'OPS-1',
            text: '/health/live answers 200 with status live as long as the process runs.',
            source: 'operations manual 2.1',
            status: 'approved',
            critical: false,
            kind: 'route',
            names: ['GET /health/live'],
          },
        ],
      },
    ),
    signed: {
      why: 'The route is documented and absent; 404 is what the service has for all that it does not know, by REQ-HEALTH-006. The rest of health answers.',
      cites:
        'Status 404 on GET /health/live; the route in the contract of the project; OPS-1; the other routes of health answer 200.',
    },
  },
  {
    id: 'v10',
    what: 'two guides disagree on how files are named, and the dispute is written down',
    expected: ['REQUIREMENT_GAP'],
    ...wishes(
      `${OPERATOR}
  it('a picture is named after its device [OPS-7]', async () => {
    const client = await asOperator();
    const { filename } = await client.call('take_snapshot', { device: 'video0' }, { withinMs: 15_000 });
    assert.match(filename, /^video0_/);
  });
  it('a recording is named after its device [OPS-7]', async () => {
    const client = await asOperator();
    const { filename } = await client.call('start_recording', { device: 'video0' });
    await client.call('stop_recording', { device: 'video0' }, { withinMs: 15_000 });
    assert.match(filename, /^video0_/);
  });`,
      OPERATED,
      {
        requirements: [
          {
            id: 'OPS-7',
            text: 'The name of a file begins with its camera, cameraN (operations manual) or videoN (guide of the archive).',
            source: 'operations manual 4.2 against guide of the archive 1',
            status: 'conflicting',
            critical: false,
            kind: 'format',
            names: ['take_snapshot', 'start_recording'],
          },
        ],
      },
    ),
    signed: {
      why: 'OPS-7 is in conflict: camera0 is right by the manual, video0 by the guide of the archive. The service does one of the two; somebody has to say which.',
      cites: 'Status conflicting of OPS-7 and its text; file names that begin with camera0.',
    },
  },
  {
    id: 'v11',
    what: 'what becomes of a recording whose operator hangs up is nowhere said',
    expected: ['REQUIREMENT_GAP'],
    ...suiteOf(
      `${OPERATOR}
  it('a recording ends when its operator hangs up', async () => {
    const [bystander, operator] = [await connect(), await asOperator()];
    const { filename } = await operator.call('start_recording', { device: 'video0' });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await operator.close();
    const isIts = (update) => update.filename === filename && update.status !== 'STARTED';
    try {
      await bystander.notification('recording_status_update', { where: isIts, withinMs: 5000 });
    } finally {
      await (await asOperator()).ask('stop_recording', { device: 'video0' }, { withinMs: 15_000 });
    }
  });`,
      OPERATED,
    ),
    signed: {
      why: 'The recording goes on until somebody stops it. No document says that it belongs to a connection, and none says that it does not; the test cites nothing.',
      cites:
        'STARTED was told, and nothing within 5 s of the end of the connection; stop_recording by another operator succeeds; no requirement on who hangs up.',
    },
  },
  {
    id: 'v0a',
    what: 'nothing is wrong',
    expected: [],
    ...suiteOf(
      `${OPERATOR}
  it('refuses what it should [REQ-SEC-004, REQ-MEDIA-012]', async () => {
    const stranger = await connect();
    const refused = await stranger.ask('take_snapshot', { device: 'video0' });
    console.error(\`FATAL: take_snapshot failed with \${refused.code}: \${refused.message}\`);
    assert.equal(refused.code, -32001);
    const client = await asOperator();
    assert.equal((await client.ask('stop_recording', { device: 'video0' })).code, -1004);
  });
  it('takes its time and comes to an end [REQ-MEDIA-008]', async () => {
    const client = await asOperator();
    const { filename } = await client.call('start_recording', { device: 'video0', duration_seconds: 4 });
    const isOver = (update) => update.filename === filename && update.status === 'STOPPED';
    await client.notification('recording_status_update', { where: isOver, withinMs: 20_000 });
  });
  it('outlives its camera [REQ-MEDIA-015]', async () => {
    const client = await asOperator();
    await client.call('start_recording', { device: 'video0' });
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await world().control.kill('camera0');
    const isLost = (update) => update.status === 'FAILED';
    await client.notification('recording_status_update', { where: isLost, withinMs: 20_000 });
    assert.equal(await client.call('ping'), 'pong');
  });
  it('has night vision [REQ-CAM-009]', function () {
    console.error('skipped: no infrared camera in this lab');
    this.skip();
  });`,
      OPERATED,
    ),
    signed: {
      why: 'Every test that runs passes. What is refused should be refused, the camera was killed by the suite, FAILED is what is promised then, and one test is skipped with its reason.',
      cites: 'No test that failed; the kill in the journal as asked for by the suite.',
    },
  },
];
