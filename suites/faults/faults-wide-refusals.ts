import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';
import { OPERATED, OPERATOR } from './faults-blind2-cameras.ts';
import { suiteOf } from './own-suite.ts';

const FLOOD = suiteOf(`
  it('takes a hundred messages [REQ-WS-011]', async () => {
    const client = await connect();
    for (let sent = 0; sent < 100; sent += 1) assert.equal(await client.call('ping'), 'pong');
  });`);

const LONG = suiteOf(
  `${OPERATOR}
  it('records for up to two hours [OPS-7]', async () => {
    const client = await asOperator();
    const answer = await client.ask('start_recording', { device: 'video0', duration_seconds: 7200 });
    if (answer.kind === 'result') await client.call('stop_recording', { device: 'video0' }, { withinMs: 15_000 });
    assert.equal(answer.code, undefined);
  });`,
  OPERATED,
);

const TWO_HOURS = {
  id: 'OPS-7',
  text: 'At night a recording may go on for long: start_recording takes a duration_seconds of up to 10800.',
  source: 'operations 7',
  kind: 'limit',
  names: ['start_recording'],
};

/** Written while the judge learned to hold what is promised against what was refused: on the reference camera service. */
export const WIDE_REFUSAL_FAULTS: readonly Fault[] = [
  {
    id: 'r6',
    what: 'how long a recording may be is told in two ways',
    expected: ['REQUIREMENT_GAP'],
    ...LONG,
    files: { ...LONG.files, 'more.yaml': JSON.stringify({ version: 1, requirements: [TWO_HOURS] }) },
    change: (config, place) => {
      LONG.change?.(config, place);
      config.set('requirements', config.createNode([config.get('requirements'), 'more.yaml'].filter(Boolean)));
    },
  },
  {
    id: 'r10',
    what: 'a test stops a recording that it never started',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `${OPERATOR}
  it('stops a recording [REQ-MEDIA-006]', async () => {
    const client = await asOperator();
    const { status } = await client.call('stop_recording', { device: 'video0' }, { withinMs: 15_000 });
    assert.equal(status, 'STOPPED');
  });`,
      OPERATED,
    ),
  },
  {
    id: 'r14',
    what: 'tokens are taken for expired when half of their time is over',
    expected: ['SYSTEM_CRITICAL'],
    ...suiteOf(
      `
  it('a token is good for as long as it says [REQ-SEC-014]', async () => {
    const client = await connect();
    await client.call('authenticate', { token: mintToken({ secret: service().secret('jwt'), role: 'operator', expiresInS: 8 }) });
    await new Promise((resolve) => setTimeout(resolve, 4500));
    assert.ok((await client.call('list_recordings')).total >= 0);
  });`,
      OPERATED,
    ),
    edits: [{ file: 'auth.ts', from: 'expiresAtSeconds: exp }', to: 'expiresAtSeconds: (iat + exp) / 2 }' }],
  },
  {
    id: 'r15',
    what: 'half as many messages are taken as were promised',
    expected: ['SYSTEM_CRITICAL'],
    ...FLOOD,
    change: (config, place) => {
      FLOOD.change?.(config, place);
      setServiceVariable(config, 'CAMERA_SERVICE_RATE_RPM', '120');
    },
    edits: [
      { file: 'rate-limit.ts', from: '(this.#next + 1) % this.#allowed', to: '(this.#next + 1) % (this.#allowed / 2)' },
    ],
  },
];
