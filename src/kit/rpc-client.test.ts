import assert from 'node:assert/strict';
import { once } from 'node:events';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { eventually } from './eventually.ts';
import { at } from './json-path.ts';
import { makeFrame, openRawWebSocket } from './raw-websocket.ts';
import { RpcError } from './rpc-message.ts';
import { connectRpc } from './rpc-client.ts';

/** A real server that answers by the name of the method: `echo`, `fail`, `late`, `twice`, `never`, `hang-up`. */
const ANSWERS: Readonly<Record<string, (socket: WebSocket, id: unknown, params: unknown) => void>> = {
  echo: (socket, id, params) => socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: params })),
  fail: (socket, id) =>
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -1, message: 'no', data: 7 } })),
  late: (socket, id) => setTimeout(() => socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: 'late' })), 60),
  twice: (socket, id) => {
    for (const result of [1, 2]) socket.send(JSON.stringify({ jsonrpc: '2.0', id, result }));
  },
  never: () => undefined,
  'hang-up': (socket) => socket.close(4001, 'enough'),
  news: (socket, id) => {
    for (const number of [1, 2, 3]) socket.send(JSON.stringify({ jsonrpc: '2.0', method: 'news', params: { number } }));
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: null }));
  },
};

describe('JSON-RPC client', () => {
  let server: WebSocketServer;
  let url: string;

  before(async () => {
    server = new WebSocketServer({ port: 0, host: '127.0.0.1', maxPayload: 1024 * 1024 });
    server.on('connection', (socket) => {
      socket.on('error', () => undefined);
      socket.on('message', (data: Buffer) => {
        const text = data.toString();
        if (!text.startsWith('{'))
          socket.send(text === 'bad' ? 'not json' : '{"jsonrpc":"2.0","id":null,"error":{"code":-32700}}');
        else {
          const request: unknown = JSON.parse(text);
          ANSWERS[String(at(request, 'method'))]?.(socket, at(request, 'id'), at(request, 'params'));
        }
      });
    });
    await once(server, 'listening');
    const address = server.address();
    url = `ws://127.0.0.1:${String(at(address, 'port'))}`;
  });

  after(async () => {
    for (const socket of server.clients) socket.terminate();
    await new Promise((resolve) => server.close(resolve));
  });

  it('gives results back and throws errors with code and data', async () => {
    await using client = await connectRpc(url);
    assert.deepEqual(await client.call('echo', { a: 1 }), { a: 1 });
    await assert.rejects(
      client.call('fail'),
      (thrown) => thrown instanceof RpcError && thrown.code === -1 && thrown.data === 7,
    );
    const answer = await client.ask('fail');
    assert.ok(answer.kind === 'error' && answer.message === 'no' && answer.tookMs >= 0);
  });

  it('keeps late and unsolicited answers apart from those that were waited for', async () => {
    await using client = await connectRpc(url);
    await assert.rejects(
      client.call('late', {}, { withinMs: 20 }),
      /no answer to late within 20 ms; last saw: no message at all/u,
    );
    await client.call('twice');
    await eventually(() => assert.equal(client.messages.length, 3), { withinMs: 5000, everyMs: 5 });
    assert.deepEqual(client.messages.map((message) => message.kind).toSorted(), ['answer', 'late', 'unsolicited']);
  });

  it('records notifications and finds them by method, content and place', async () => {
    await using client = await connectRpc(url);
    const mark = client.mark();
    await client.call('news');
    assert.deepEqual(
      client.notifications('news', mark).map(({ params }) => at(params, 'number')),
      [1, 2, 3],
    );
    const second = await client.notification('news', { where: (params) => at(params, 'number') === 2 });
    assert.equal(second.method, 'news');
    await assert.rejects(
      client.notification('news', { after: client.mark(), withinMs: 30 }),
      /no notification news within 30 ms/u,
    );
  });

  it('exchanges texts that are no requests', async () => {
    await using client = await connectRpc(url);
    assert.equal(at((await client.exchange('broken')).value, 'error.code'), -32_700);
    assert.equal((await client.exchange('bad')).text, 'not json');
  });

  it('does not wait for a connection that was closed', async () => {
    await using client = await connectRpc(url);
    await assert.rejects(client.call('hang-up'), /because ws:.* closed the connection with 4001 enough/u);
    assert.deepEqual(await client.closed, { code: 4001, reason: 'enough' });
    assert.equal(client.isOpen, false);
  });

  it('says so when nobody listens', async () => {
    await assert.rejects(connectRpc('ws://127.0.0.1:1'), /no WebSocket at ws:\/\/127\.0\.0\.1:1/u);
  });

  it('has a message that is too large refused by the server, not by itself', async () => {
    await using client = await connectRpc(url);
    client.send('x'.repeat(2 * 1024 * 1024));
    assert.equal((await client.closed).code, 1009);
  });

  it('speaks by hand: right frames of each length are answered, wrong ones end the connection', async () => {
    for (const length of [10, 200, 70_000]) {
      await using raw = await openRawWebSocket(url);
      const text = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'echo', params: { pad: 'y'.repeat(length) } });
      raw.write(makeFrame({ payload: Buffer.from(text) }));
      await eventually(() => assert.match(raw.received().toString(), /"result"/u), { withinMs: 5000, everyMs: 5 });
    }
    await using wrong = await openRawWebSocket(url);
    wrong.write(makeFrame({ payload: Buffer.from('x'), masked: false }));
    await wrong.ended;
  });
});
