/** An HTTP gateway, port LISTEN to port UPSTREAM, that ends each answer about one path in its middle. */
export const API_GATEWAY = `
import http from 'node:http';
http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const options = { port: process.env.UPSTREAM, host: '127.0.0.1', method: request.method, path: request.url, headers: request.headers };
  const upstream = http.request(options, async (answer) => {
    const parts = [];
    for await (const part of answer) parts.push(part);
    const body = Buffer.concat(parts);
    response.writeHead(answer.statusCode, { 'content-type': 'application/json', 'content-length': body.length });
    if (!request.url.startsWith('/v3/paths/get/')) return response.end(body);
    response.write(body.subarray(0, body.length / 2), () => response.destroy());
  });
  upstream.on('error', () => response.destroy());
  upstream.end(Buffer.concat(chunks));
}).listen(Number(process.env.LISTEN), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;

/** A TCP gateway, port LISTEN to port UPSTREAM, through which nothing comes back after the answer to PLAY. */
export const RTSP_GATEWAY = `
import net from 'node:net';
net.createServer((client) => {
  const server = net.connect(Number(process.env.UPSTREAM), '127.0.0.1');
  let isPlaying = false;
  let isAnswered = false;
  client.on('data', (bytes) => {
    isPlaying ||= bytes.includes('PLAY rtsp');
    server.write(bytes);
  });
  server.on('data', (bytes) => {
    if (isAnswered) return;
    const end = bytes.indexOf('\\r\\n\\r\\n');
    isAnswered = isPlaying && end >= 0;
    client.write(isAnswered ? bytes.subarray(0, end + 4) : bytes);
  });
  const close = () => { client.destroy(); server.destroy(); };
  for (const socket of [client, server]) socket.on('error', close).on('close', close);
}).listen(Number(process.env.LISTEN), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;
