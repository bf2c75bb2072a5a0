/** A relay before an HTTP API, as a program: `node relay.mjs rename|delay|guard`, from port LISTEN to port UPSTREAM. */
export const RELAY = `
import http from 'node:http';
const [way] = process.argv.slice(2);
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  if (way === 'guard' && !request.headers.authorization) {
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end('{"status":"error","error":"authentication error"}');
    return;
  }
  if (way === 'delay') await wait(5000);
  const options = { port: process.env.UPSTREAM, host: '127.0.0.1', method: request.method, path: request.url, headers: request.headers };
  const upstream = http.request(options, async (answer) => {
    const parts = [];
    for await (const part of answer) parts.push(part);
    const text = Buffer.concat(parts).toString();
    const body = way === 'rename' ? text.replaceAll('"items"', '"entries"').replaceAll('"pageCount"', '"pages"') : text;
    response.writeHead(answer.statusCode, { 'content-type': 'application/json' });
    response.end(body);
  });
  upstream.on('error', () => response.destroy());
  upstream.end(Buffer.concat(chunks));
}).listen(Number(process.env.LISTEN), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;
