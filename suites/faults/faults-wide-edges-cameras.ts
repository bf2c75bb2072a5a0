import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';

/** Between the service and the API of MediaMTX, a program that does `body` with each request and what came of it. */
function gateway(head: string, body: string): Pick<Fault, 'change' | 'files'> {
  return {
    files: {
      'gateway.mjs': `
import http from 'node:http';
import { readFileSync } from 'node:fs';
${head}
const answer = async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const ask = (path) => new Promise((resolve, reject) => {
    const options = { port: process.env.UPSTREAM, host: '127.0.0.1', method: request.method, path, headers: { 'content-type': 'application/json' } };
    const upstream = http.request(options, async (reply) => {
      const parts = [];
      for await (const part of reply) parts.push(part);
      resolve({ status: reply.statusCode, text: Buffer.concat(parts).toString() });
    });
    upstream.on('error', reject);
    upstream.end(Buffer.concat(chunks));
  });
  const send = (status, text) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(text);
  };
  ${body}
};
http.createServer((request, response) => void answer(request, response).catch(() => response.destroy())).listen(Number(process.env.LISTEN), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`,
    },
    change: (config) => {
      config.setIn(
        ['components', 'gateway'],
        config.createNode({
          kind: 'service',
          command: ['node', 'gateway.mjs'],
          requires: ['mediamtx'],
          ports: ['api'],
          env: { LISTEN: '${gateway.ports.api}', UPSTREAM: '${mediamtx.ports.api}' },
          ready: [{ tcp: '${gateway.host}:${gateway.ports.api}' }],
        }),
      );
      config.addIn(['components', 'service', 'requires'], 'gateway');
      setServiceVariable(config, 'CAMERA_SERVICE_MEDIAMTX_API_PORT', '${gateway.ports.api}');
    },
  };
}

/** Of the camera service. */
export const WIDE_EDGES_CAMERA_FAULTS: readonly Fault[] = [
  {
    id: 'we41',
    what: 'of the streams only those of the first page are told',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['smoke-websocket', 'startup'],
    edits: [
      { file: 'mediamtx-client.ts', from: 'const ITEMS_PER_PAGE = 1000;', to: 'const ITEMS_PER_PAGE = 1;' },
      { file: 'mediamtx-client.ts', from: "pageCount = numberOf(list['pageCount']);", to: 'pageCount = 1;' },
    ],
  },
  {
    id: 'we42',
    what: 'what happens to a camera is told to who came first alone',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['discovery'],
    edits: [
      {
        file: 'websocket-server.ts',
        from: 'for (const connection of this.#connections) connection.send(text);',
        to: 'for (const connection of [...this.#connections].slice(0, 1)) connection.send(text);',
      },
    ],
  },
  {
    id: 'we43',
    what: 'half of a picture is written',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['snapshot'],
    edits: [
      {
        file: 'snapshots.ts',
        from: 'await this.#parts.folder.write(filename, picture);',
        to: 'await this.#parts.folder.write(filename, picture.subarray(0, picture.length / 2));',
      },
    ],
  },
  {
    id: 'we51',
    what: 'the API has moved below another path',
    expected: ['INTEGRATION_ISSUE'],
    suites: ['startup', 'smoke-websocket'],
    ...gateway(
      '',
      `
  if (!request.url.startsWith('/mediamtx/')) return send(404, '404 page not found');
  const { status, text } = await ask(request.url.slice('/mediamtx'.length));
  send(status, text);`,
    ),
  },
  {
    id: 'we52',
    what: 'one path is taken with 200 and never made',
    expected: ['INTEGRATION_ISSUE'],
    suites: ['startup'],
    ...gateway(
      '',
      `
  if (request.url === '/v3/config/paths/add/camera1') return send(200, '{}');
  const { status, text } = await ask(request.url);
  send(status, text);`,
    ),
  },
  {
    id: 'we53',
    what: 'lists come in pages of one, whatever was asked for, and tell it by another name',
    expected: ['INTEGRATION_ISSUE'],
    suites: ['smoke-websocket', 'startup'],
    ...gateway(
      '',
      `
  const { status, text } = await ask(request.url.replace(/itemsPerPage=\\d+/, 'itemsPerPage=1'));
  send(status, text.replace('"pageCount"', '"totalPages"'));`,
    ),
  },
  {
    id: 'we54',
    what: 'readiness of a path is a word since the last version',
    expected: ['INTEGRATION_ISSUE'],
    suites: ['snapshot'],
    ...gateway(
      '',
      `
  const { status, text } = await ask(request.url);
  send(status, text.replaceAll(/"(ready|available)":\\s*(true|false)/g, (_, name, value) => '"' + name + '":"' + (value === 'true' ? 'yes' : 'no') + '"'));`,
    ),
  },
];
