import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import type { RunEvent } from '#domain';
import type { TestRun } from './world-fixture.test.ts';
import { hasPrograms, incidentsOf, makeSpec, openTestRun, partOf } from './world-fixture.test.ts';

describe('the port of a server', function onServers() {
  this.timeout(180_000);
  let run: TestRun;
  const strangers: Promise<Server>[] = [];

  afterEach(async () => {
    for (const stranger of strangers.splice(0)) (await stranger).close();
    await run.close();
  });

  /** Takes the first port called `name` the moment it was leased. */
  async function openRun(name: string): Promise<void> {
    const events: RunEvent[] = [];
    run = await openTestRun({
      emit: (event) => {
        events.push(event);
        if (event.kind === 'port-leased' && event.name === name && strangers.length === 0)
          strangers.push(listen(event.port));
      },
    });
    run = { ...run, events };
  }

  const cases: readonly (readonly [kind: string, port: string, options: object])[] = [
    ['postgres', 'main', {}],
    ['redis', 'main', {}],
    ['ssh', 'main', {}],
    ['http', 'main', { files: '.' }],
    ['rabbitmq', 'main', {}],
    ['rabbitmq', 'epmd', {}],
  ];
  for (const [kind, port, options] of cases) {
    it(`${kind} ${port}: a stranger takes it before the start; it gets another, and nobody is blamed`, async function takenBefore() {
      await openRun(port);
      if (!hasPrograms(this, kind, options)) return;
      const world = await run.start([makeSpec('server', kind, options)]);
      const lost = run.events.find((event) => event.kind === 'port-lost');
      assert.ok(lost?.kind === 'port-lost', JSON.stringify(incidentsOf(run.events)));
      assert.deepEqual(incidentsOf(run.events), []);
      assert.notEqual(partOf(world, 'server').ports[port], lost.port);
    });
  }

  it('may be pinned, and then its holder is named', async () => {
    run = await openTestRun();
    const stranger = listen(0);
    strangers.push(stranger);
    const address = (await stranger).address();
    assert.ok(typeof address === 'object' && address !== null);
    const world = await run.start([makeSpec('cache', 'redis', { port: address.port })]);
    assert.match(
      world.blockedBy(['cache'])?.text ?? '',
      new RegExp(`^port ${address.port} of cache is held by pid ${process.pid} `, 'u'),
    );
  });
});

/** A stranger who hangs up on everybody. */
async function listen(port: number): Promise<Server> {
  const server = createServer((socket) => socket.on('error', () => undefined).end('bye\n'));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
