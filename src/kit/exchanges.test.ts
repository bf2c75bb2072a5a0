import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WebSocketServer } from 'ws';
import { recordAsked } from './exchanges.ts';
import { openHttp } from './http.ts';
import { connectRpc } from './rpc-client.ts';

type Line = Readonly<Record<string, unknown>>;

describe('the record of exchanges', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'exchanges-'));
    file = path.join(folder, 'exchanges.ndjson');
    process.env['REALITY_EXCHANGES'] = file;
  });
  afterEach(() => {
    delete process.env['REALITY_EXCHANGES'];
    rmSync(folder, { recursive: true });
  });

  const read = (): readonly Line[] =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);

  it('holds question and answer of JSON-RPC, an error with its code, and what was never answered', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    server.on('connection', (socket) => {
      socket.on('message', (data: Buffer) => {
        const { id, method } = JSON.parse(data.toString()) as { id: number; method: string };
        if (method === 'ping') socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: 'pong' }));
        if (method === 'bad')
          socket.send(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'no' } }));
      });
    });
    const { port } = server.address() as { port: number };
    const rpc = await connectRpc(`ws://127.0.0.1:${port}/ws`);
    assert.equal(await rpc.call('ping', { a: 1 }), 'pong');
    await rpc.ask('bad');
    await assert.rejects(rpc.ask('mute', {}, { withinMs: 50 }));
    await rpc.close();
    server.close();
    const address = `127.0.0.1:${port}`;
    const told = read().map(({ at: _at, ...line }) => line);
    const [first] = told;
    const connection = first?.['connection'];
    const question = (nth: number): Line => ({ protocol: 'json-rpc', address, path: '/ws', connection, nth });
    const id = (count: number): string => `${process.pid}.${Number(String(first?.['asked']).split('.')[1]) + count}`;
    assert.deepEqual(told, [
      {
        asked: id(0),
        ...question(1),
        method: 'ping',
        request: '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":1}}',
      },
      { ended: id(0), end: 'answered', answer: '{"jsonrpc":"2.0","id":1,"result":"pong"}' },
      { asked: id(1), ...question(2), method: 'bad', request: '{"jsonrpc":"2.0","id":2,"method":"bad"}' },
      {
        ended: id(1),
        end: 'error',
        code: '-32601',
        answer: '{"jsonrpc":"2.0","id":2,"error":{"code":-32601,"message":"no"}}',
      },
      { asked: id(2), ...question(3), method: 'mute', request: '{"jsonrpc":"2.0","id":3,"method":"mute","params":{}}' },
      { ended: id(2), end: 'silent', answer: '' },
    ]);
  });

  it('holds HTTP with status and body, and whether nobody listened or nobody answered', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/never') return;
      response.writeHead(request.url === '/missing' ? 404 : 200, { 'content-type': 'application/json' });
      response.end('{"ok":true}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const url = `http://127.0.0.1:${port}`;
    await openHttp(`${url}/there?x=1`, { headers: { 'X-Tag': 'one' }, cookies: new Map([['a', 'b']]) });
    await openHttp(`${url}/missing`);
    await assert.rejects(openHttp(`${url}/never`, { withinMs: 100 }));
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    await assert.rejects(openHttp(`${url}/gone`));
    const lines = read();
    assert.deepEqual(
      lines.filter((line) => 'ended' in line).map(({ end, code }) => [end, code]),
      [
        ['answered', '200'],
        ['error', '404'],
        ['silent', undefined],
        ['refused', 'ECONNREFUSED'],
      ],
    );
    assert.equal(lines[0]?.['method'], 'GET /there?x=1');
    assert.deepEqual(lines[0]['requestHeaders'], { 'x-tag': 'one', cookie: 'a=b' });
    assert.deepEqual(lines[1]?.['answerHeaders'], { 'content-type': 'application/json' });
    assert.equal(lines[1]?.['answer'], '{"ok":true}');
  });

  it('keeps its beginning and its end, with a line between, and never grows beyond 4 MB', () => {
    const question = { protocol: 'http', url: 'http://127.0.0.1:1/', request: 'x'.repeat(5000) } as const;
    for (let count = 0; count < 6000; count += 1)
      recordAsked({ ...question, method: `GET /${count}` })({ end: 'answered', answer: '' });
    const parts = ['', '.before', '.last'].map((part) => readFileSync(`${file}${part}`, 'utf8'));
    const sizeBytes = parts.join('').length;
    assert.ok(sizeBytes <= 4 * 1024 * 1024 && sizeBytes > 3 * 1024 * 1024, String(sizeBytes));
    assert.equal(read().filter((line) => line['full'] === true).length, 1);
    assert.equal(String(read()[0]?.['request']).length, 1000);
    const ended = parts.join('').trimEnd().split('\n').at(-1);
    assert.ok(read()[0]?.['method'] === 'GET /0' && String(ended).includes(`"ended":"${process.pid}.`));
    assert.ok(String(parts[2]).includes('"GET /5999"'));
  });

  it('says nothing outside a run', () => {
    delete process.env['REALITY_EXCHANGES'];
    recordAsked({ protocol: 'http', url: 'http://127.0.0.1:1/', method: 'GET /', request: '' })({
      end: 'answered',
      answer: '',
    });
    assert.throws(() => readFileSync(file));
  });
});
