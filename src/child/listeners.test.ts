import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openScene } from '../../fixtures/tools/scene.ts';
import { findPortOwner, listListeners, listSockets, mapSocketOwners, parseEnd } from './listeners.ts';

describe('parseEnd', () => {
  // As /proc/net shows them on a little-endian machine.
  const cases: readonly (readonly [string, string])[] = [
    ['0100007F:1F90', '127.0.0.1:8080'],
    ['00000000:0050', '0.0.0.0:80'],
    ['00000000000000000000000001000000:1F90', '[::1]:8080'],
    ['00000000000000000000000000000000:0016', '[::]:22'],
    ['0000000000000000FFFF00000100007F:1F90', '[::ffff:127.0.0.1]:8080'],
    ['B80D01200000000067452301EFCDAB89:01BB', '[2001:db8::123:4567:89ab:cdef]:443'],
  ];
  for (const [text, address] of cases) {
    it(`reads ${address}`, () => assert.equal(parseEnd(text).address, address));
  }
});

describe('listeners', () => {
  let directory = '';
  before(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'listen-'));
  });
  after(() => rmSync(directory, { recursive: true }));

  it('finds TCP, IPv6, UDP and Unix listeners of this process, and whose they are', async () => {
    const servers = [
      createServer().listen(0, '127.0.0.1'),
      createServer().listen(0, '::1'),
      createServer().listen(path.join(directory, 'socket')),
      createServer().listen('\0reality-test-socket'),
    ];
    const udp = createSocket('udp4').bind(0, '127.0.0.1');
    await Promise.all([...servers.map(async (server) => once(server, 'listening')), once(udp, 'listening')]);
    const [tcp4 = 0, tcp6 = 0] = servers.slice(0, 2).map((server) => (server.address() as AddressInfo).port);
    const found = listListeners([process.pid]).map(({ protocol, address, owner }) => {
      assert.equal(owner?.pid, process.pid);
      return `${protocol} ${address}`;
    });
    for (const expected of [
      `tcp 127.0.0.1:${tcp4}`,
      `tcp [::1]:${tcp6}`,
      `udp 127.0.0.1:${udp.address().port}`,
      `unix ${path.join(directory, 'socket')}`,
      'unix @reality-test-socket',
    ]) {
      assert.ok(found.includes(expected), `${expected} in ${found.join()}`);
    }
    for (const [protocol, port] of [
      ['tcp', tcp4],
      ['tcp', tcp6],
      ['udp', udp.address().port],
    ] as const) {
      const owner = findPortOwner(protocol, port);
      assert.equal(owner.kind === 'held' && owner.owner.pid, process.pid);
    }
    for (const server of servers) server.close();
    udp.close();
    await Promise.all(servers.map(async (server) => once(server, 'close')));
    assert.deepEqual(findPortOwner('tcp', tcp4), { kind: 'free' });
  });

  it('finds a listener among many connections of the same state table', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const clients = Array.from({ length: 100 }, () => connect(port, '127.0.0.1'));
    await Promise.all(clients.map(async (client) => once(client, 'connect')));
    const late = createServer().listen(0, '127.0.0.1');
    await once(late, 'listening');
    assert.equal(findPortOwner('tcp', (late.address() as AddressInfo).port).kind, 'held');
    const owners = mapSocketOwners([process.pid]);
    const connected = listSockets().filter(({ inode, remotePort }) => owners.has(inode) && remotePort === port);
    assert.ok(connected.length >= 100);
    for (const client of clients) client.destroy();
    server.close();
    late.close();
  });

  it('shows the listener that a child left behind', async () => {
    const scene = openScene();
    const end = await (await scene.start('leaves-listener.js')).ended;
    const port = Number(/listening on (\d+)/.exec(end.stdout.tail)?.[1]);
    const [left] = await scene.scope.find();
    const owner = findPortOwner('tcp', port);
    assert.equal(owner.kind === 'held' && owner.owner.pid, left?.process.pid);
    await scene.close();
    assert.deepEqual(findPortOwner('tcp', port), { kind: 'free' });
  });
});
