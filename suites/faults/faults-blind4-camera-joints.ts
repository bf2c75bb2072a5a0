import { spawnSync } from 'node:child_process';
import type { Document } from 'yaml';
import { setServiceVariable } from './fault.ts';
import type { Fault, Place } from './fault.ts';
import { registryOf, suiteCalled } from './faults-blind4-suite.ts';
import { CACHE, INGRESS, TLS_GATEWAY } from './gateways-blind4.ts';

/** Puts a program of the project between the service and the API of MediaMTX. */
export function beforeApi(config: Document): void {
  config.setIn(
    ['components', 'gateway'],
    config.createNode({
      kind: 'service',
      command: ['node', 'gateway.mjs'],
      requires: ['mediamtx'],
      ports: ['in'],
      env: { LISTEN: '${gateway.ports.in}', UPSTREAM: '${mediamtx.ports.api}' },
      ready: [{ tcp: '${gateway.host}:${gateway.ports.in}' }],
    }),
  );
  config.addIn(['components', 'service', 'requires'], 'gateway');
  setServiceVariable(config, 'CAMERA_SERVICE_MEDIAMTX_API_PORT', '${gateway.ports.in}');
}

/** A key and a certificate of nobody, made anew. */
function makeCertificate({ folder }: Place): void {
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const files = ['-keyout', 'gateway.key', '-out', 'gateway.crt', '-days', '30', '-subj', '/CN=localhost'];
  const { status, stderr } = spawnSync('openssl', ['req', ...kind, ...files], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`no certificate: ${stderr}`);
}

/** Beside the service, and asked by suites in its place. */
function beforeService(config: Document): void {
  config.setIn(
    ['components', 'ingress'],
    config.createNode({
      kind: 'service',
      command: ['node', 'ingress.mjs'],
      requires: ['service'],
      ports: ['in'],
      urls: { ws: 'ws://${ingress.host}:${ingress.ports.in}/ws', http: 'http://${ingress.host}:${ingress.ports.in}' },
      env: {
        LISTEN: '${ingress.ports.in}',
        WS_UPSTREAM: '${service.ports.ws}',
        HEALTH_UPSTREAM: '${service.ports.health}',
      },
      ready: [{ http: '${ingress.urls.http}/health/ready', status: 200 }],
    }),
  );
}

const STREAMS = suiteCalled('streams-now', {
  more: { requires: ['service', 'camera0', 'camera1'] },
  head: `
import { eventually, mediaMtx } from 'reality-harness/kit';
const server = () => mediaMtx(world().component('mediamtx').url('api'));
const told = async (client) => (await client.call('get_streams')).streams.map(({ name }) => name);`,
  body: `
  it('tells the streams of its cameras [REQ-MTX-006]', async () => {
    assert.ok((await told(await connect())).includes('camera0'));
  });
  it('tells a path that was added to MediaMTX [REQ-MTX-006]', async () => {
    const client = await connect();
    await server().addPath('door');
    await eventually(async () => assert.ok((await told(client)).includes('door'), 'door is not told'), { what: 'door', withinMs: 5000 });
  });
  it('tells no path that MediaMTX no longer has [REQ-MTX-006]', async () => {
    const client = await connect();
    await server().deletePath('camera1');
    const paths = (await server().paths()).map(({ name }) => name);
    await eventually(async () => assert.deepEqual((await told(client)).toSorted(), paths.toSorted()), { what: 'the paths', withinMs: 5000 });
  });`,
});

const BY_THE_INGRESS = suiteCalled('ingress', {
  more: { requires: ['service', 'ingress'] },
  head: "const ingress = () => world().component('ingress');",
  body: `
  it('answers ping inside [REQ-WS-011]', async () => {
    const client = await connect();
    assert.equal(await client.call('ping'), 'pong');
  });
  it('tells its health outside [OPS-1]', async () => {
    assert.equal((await fetch(\`\${ingress().url('http')}/health/system\`)).status, 200);
  });
  it('answers ping outside [OPS-1]', async () => {
    const client = await connect(ingress().url('ws'));
    assert.equal(await client.call('ping'), 'pong');
  });
  it('lists its cameras outside [OPS-1, REQ-CAM-008]', async () => {
    const client = await connect(ingress().url('ws'));
    assert.equal((await client.call('get_camera_list')).total, 2);
  });`,
});

const OPS_1 = {
  id: 'OPS-1',
  text: 'Clients reach the service through the ingress, its WebSocket as well as its health.',
  source: 'agreement with operations 1',
  status: 'approved',
  critical: true,
  edge: 'ingress>service',
};

/** Fourth blind part, on what stands around the camera service. */
export const BLIND4_CAMERA_JOINT_FAULTS: readonly Fault[] = [
  {
    id: 'z4',
    what: 'the API of MediaMTX is behind TLS, and is asked in plain HTTP',
    expected: ['INTEGRATION_ISSUE'],
    suites: ['startup', 'smoke-websocket'],
    files: { 'gateway.mjs': TLS_GATEWAY },
    change: (config, place) => {
      makeCertificate(place);
      beforeApi(config);
    },
    signed: {
      why: 'MediaMTX runs and answers, the gateway does what TLS does with plain text, and the service speaks as it always did: the two ends speak differently. That the service then gives up with exit 1 is what it has promised.',
      cites:
        'The log of the gateway: sent away, http request; the last words of the service: MediaMTX at the address of the gateway does not answer; MediaMTX ready throughout.',
    },
  },
  {
    ...STREAMS,
    id: 'z5',
    what: 'a cache before the API of MediaMTX hands out lists that are no longer true',
    expected: ['INTEGRATION_ISSUE'],
    suites: ['streams-now', 'discovery'],
    files: { ...STREAMS.files, 'gateway.mjs': CACHE },
    change: (config, place) => {
      STREAMS.change?.(config, place);
      beforeApi(config);
    },
    signed: {
      why: 'MediaMTX knows its paths and the service tells what it is answered; what lies between keeps old answers. Asked directly MediaMTX tells otherwise in the same moment.',
      cites:
        'get_streams without a path that MediaMTX itself lists; the API port of the service is that of the gateway, whose listener is no MediaMTX; both alive.',
    },
  },
  {
    ...BY_THE_INGRESS,
    id: 'z6',
    what: 'the ingress passes HTTP on, and no WebSocket',
    expected: ['INTEGRATION_ISSUE'],
    files: { ...BY_THE_INGRESS.files, 'ingress.mjs': INGRESS, 'more.yaml': registryOf([OPS_1]) },
    change: (config, place) => {
      BY_THE_INGRESS.change?.(config, place);
      beforeService(config);
      config.set('requirements', 'more.yaml');
    },
    signed: {
      why: 'Asked directly the service speaks WebSocket, the ingress runs and passes health on: the upgrade is lost between the two. OPS-1, approved, is the agreement, and it is one on that edge.',
      cites:
        'Status 426 at the address of the ingress, pong at that of the service; the log of the ingress: GET /ws -> 426; OPS-1 with edge ingress>service.',
    },
  },
];
