import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { readConnections } from '#child';
import { openTapHub } from '#contact';
import type { TapHub, WorldTraffic } from '#contact';
import { askControl, isListenedOn, makeNodeService, openTestRun, partOf, until } from './world-fixture.test.ts';
import type { TestRun } from './world-fixture.test.ts';
import type { World } from './types.ts';

/** `code` of the error, or the body. */
async function ask(port: number | undefined, path = '/'): Promise<string> {
  return new Promise((resolve) => {
    const call = request({ host: '127.0.0.1', port: port ?? 0, path, agent: false }, (answer) => {
      let body = '';
      answer.on('data', (bytes: Buffer) => (body += bytes.toString()));
      answer.once('end', () => resolve(body));
    });
    call.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    call.end();
  });
}

const store = makeNodeService('store', `listen((q, r) => r.end('stored at ' + port))`);
/** Asks the store for each request, and tells which port it was given. */
const shop = makeNodeService(
  'shop',
  `listen((q, r) => q.url === '/' ? r.end('open') : http.get({ host: '127.0.0.1', port: process.env.STORE, agent: false }, (a) => {
      a.resume(); a.once('end', () => r.end(process.env.STORE)); }).once('error', (e) => r.end(e.code)));`,
  { env: { PORT: '${shop.ports.http}', STORE: '${store.ports.http}' } },
  { requires: ['store'] },
);

describe('a world with relays', () => {
  let hub: TapHub;
  let run: TestRun;
  let world: World;

  before(async function () {
    this.timeout(60_000);
    hub = openTapHub();
    run = await openTestRun({ taps: hub });
    world = await run.start([store, shop]);
    assert.equal(world.blockedBy(['store', 'shop']), undefined);
  });

  after(async () => {
    await run.close();
    await hub.close();
  });

  const edges = (traffic: WorldTraffic): readonly string[] => traffic.edges.map(({ edge }) => edge).toSorted();
  const portOf = (name: string): number => partOf(world, name).ports['http'] ?? 0;

  it('shows each who asks a port of its own, and says where the component really listens', async () => {
    const { ports, listens } = partOf(world, 'store');
    assert.notEqual(ports['http'], listens?.['http']);
    assert.equal(await ask(ports['http']), `stored at ${listens?.['http']}`);
    const seenByShop = Number(await ask(portOf('shop'), '/store'));
    assert.ok(![ports['http'], listens?.['http']].includes(seenByShop), 'the shop has the port of another');
    assert.equal(world.ownerOf(seenByShop), 'store');
    assert.equal(world.ownerOf(ports['http'] ?? 0), 'store');
  });

  it('counts what the suite asked and what a component asked, and nothing that was ours', async () => {
    await world.contact.collect();
    await world.examine({
      signal: new AbortController().signal,
      deadlineMs: run.context.environment.monotonicMs() + 5000,
    });
    assert.deepEqual(edges(await world.contact.collect()), [], 'our own probes were counted');
    await ask(portOf('shop'));
    const own = await world.contact.collect();
    assert.deepEqual(edges(own), ['shop']);
    assert.ok((own.edges[0]?.bytesSent ?? 0) > 20 && (own.edges[0]?.bytesReceived ?? 0) > 20);
    await ask(portOf('shop'), '/store');
    assert.deepEqual(edges(await world.contact.collect()), ['shop', 'shop>store']);
    assert.deepEqual(edges(await world.contact.collect()), [], 'it was told twice');
  });

  it('sees a call that is over before anybody could look at the tables of the kernel', async () => {
    await world.contact.collect();
    for (let round = 0; round < 20; round += 1) await ask(portOf('store'));
    const {
      edges: [edge],
    } = await world.contact.collect();
    assert.equal(edge?.connections, 20);
    assert.equal(edge.answered, 20);
  });

  it('refuses one edge and leaves the others alone', async () => {
    const refusal = await world.refuse('shop>store');
    assert.ok(refusal.kind === 'refused');
    assert.equal(await ask(Number(refusal.addresses[0]?.split(':')[1])), 'ECONNREFUSED');
    assert.equal(await ask(portOf('shop'), '/store'), 'ECONNREFUSED');
    assert.match(await ask(portOf('store')), /^stored/);
    await world.allow('shop>store');
    assert.match(await ask(portOf('shop'), '/store'), /^\d+$/);
    assert.equal((await world.refuse('shop>nobody')).kind, 'not-refusable');
  });

  it('refuses as the component would while it is down, and is there again with it', async () => {
    const port = portOf('store');
    await askControl(world, { verb: 'kill', component: 'store' });
    assert.equal(await ask(port), 'ECONNREFUSED');
    assert.ok(!isListenedOn(port));
    await askControl(world, { verb: 'start', component: 'store' });
    assert.match(await ask(port), /^stored/);
  });

  it('shows of a component that stands still what it leaves unread, behind its relay', async () => {
    const { ports, pid } = partOf(world, 'store');
    await askControl(world, { verb: 'pause', component: 'store' });
    const client = connect(ports['http'] ?? 0, '127.0.0.1');
    try {
      client.write('GET / HTTP/1.1\r\nHost: store\r\n\r\n');
      const unread = await until('the question lies there unread', () => {
        const all = [...readConnections([process.pid], world.contact.behind).values()].flat();
        return all.find(({ remotePort, unreadByPeer }) => remotePort === ports['http'] && unreadByPeer > 0);
      });
      assert.equal(unread.unreadByPeer, 31, `pid ${pid}`);
    } finally {
      client.destroy();
      await askControl(world, { verb: 'resume', component: 'store' });
    }
  });

  it('finds again a component that another process plays on the same port', async () => {
    const port = portOf('store');
    await askControl(world, { verb: 'stop', component: 'store' });
    const { createServer } = await import('node:http');
    const twin = createServer((_, answer) => answer.end('twin')).listen(
      partOf(world, 'store').listens?.['http'],
      '127.0.0.1',
    );
    try {
      await until('the relay leads to the twin', async () => ((await ask(port)) === 'twin' ? true : undefined));
    } finally {
      twin.close();
      twin.closeAllConnections();
    }
    await until('the twin has gone', async () => ((await ask(port)) === 'ECONNREFUSED' ? true : undefined));
    await askControl(world, { verb: 'start', component: 'store' });
  });

  it('leaves no listener', async () => {
    const ports = run.events.flatMap((event) => (event.kind === 'port-leased' ? [event.port] : []));
    assert.deepEqual((await world.stop()).survivors, []);
    assert.deepEqual(ports.filter(isListenedOn), []);
  });
}).timeout(60_000);
