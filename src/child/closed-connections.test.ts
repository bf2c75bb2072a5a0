import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { listClosedConnections } from './closed-connections.ts';

/** More than one page of the kernel's table holds. */
const MANY = 150;

describe('closed connections', () => {
  it('are all told, however many there are', async () => {
    const server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const clients = new Set<number>();
      for (let made = 0; made < MANY; made += 1) {
        const socket = connect(port, '127.0.0.1');
        await once(socket, 'connect');
        clients.add(socket.localPort ?? 0);
        socket.end().resume();
        await once(socket, 'close');
      }
      const told = listClosedConnections().filter(({ remotePort }) => remotePort === port);
      assert.deepEqual(new Set(told.map((one) => one.port)), clients);
      assert.ok(told.every(({ ageMs }) => ageMs >= 0 && ageMs < 60_000));
    } finally {
      server.close();
    }
  });
});
