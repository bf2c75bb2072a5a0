import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { openTapHub } from './tap-hub.ts';

const CLIENTS = 400;
const LIMIT_MS = 12_000;

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('a relay that many reach at once', () => {
  it('joins them all: looking for who they are takes a small share of its time', async function () {
    this.timeout(LIMIT_MS + 10_000);
    let met = 0;
    const server = createServer((socket) => {
      met += 1;
      if (met === CLIENTS) server.emit('all');
      socket.on('error', () => undefined).resume();
    });
    const targetPort = await listen(server);
    const free = createServer();
    const listenPort = await listen(free);
    free.close();
    await once(free, 'close');
    const hub = openTapHub();
    const plan = { key: 'k', world: 'w', edge: 'e', component: 'c', portName: 'p', isShared: true };
    await hub.open([{ ...plan, listenPort, host: '127.0.0.1', targetPort }]);
    assert.deepEqual(await hub.look('w'), []);
    const clients = Array.from({ length: CLIENTS }, () =>
      connect(listenPort, '127.0.0.1').on('error', () => undefined),
    );
    try {
      await once(server, 'all', { signal: AbortSignal.timeout(LIMIT_MS) });
      assert.equal(met, CLIENTS);
    } finally {
      for (const client of clients) client.destroy();
      await hub.close();
      server.close();
    }
  });
});
