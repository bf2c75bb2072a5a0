// A program of its own: serves the files of one folder by HTTP, read-only. Arguments: folder, host, port, nonce.
import { createReadStream, realpathSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

const [folder = '.', host = '127.0.0.1', port = '0', nonce = ''] = process.argv.slice(2);
const root = realpathSync(folder);

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
};

function answer(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('x-reality-nonce', nonce);
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405);
  const file = findFile(request.url ?? '/');
  if (file === undefined) return end(response, 404);
  response.writeHead(200, {
    'content-type': TYPES[extname(file.path)] ?? 'application/octet-stream',
    'content-length': file.stats.size,
  });
  if (request.method === 'HEAD') return void response.end();
  createReadStream(file.path)
    .once('error', () => response.destroy())
    .pipe(response);
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${status}\n`);
}

/** Nothing above the folder, also not by a link. A folder stands for its index.html. */
function findFile(url: string): { readonly path: string; readonly stats: Stats } | undefined {
  try {
    const { pathname } = new URL(url, 'http://localhost');
    const named = join(root, decodeURIComponent(pathname));
    const path = realpathSync(statSync(named).isDirectory() ? join(named, 'index.html') : named);
    const stats = statSync(path);
    return path.startsWith(`${root}/`) && stats.isFile() ? { path, stats } : undefined;
  } catch {
    return undefined;
  }
}

const server = createServer(answer).listen(Number(port), host);
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
