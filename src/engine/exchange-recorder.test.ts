import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { EXCHANGE_RECORDER } from './exchange-recorder.ts';

/** What one program asks of a real server, and the lines by which it is told. */
async function record(program: string, before = ''): Promise<readonly Record<string, unknown>[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'recorder-'));
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url === '/silent') return;
      if (request.url === '/cut') request.socket.destroy();
      const zipped = request.url === '/zipped';
      response.writeHead(request.url === '/missing' ? 404 : 200, {
        'content-type': request.url === '/picture' ? 'image/jpeg' : 'application/json',
        ...(zipped && { 'content-encoding': 'gzip' }),
      });
      const text = JSON.stringify({ asked: Buffer.concat(chunks).toString() });
      response.end(zipped ? gzipSync(text) : text);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const file = path.join(folder, 'exchanges.ndjson');
  const main = path.join(folder, 'main.mjs');
  if (before !== '') writeFileSync(file, before);
  writeFileSync(main, `import http from 'node:http';\nconst url = 'http://127.0.0.1:${port}';\n${program}\n`);
  try {
    const child = spawn(process.execPath, ['--require', EXCHANGE_RECORDER, main], {
      env: { ...process.env, REALITY_EXCHANGES: file, REALITY_TEST: '3' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 0);
    const lines = readFileSync(before === '' ? file : `${file}.last`, 'utf8')
      .trim()
      .split('\n');
    if (before !== '') assert.equal(readFileSync(file, 'utf8'), `${before}{"full":true}\n`);
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  }
}

const ends = (lines: readonly Record<string, unknown>[]): readonly unknown[] =>
  lines.filter((line) => 'ended' in line).map(({ end, code, answer }) => [end, code, answer]);

describe('the recorder beside plain clients', () => {
  it('tells what fetch asks and is answered, with its bodies', async () => {
    const lines = await record(`
      await (await fetch(url + '/orders?all=1', { method: 'POST', body: '{"a":1}' })).json();
      await (await fetch(url + '/missing')).text();
      await (await fetch(url + '/zipped')).text();
      await (await fetch(url + '/picture')).arrayBuffer();`);
    const asked = lines.findLast(({ method }) => method === 'POST /orders?all=1');
    assert.equal(asked?.['request'], '{"a":1}');
    assert.equal(asked['test'], 3);
    assert.deepEqual(ends(lines), [
      ['answered', '200', '{"asked":"{\\"a\\":1}"}'],
      ['error', '404', '{"asked":""}'],
      ['answered', '200', '{"asked":""}'],
      ['answered', '200', '12 bytes of image/jpeg'],
    ]);
  });

  it('tells headers that mean something, of both sides', async () => {
    const lines = await record(`
      await (await fetch(url + '/a', { method: 'POST', headers: { 'Idempotency-Key': 'k-1' }, body: '{"a":1}' })).json();
      await new Promise((done) => http.get(url + '/b', { headers: { 'X-Tag': ['one', 'two'] } }, (answer) => answer.resume().on('end', done)));`);
    const type = { 'content-type': 'application/json' };
    assert.deepEqual(
      lines
        .map(({ requestHeaders, answerHeaders }) => requestHeaders ?? answerHeaders)
        .filter(Boolean)
        .slice(-3),
      [type, { 'x-tag': 'one, two' }, type],
    );
    const [{ requestHeaders } = {}] = lines;
    assert.equal((requestHeaders as Record<string, string>)['idempotency-key'], 'k-1');
    assert.equal((requestHeaders as Record<string, string>)['content-type'], 'text/plain;charset=UTF-8');
  });

  it('goes on beside a file that is full', async () => {
    const full = `${'x'.repeat(2 * 1024 * 1024 - 100)}\n`;
    const lines = await record("await (await fetch(url + '/last')).text();", full);
    assert.deepEqual([lines[0]?.['method'], ends(lines).length], ['GET /last', 1]);
  });

  it('tells what came to nothing, and why', async () => {
    const lines = await record(`
      await fetch(url + '/silent', { signal: AbortSignal.timeout(100) }).catch(() => undefined);
      await fetch(url + '/cut').catch(() => undefined);
      await new Promise((done) => http.get('http://127.0.0.1:21/').on('error', done));`);
    assert.deepEqual(
      ends(lines).map((one) => (one as unknown[]).slice(0, 2)),
      [
        ['silent', undefined],
        ['closed', 'UND_ERR_SOCKET'],
        ['refused', 'ECONNREFUSED'],
      ],
    );
  });

  it('tells what node:http asks, and changes nothing of what it hears', async () => {
    const lines = await record(`
      const text = await new Promise((done) => http.get(url + '/a', (answer) => {
        let all = ''; answer.setEncoding('utf8'); answer.on('data', (part) => (all += part)); answer.on('end', () => done(all));
      }));
      if (text !== '{"asked":""}') process.exit(9);`);
    assert.deepEqual(ends(lines), [['answered', '200', '{"asked":""}']]);
  });
});
