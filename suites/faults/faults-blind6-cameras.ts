import type { Document } from 'yaml';
import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';
import { OPERATED } from './faults-blind2-cameras.ts';
import { registryOf } from './faults-blind4-suite.ts';
import { suiteOf } from './own-suite.ts';

/** A balancer before a TCP port, LISTEN to UPSTREAM: who is silent for three seconds is let go. */
const BALANCER = `
import net from 'node:net';
const IDLE_MS = 3000;
net.createServer((client) => {
  const server = net.connect(Number(process.env.UPSTREAM), '127.0.0.1');
  client.pipe(server).pipe(client);
  const close = () => { client.destroy(); server.destroy(); };
  let timer;
  const rearm = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      console.log(\`\${client.remotePort} idle for \${IDLE_MS} ms, closed\`);
      close();
    }, IDLE_MS);
  };
  rearm();
  for (const socket of [client, server]) socket.on('data', rearm).on('error', close).on('close', () => { clearTimeout(timer); close(); });
}).listen(Number(process.env.LISTEN), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;

const BALANCED = suiteOf(
  `
  const outside = () => world().component('balancer').url('ws');
  const signIn = async (url) => {
    const client = await connect(url);
    await client.call('authenticate', { token: mintToken({ secret: service().secret('jwt'), role: 'operator', expiresInS: 600 }) });
    return client;
  };
  const coffee = () => new Promise((resolve) => setTimeout(resolve, 5000));
  it('are listed outside [OPS-1, REQ-CAM-008]', async () => {
    const client = await connect(outside());
    assert.equal((await client.call('get_camera_list')).total, 2);
  });
  it('give a picture outside [OPS-1, REQ-MEDIA-001]', async () => {
    const client = await signIn(outside());
    const { status } = await client.call('take_snapshot', { device: 'video0' }, { withinMs: 15_000 });
    assert.equal(status, 'completed');
  });
  it('are still there after a coffee, inside [REQ-CAM-008]', async () => {
    const client = await connect();
    await coffee();
    assert.equal((await client.call('get_camera_list')).total, 2);
  });
  it('are still there after a coffee, outside [OPS-1]', async () => {
    const client = await connect(outside());
    await coffee();
    assert.equal((await client.call('get_camera_list')).total, 2);
  });
  it('tell outside when a recording is over [OPS-1, REQ-MEDIA-014]', async () => {
    const client = await signIn(outside());
    const { filename } = await client.call('start_recording', { device: 'video0', duration_seconds: 6 });
    const isOver = (update) => update.filename === filename && update.status === 'STOPPED';
    await client.notification('recording_status_update', { where: isOver, withinMs: 20_000 });
  });`,
  { ...OPERATED, requires: ['service', 'camera0', 'balancer'] },
);

const OPS_1 = {
  id: 'OPS-1',
  text: 'Clients reach the service through the balancer, and stay connected while they are silent for up to a minute.',
  source: 'agreement with operations 3',
  status: 'approved',
  critical: true,
  kind: 'behaviour',
  edge: 'balancer>service',
};

/** Between clients and the service. */
function putBefore(config: Document): void {
  config.setIn(
    ['components', 'balancer'],
    config.createNode({
      kind: 'service',
      command: ['node', 'balancer.mjs'],
      requires: ['service'],
      ports: ['in'],
      urls: { ws: 'ws://${balancer.host}:${balancer.ports.in}/ws' },
      env: { LISTEN: '${balancer.ports.in}', UPSTREAM: '${service.ports.ws}' },
      ready: [{ tcp: '${balancer.host}:${balancer.ports.in}' }],
    }),
  );
}

const PUBLISHED = suiteOf(
  `
  const server = () => mediaMtx(world().component('mediamtx').url('api'));
  let publisher;
  after(() => publisher?.[Symbol.asyncDispose]());
  it('are connected with a media server [REQ-MTX-012]', async () => {
    const client = await connect();
    assert.equal((await client.call('get_status')).mediamtx.connected, true);
  });
  for (const path of ['camera0', 'camera1']) {
    it(\`\${path} has its path [REQ-MTX-001]\`, async () => {
      const known = async () => assert.ok(await server().path(path), \`no path \${path}\`);
      await eventually(known, { what: path, withinMs: 5000 });
    });
  }
  it('send to the address that is advertised [REQ-MTX-005]', async () => {
    const client = await connect();
    const { streams } = await client.call('get_camera_status', { device: 'video0' });
    publisher = startPublisher({ url: streams.rtsp });
    await waitForMedia(server(), 'camera0', 10_000);
  });
  it('are seen to send [REQ-MTX-006]', async () => {
    const client = await connect();
    const { streams } = await client.call('get_streams');
    assert.equal(streams.find(({ name }) => name === 'camera0')?.ready, true);
  });`,
  {},
  "import { eventually, mediaMtx, startPublisher, waitForMedia } from 'reality-harness/kit';",
);

/** Sixth blind part, on the reference camera service: what is wrong in it, or between it and others. */
export const BLIND6_CAMERA_FAULTS: readonly Fault[] = [
  {
    id: 'u1',
    what: 'names of files tell the minute and nothing finer',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['snapshot', 'recording'],
    edits: [
      {
        file: 'media-name.ts',
        from: "import { randomBytes } from 'node:crypto';\n",
        to: '',
      },
      {
        file: 'media-name.ts',
        from: "  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');\n  return `${camera.path}_${stamp}_${randomBytes(2).toString('hex')}.${extension}`;",
        to: "  const stamp = new Date().toISOString().slice(0, 16).replace(':', '-');\n  return `${camera.path}_${stamp}.${extension}`;",
      },
    ],
    signed: {
      why: 'REQ-MEDIA-005, approved and critical, says what start_recording answers, and the camera is connected, has frames and is not being recorded. The service gives the same name twice in a minute and trips over its own file; one picture takes the place of another. Nobody else has a part in a name.',
      cites:
        'Error -32603 to start_recording with "the recordings folder cannot be used: EEXIST"; file names of one camera that end at the minute; the first recording of that minute, which begins; REQ-MEDIA-005.',
    },
  },
  {
    id: 'u2',
    what: 'a path that was added once is never added again',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['mediamtx-recovery'],
    edits: [
      {
        file: 'mediamtx-link.ts',
        from: '    const missing = this.missingPaths();',
        to: '    const missing = this.missingPaths().filter((path) => !this.#created.has(path));',
      },
    ],
    signed: {
      why: 'REQ-MTX-011, approved and critical: when MediaMTX is back the paths are added again within 10 s. MediaMTX was ended and started by the suite on purpose, answers, and the service itself says that it is connected; it never asks for the paths, and no stream can come in.',
      cites:
        'No path of a camera in MediaMTX 10 s after its start; health: paths are missing; the log of the service: MediaMTX connected, and no path added after it; the kill in the journal as asked for; REQ-MTX-011.',
    },
  },
  {
    id: 'u3',
    what: 'the end of a deletion is not waited for, and nobody hears of its failure',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['snapshot'],
    edits: [
      {
        file: 'methods-files.ts',
        from: '  await recordingsFolder.remove(filename);',
        to: '  void recordingsFolder.remove(filename);',
      },
    ],
    signed: {
      why: 'REQ-MEDIA-023, approved: deletion of a file that does not exist is -1005. It is answered with success, and the refusal that nobody waits for ends the whole process; what fails behind it fails because nobody is there any more.',
      cites:
        'deleted true for a recording that never existed; the service exits with 1, and its last words are an unhandled rejection "no such file in recordings" with frames in media-folder; connections that end at that moment; REQ-MEDIA-023.',
    },
  },
  {
    id: 'u4',
    what: 'the service asks the API of one MediaMTX and advertises the streams of another',
    expected: ['INTEGRATION_ISSUE'],
    ...PUBLISHED,
    change: (config, place) => {
      PUBLISHED.change?.(config, place);
      config.setIn(
        ['components', 'standby'],
        config.createNode({ kind: 'mediamtx', protocols: ['rtsp', 'hls', 'webrtc'] }),
      );
      config.addIn(['components', 'service', 'requires'], 'standby');
      setServiceVariable(config, 'CAMERA_SERVICE_MEDIAMTX_API_PORT', '${standby.ports.api}');
    },
    signed: {
      why: 'Both servers and the service are well. The one variable leads to the server that stands by and the others to the one that cameras send to, so that paths are made where nobody publishes.',
      cites:
        'CAMERA_SERVICE_MEDIAMTX_API_PORT is the port of standby, the RTSP port that of mediamtx; the paths are in standby and not in mediamtx; the publisher is refused there; get_status: connected.',
    },
  },
  {
    id: 'u5',
    what: 'the balancer lets go of connections that are silent for three seconds',
    expected: ['INTEGRATION_ISSUE'],
    ...BALANCED,
    files: { ...BALANCED.files, 'balancer.mjs': BALANCER, 'more.yaml': registryOf([OPS_1]) },
    change: (config, place) => {
      BALANCED.change?.(config, place);
      putBefore(config);
      config.set('requirements', 'more.yaml');
    },
    signed: {
      why: 'Asked directly the service keeps a silent connection, and through the balancer it answers whoever is quick. OPS-1, approved, is the agreement on that edge, and the balancer does not keep it.',
      cites:
        'Connections that end after 3 s of silence at the address of the balancer, none at that of the service; the log of the balancer: idle for 3000 ms, closed; OPS-1 with edge balancer>service.',
    },
  },
];
