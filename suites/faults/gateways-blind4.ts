/** TLS before a TCP port: what is not TLS is sent away. LISTEN, UPSTREAM; its key and certificate lie beside it. */
export const TLS_GATEWAY = `
import { readFileSync } from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';
const read = (name) => readFileSync(new URL(name, import.meta.url));
tls
  .createServer({ key: read('gateway.key'), cert: read('gateway.crt') }, (client) => {
    const server = net.connect(Number(process.env.UPSTREAM), '127.0.0.1');
    client.pipe(server).pipe(client);
    const close = () => { client.destroy(); server.destroy(); };
    for (const socket of [client, server]) socket.on('error', close).on('close', close);
  })
  .on('tlsClientError', (error) => console.error('sent away: ' + error.message))
  .listen(Number(process.env.LISTEN), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;

/** An HTTP cache: an answer to GET that is worth keeping is good for three minutes. LISTEN, UPSTREAM. */
export const CACHE = `
import http from 'node:http';
const KEPT_MS = 180_000;
const WORTH_BYTES = 700;
const kept = new Map();
const send = (response, { status, body }, hit) => {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length, 'x-cache': hit ? 'HIT' : 'MISS' });
  response.end(body);
};
http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const known = request.method === 'GET' ? kept.get(request.url) : undefined;
  if (known !== undefined && Date.now() - known.at < KEPT_MS) return send(response, known, true);
  const options = { port: process.env.UPSTREAM, host: '127.0.0.1', method: request.method, path: request.url, headers: request.headers };
  const upstream = http.request(options, async (answer) => {
    const parts = [];
    for await (const part of answer) parts.push(part);
    const found = { status: answer.statusCode, body: Buffer.concat(parts), at: Date.now() };
    if (request.method === 'GET' && found.status === 200 && found.body.length > WORTH_BYTES) kept.set(request.url, found);
    send(response, found, false);
  });
  upstream.on('error', () => response.destroy());
  upstream.end(Buffer.concat(chunks));
}).listen(Number(process.env.LISTEN), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;

/** What clients come in by: HTTP to the port of health for /health, to that of the WebSocket otherwise; headers of one hop stay here. */
export const INGRESS = `
import http from 'node:http';
const OF_ONE_HOP = ['connection', 'upgrade', 'keep-alive', 'te', 'trailer', 'transfer-encoding'];
http.createServer((request, response) => {
  const port = request.url.startsWith('/health') ? process.env.HEALTH_UPSTREAM : process.env.WS_UPSTREAM;
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !OF_ONE_HOP.includes(name)));
  const upstream = http.request({ host: '127.0.0.1', port, method: request.method, path: request.url, headers }, (answer) => {
    console.log(request.method + ' ' + request.url + ' -> ' + answer.statusCode);
    response.writeHead(answer.statusCode, { 'content-type': answer.headers['content-type'] ?? 'text/plain' });
    answer.pipe(response);
  });
  upstream.on('error', () => response.destroy());
  request.pipe(upstream);
}).listen(Number(process.env.LISTEN), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;
