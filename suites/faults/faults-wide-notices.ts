import type { Fault } from './fault.ts';
import { OPERATED, OPERATOR } from './faults-blind2-cameras.ts';
import { suiteOf } from './own-suite.ts';

const UPDATE = { file: 'service.ts', from: "this.#rpc.broadcast('recording_status_update', update)" } as const;

/** A recording of a second, and who is told of it. */
const RECORD = `${OPERATOR}
  const record = (client, device = 'video0') => client.call('start_recording', { device, duration_seconds: 1 }, { withinMs: 15_000 });
  afterEach(async () => {
    const client = await asOperator();
    await client.ask('stop_recording', { device: 'video0' }, { withinMs: 15_000 });
  });`;

/** A colleague's own client: a socket, and all that comes. */
const LISTENER = `
import WebSocket from 'ws';
const listen = async () => {
  const socket = new WebSocket(service().url('ws'), { perMessageDeflate: false });
  const heard = [];
  socket.on('message', (data) => heard.push(JSON.parse(data.toString())));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  connections.push({ close: async () => socket.close() });
  return { heard, told: (method) => heard.filter((one) => one.method === method) };
};
`;

const TIMERS = "import { setTimeout as wait } from 'node:timers/promises';";

const STARTED = `
  it('are told to have begun [REQ-MEDIA-014]', async () => {
    const client = await asOperator();
    await record(client);
    const { params } = await client.notification('recording_status_update', { withinMs: 3000 });
    assert.equal(params.device.endsWith('video0'), true);
  });`;

const TOLD_ONCE = `
  it('are told once to have begun [REQ-MEDIA-014]', async () => {
    const client = await asOperator();
    await record(client);
    await client.notification('recording_status_update', { where: ({ status }) => status === 'STOPPED', withinMs: 8000 });
    const begun = client.notifications('recording_status_update').filter(({ params }) => params.status === 'STARTED');
    assert.equal(begun.length, 1);
  });`;

/** What a service says unasked: tests that listen wrongly, and services that tell wrongly. */
export const WIDE_NOTICE_FAULTS: readonly Fault[] = [
  {
    ...suiteOf(
      `${RECORD}${STARTED.replace("notification('recording_status_update'", "notification('recording_update'")}`,
      OPERATED,
    ),
    id: 'wn1',
    what: 'a test waits for a notification by a name that nobody knows',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...suiteOf(`${RECORD}${STARTED}`, OPERATED),
    id: 'wn2',
    what: 'notifications are sent under another name than the documented one',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ ...UPDATE, to: "this.#rpc.broadcast('recording_update', update)" }],
  },
  {
    ...suiteOf(
      `${RECORD}
  it('are told to have begun [REQ-MEDIA-014]', async () => {
    const client = await asOperator();
    await record(client);
    const after = client.mark();
    const isBegun = ({ status }) => status === 'STARTED';
    await client.notification('recording_status_update', { after, where: isBegun, withinMs: 3000 });
  });`,
      OPERATED,
    ),
    id: 'wn3',
    what: 'a test begins to listen when it has been told already',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...suiteOf(
      `${RECORD}
  it('are told to have begun [REQ-MEDIA-014]', async () => {
    const client = await asOperator();
    const after = client.mark();
    await record(client);
    const isBegun = ({ status }) => status === 'STARTED';
    await client.notification('recording_status_update', { after, where: isBegun, withinMs: 3000 });
  });`,
      OPERATED,
    ),
    id: 'wn4',
    what: 'that a recording has begun is told to nobody',
    expected: ['SYSTEM_CRITICAL'],
    edits: [{ ...UPDATE, to: "update.status === 'STARTED' || this.#rpc.broadcast('recording_status_update', update)" }],
  },
  {
    ...suiteOf(
      `${RECORD}
  it('are told once to have begun [REQ-MEDIA-014]', async () => {
    const [client, other] = [await asOperator(), await asOperator()];
    await record(client);
    for (const one of [client, other])
      await one.notification('recording_status_update', { where: ({ status }) => status === 'STOPPED', withinMs: 8000 });
    const all = [client, other].flatMap((one) => one.notifications('recording_status_update'));
    assert.equal(all.filter(({ params }) => params.status === 'STARTED').length, 1);
  });`,
      OPERATED,
    ),
    id: 'wn5',
    what: 'a test counts what two connections were told as if it were one',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...suiteOf(`${RECORD}${TOLD_ONCE}`, OPERATED),
    id: 'wn6',
    what: 'each notification is sent twice',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        ...UPDATE,
        to: "{\n        this.#rpc.broadcast('recording_status_update', update);\n        this.#rpc.broadcast('recording_status_update', update);\n      }",
      },
    ],
  },
  {
    ...suiteOf(`${RECORD}${STARTED.replace("endsWith('video0')", "endsWith('video1')")}`, OPERATED),
    id: 'wn7',
    what: 'a test records one camera and wants to be told of the other',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...suiteOf(`${RECORD}${STARTED}`, OPERATED),
    id: 'wn8',
    what: 'notifications name the wrong camera',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        ...UPDATE,
        to: "this.#rpc.broadcast('recording_status_update', { ...update, device: update.device.replace(/0$/u, '1') })",
      },
    ],
  },
  {
    ...suiteOf(
      `${RECORD}
  it('are told to all [REQ-WS-016]', async () => {
    const { told } = await listen();
    await record(await asOperator());
    for (let round = 0; round < 30 && told('recording_status').length === 0; round += 1) await wait(100);
    assert.ok(told('recording_status').length > 0, 'nobody was told of the recording');
  });`,
      OPERATED,
      LISTENER + TIMERS,
    ),
    id: 'wn9',
    what: 'a client of a test looks for a name without its end',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...suiteOf(
      `${RECORD}
  it('are told to all [REQ-WS-016]', async () => {
    const { told } = await listen();
    await record(await asOperator());
    for (let round = 0; round < 30 && told('recording_status_update').length === 0; round += 1) await wait(100);
    assert.ok(told('recording_status_update').length > 0, 'nobody was told of the recording');
  });`,
      OPERATED,
      LISTENER + TIMERS,
    ),
    id: 'wn10',
    what: 'only the newest connection is told',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'websocket-server.ts',
        from: 'for (const connection of this.#connections) connection.send(text);',
        to: '[...this.#connections].at(-1)?.send(text);',
      },
    ],
  },
];
