import type { Document } from 'yaml';
import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';
import { OPERATED, OPERATOR } from './faults-blind2-cameras.ts';
import { suiteOf } from './own-suite.ts';

/** An HTTP gateway, port LISTEN to port UPSTREAM, that keeps what it was once answered about a path. */
const API_CACHE = `
import http from 'node:http';
const KEPT_MS = 60_000;
const kept = new Map();
http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const isKept = request.method === 'GET' && request.url.startsWith('/v3/paths/get/');
  const known = kept.get(request.url);
  if (isKept && known !== undefined && Date.now() - known.atMs < KEPT_MS) {
    response.writeHead(known.status, { ...known.headers, age: Math.round((Date.now() - known.atMs) / 1000), 'x-cache': 'HIT' });
    return response.end(known.body);
  }
  const options = { port: process.env.UPSTREAM, host: '127.0.0.1', method: request.method, path: request.url, headers: request.headers };
  const upstream = http.request(options, async (answer) => {
    const parts = [];
    for await (const part of answer) parts.push(part);
    const body = Buffer.concat(parts);
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    if (isKept) kept.set(request.url, { status: answer.statusCode, headers, body, atMs: Date.now() });
    response.writeHead(answer.statusCode, headers);
    response.end(body);
  });
  upstream.on('error', () => response.destroy());
  upstream.end(Buffer.concat(chunks));
}).listen(Number(process.env.LISTEN), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;

/** A proxy before HLS, port LISTEN to the address UPSTREAM. */
const HLS_PROXY = `
import http from 'node:http';
http.createServer((request, response) => {
  const upstream = http.get(process.env.UPSTREAM + request.url, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  upstream.on('error', (error) => {
    console.error(\`error while connecting to upstream \${process.env.UPSTREAM}: \${error.message}\`);
    response.writeHead(502, { 'content-type': 'text/html' });
    response.end('<h1>502 Bad Gateway</h1>');
  });
}).listen(Number(process.env.LISTEN), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;

interface Between {
  readonly name: string;
  readonly upstream: string;
  readonly variable: string;
}

/** Puts a program of the project before a port of MediaMTX, and gives its port to the service. */
function putBetween(config: Document, { name, upstream, variable }: Between): void {
  const port = `\${${name}.ports.in}`;
  config.setIn(
    ['components', name],
    config.createNode({
      kind: 'service',
      command: ['node', `${name}.mjs`],
      requires: ['mediamtx'],
      ports: ['in'],
      env: { LISTEN: port, UPSTREAM: upstream },
      ready: [{ tcp: `\${${name}.host}:${port}` }],
    }),
  );
  config.addIn(['components', 'service', 'requires'], name);
  setServiceVariable(config, variable, port);
}

const NEW_CAMERA = suiteOf(
  `${OPERATOR}
  let publisher;
  after(() => publisher?.[Symbol.asyncDispose]());
  it('a camera that sends nothing yet is not recorded [REQ-MEDIA-013]', async () => {
    const client = await asOperator();
    await world().control.plug('devices', 'video7');
    await eventually(() => client.call('get_camera_status', { device: 'video7' }), { what: 'video7', withinMs: 5000 });
    assert.equal((await client.ask('start_recording', { device: 'video7' })).code, -1004);
  });
  it('is recorded as soon as it sends [REQ-MEDIA-005]', async () => {
    const client = await asOperator();
    const { streams } = await client.call('get_camera_status', { device: 'video7' });
    publisher = startPublisher({ url: streams.rtsp });
    await waitForMedia(mediaMtx(world().component('mediamtx').url('api')), 'camera7', 15_000);
    await eventually(() => client.call('start_recording', { device: 'video7' }), { what: 'a recording', withinMs: 8000 });
    await client.ask('stop_recording', { device: 'video7' }, { withinMs: 15_000 });
  });
  it('gives a picture while it sends [REQ-MEDIA-001]', async () => {
    const client = await asOperator();
    const { status } = await client.call('take_snapshot', { device: 'video7' }, { withinMs: 15_000 });
    assert.equal(status, 'completed');
  });
  it('of a camera that sent from the beginning there is a picture [REQ-MEDIA-001]', async () => {
    const client = await asOperator();
    const { status } = await client.call('take_snapshot', { device: 'video0' }, { withinMs: 15_000 });
    assert.equal(status, 'completed');
  });`,
  { ...OPERATED, requires: ['service', 'devices', 'camera0'] },
  "import { eventually, mediaMtx, startPublisher, waitForMedia } from 'reality-harness/kit';",
);

const WATCHED = suiteOf(
  `
  for (const device of ['video0', 'video1']) {
    it(\`\${device} can be watched by RTSP [REQ-CAM-015]\`, async () => {
      const client = await connect();
      const { streams } = await client.call('get_camera_status', { device });
      assert.equal((await watchStream(streams.rtsp)).codec, 'h264');
    });
    it(\`\${device} can be watched in a browser [REQ-CAM-015]\`, async () => {
      const client = await connect();
      const { streams } = await client.call('get_camera_status', { device });
      const { media } = await readHls(streams.hls);
      assert.ok(media.length > 1000, \`\${media.length} bytes of media\`);
    });
  }`,
  { requires: ['service', 'camera0', 'camera1'] },
  "import { readHls, watchStream } from 'reality-harness/kit';",
);

/** Fifth blind part, on the reference camera service: what is wrong in it, or between it and MediaMTX. */
export const BLIND5_CAMERA_FAULTS: readonly Fault[] = [
  {
    id: 'v1',
    what: 'only clients that have authenticated are told what happens',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['discovery', 'recording'],
    edits: [
      {
        file: 'websocket-server.ts',
        from: 'for (const connection of this.#connections) connection.send(text);',
        to: 'for (const connection of this.#connections) if (connection.access !== undefined) connection.send(text);',
      },
    ],
    signed: {
      why: 'REQ-WS-016, REQ-CAM-013 and REQ-MEDIA-014, approved and critical, say every connected client. Who has shown no token is connected all the same, and hears nothing; cameras and recordings themselves are in order.',
      cites:
        'Tests that wait for camera_status_update and recording_status_update on a connection without a token, in vain; the same notification on a connection with one; REQ-WS-016.',
    },
  },
  {
    id: 'v2',
    what: 'an id that is zero or empty is taken for none',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['control'],
    edits: [
      {
        file: 'rpc.ts',
        from: "id: 'id' in value ? id : undefined,",
        to: "id: value['id'] ? id : undefined,",
      },
    ],
    signed: {
      why: 'REQ-WS-008, approved and critical: the id of a request is echoed. 0 and the empty text are ids, and a request with one of them is never answered, while other ids come back on the same connection.',
      cites: 'Requests with the ids 0 and "" without an answer; answers to all other ids; REQ-WS-008.',
    },
  },
  {
    id: 'v3',
    what: 'a recording that could not begin leaves its camera marked as being recorded',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['storage'],
    edits: [
      {
        file: 'recorder.ts',
        from: '      return { session, filename };\n    } finally {\n      this.#beginning.delete(camera.path);\n    }',
        to: '      this.#beginning.delete(camera.path);\n      return { session, filename };\n    } catch (error) {\n      this.#parts.log.warn(`no recording of ${camera.device}`);\n      throw error;\n    }',
      },
    ],
    signed: {
      why: 'REQ-ERROR-003, approved and critical: a folder that cannot be written is answered with an error and the service goes on. It does not: the camera counts as recorded for ever, although stop_recording says that it is not. The folders were broken on purpose, and mended again.',
      cites:
        'Error -1006 to every later start_recording of video0; -1004 to stop_recording of the same camera; the first -32603, after which it begins; REQ-ERROR-003.',
    },
  },
  {
    id: 'v4',
    what: 'a cache stands between the service and the API of MediaMTX and answers from memory',
    expected: ['INTEGRATION_ISSUE'],
    ...NEW_CAMERA,
    files: { ...NEW_CAMERA.files, 'gateway.mjs': API_CACHE },
    change: (config, place) => {
      NEW_CAMERA.change?.(config, place);
      const upstream = '${mediamtx.ports.api}';
      putBetween(config, { name: 'gateway', upstream, variable: 'CAMERA_SERVICE_MEDIAMTX_API_PORT' });
    },
    signed: {
      why: 'MediaMTX itself says that the path is ready and its bytes grow; the service is told what was true a minute ago. Each is well, what lies between them keeps what must not be kept.',
      cites:
        'Error -1004 "has no frames" for a camera whose path MediaMTX reports ready with growing bytes; CAMERA_SERVICE_MEDIAMTX_API_PORT is the port of the gateway; video0, asked about only once it sent, is in order.',
    },
  },
  {
    id: 'v5',
    what: 'the proxy through which HLS is advertised leads to a server that is gone',
    expected: ['INTEGRATION_ISSUE'],
    ...WATCHED,
    files: { ...WATCHED.files, 'edge.mjs': HLS_PROXY },
    change: (config, place) => {
      WATCHED.change?.(config, place);
      const upstream = 'http://mediamtx-old.invalid:8888';
      putBetween(config, { name: 'edge', upstream, variable: 'CAMERA_SERVICE_MEDIAMTX_HLS_PORT' });
    },
    signed: {
      why: 'The service advertises the port that it was given, as REQ-CAM-012 asks; MediaMTX gives the same streams by RTSP. The proxy between viewer and MediaMTX has an address of yesterday, so that REQ-CAM-015, of the edge service>mediamtx, is not kept.',
      cites:
        'Status 502 at the advertised HLS address; the log of the proxy: mediamtx-old.invalid cannot be resolved; UPSTREAM in its configuration; RTSP of the same cameras gives media.',
    },
  },
];
