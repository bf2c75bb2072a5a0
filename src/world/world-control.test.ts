import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { isAlive, readStat } from '#child';
import type { ControlRequest } from '#domain';
import type { TestRun } from './world-fixture.test.ts';
import {
  askControl,
  identify,
  incidentsOf,
  makeNodeService,
  makeSpec,
  openTestRun,
  partOf,
  stateOf,
  until,
} from './world-fixture.test.ts';

describe('the control socket of a world', () => {
  let run: TestRun;
  beforeEach(async () => {
    run = await openTestRun();
  });
  afterEach(async () => run.close());

  it('kills and starts again with the same ports; nobody is blamed', async () => {
    const world = await run.start([makeNodeService('service', 'listen()')]);
    const { pid, ports } = partOf(world, 'service');
    const victim = identify(pid);
    const over = new AbortController();
    let isLost = false;
    void world.lost(['service'], over.signal).then(() => (isLost = true));

    assert.deepEqual(await askControl(world, { verb: 'kill', component: 'service' }), {
      id: 7,
      ok: true,
      state: 'exited',
      pid: 0,
    });
    assert.equal(isAlive(victim), false);
    assert.equal(world.blockedBy(['service']), undefined);
    const started = await askControl(world, { verb: 'start', component: 'service' });
    assert.ok(started.ok);
    assert.equal(started.state, 'ready');
    assert.notEqual(started.pid, pid);
    assert.deepEqual(partOf(world, 'service').ports, ports);
    over.abort();
    assert.equal(isLost, false);

    const [incident] = incidentsOf(run.events);
    assert.equal(incident?.intended, true);
    assert.ok(run.events.some((event) => event.kind === 'incident-closed' && event.id === incident.id));
    const used = run.events.filter((event) => event.kind === 'control-used');
    assert.deepEqual(
      used.map((event) => [event.verb, event.suite, event.ok]),
      [
        ['kill', 'suite', true],
        ['start', 'suite', true],
      ],
    );
    assert.equal(world.isUsed(), true);
  });

  it('pauses and resumes: the process really stands still meanwhile', async () => {
    const world = await run.start([makeSpec('mediamtx', 'mediamtx', {})]);
    const { pid } = partOf(world, 'mediamtx');
    assert.deepEqual(await askControl(world, { verb: 'pause', component: 'mediamtx' }), {
      id: 7,
      ok: true,
      state: 'paused',
      pid,
    });
    assert.equal(readStat(pid)?.state, 'T');
    assert.deepEqual(await askControl(world, { verb: 'resume', component: 'mediamtx' }), {
      id: 7,
      ok: true,
      state: 'ready',
      pid,
    });
    assert.notEqual(readStat(pid)?.state, 'T');
    assert.equal(incidentsOf(run.events).filter((incident) => !incident.intended).length, 0);
  });

  it('stops what is paused with its world', async () => {
    const world = await run.start([makeSpec('mediamtx', 'mediamtx', {})]);
    await askControl(world, { verb: 'pause', component: 'mediamtx' });
    const { tookMs } = await world.stop();
    assert.ok(tookMs < 3000, `${tookMs} ms`);
    assert.equal(incidentsOf(run.events).filter((incident) => !incident.intended).length, 0);
  });

  it('restarts, and leaves a status question without a trace', async () => {
    const world = await run.start([makeNodeService('service', 'listen()')]);
    const { pid, ports } = partOf(world, 'service');
    assert.deepEqual(await askControl(world, { verb: 'status', component: 'service' }), {
      id: 7,
      ok: true,
      state: 'ready',
      pid,
    });
    assert.equal(world.isUsed(), false);
    const reply = await askControl(world, { verb: 'restart', component: 'service' });
    assert.ok(reply.ok && reply.pid !== pid);
    assert.deepEqual(partOf(world, 'service').ports, ports);
  });

  it('plugs and unplugs devices', async () => {
    const world = await run.start([makeSpec('devices', 'camera-devices', { names: ['video0'] })]);
    const entry = `${world.dirs['devices']}/video7`;
    assert.ok((await askControl(world, { verb: 'plug', component: 'devices', entry: 'video7' })).ok);
    assert.ok(existsSync(entry));
    assert.ok((await askControl(world, { verb: 'unplug', component: 'devices', entry: 'video7' })).ok);
    assert.ok(!existsSync(entry));
    for (const bad of ['video7', '../video0', '']) {
      assert.equal((await askControl(world, { verb: 'unplug', component: 'devices', entry: bad })).ok, false, bad);
    }
  });

  it('starts what was left to a suite', async () => {
    const world = await run.start([makeNodeService('service', 'listen()', {}, { autostart: false })]);
    assert.equal(stateOf(run.events, 'service'), 'none');
    assert.equal(partOf(world, 'service').pid, 0);
    assert.equal(world.blockedBy(['service']), undefined);
    const reply = await askControl(world, { verb: 'start', component: 'service' });
    assert.ok(reply.ok && reply.pid > 0);
  });

  it('tells what is wrong with a request and goes on', async () => {
    const world = await run.start([makeNodeService('service', 'listen()')]);
    const table: readonly (readonly [request: Omit<ControlRequest, 'id'> | string, error: RegExp])[] = [
      ['not json', /not one line of JSON/u],
      ['{"id":1,"verb":"explode","component":"service"}', /verb must be one of start, stop/u],
      ['{"id":1,"verb":"stop"}', /component must be/u],
      [{ verb: 'stop', component: 'nobody' }, /no component nobody; there are service/u],
      [{ verb: 'start', component: 'service' }, /service runs already/u],
      [{ verb: 'resume', component: 'service' }, /is not paused/u],
      [{ verb: 'plug', component: 'service', entry: 'x' }, /has no entries to plug/u],
    ];
    for (const [request, error] of table) {
      const reply = await askControl(world, request);
      assert.ok(!reply.ok);
      assert.match(reply.error, error);
    }
  });

  it('outlives clients that leave before they have read their replies', async () => {
    const world = await run.start([makeNodeService('service', 'listen()')]);
    const client = connect(world.describe({ name: 'suite', nonce: 'n', secrets: [] }).control);
    const status = `${JSON.stringify({ id: 1, verb: 'status', component: 'service' })}\n`;
    client.write(status.repeat(2000));
    await once(client, 'data');
    client.pause();
    // What is written meanwhile waits unread, and is thrown away with the client.
    await askControl(world, { verb: 'status', component: 'service' });
    client.destroy();
    const reply = await askControl(world, { verb: 'status', component: 'service' });
    assert.ok(reply.ok);
  });

  it('tells why a component did not come up again', async () => {
    const code = `const fs = require('node:fs'); const flag = process.env.TMPDIR + '/flag';
      if (fs.existsSync(flag)) { console.error('Error: second start refused'); process.exit(9); }
      fs.writeFileSync(flag, ''); listen();`;
    const world = await run.start([makeNodeService('service', code)]);
    const reply = await askControl(world, { verb: 'restart', component: 'service' });
    assert.ok(!reply.ok);
    assert.match(reply.error, /exited with code 9 before it was ready: .*second start refused/u);
    assert.equal(world.blockedBy(['service'])?.kind, 'component-refused-to-start');
  });

  it('does not blame others for what one suite did, but a service that dies of it', async () => {
    const service = `const net = require('node:net'); listen();
      const socket = net.connect(Number(process.env.API), '127.0.0.1');
      socket.on('close', () => { console.error('Error: lost MediaMTX'); process.exit(1); }); socket.on('error', () => {});`;
    const env = { PORT: '${service.ports.http}', API: '${mediamtx.ports.rtsp}' };
    const world = await run.start([
      makeSpec('mediamtx', 'mediamtx', {}),
      makeNodeService('service', service, { env }, { requires: ['mediamtx'] }),
    ]);
    assert.ok((await askControl(world, { verb: 'kill', component: 'mediamtx' })).ok);
    const incident = await until('the service to die', () => world.blockedBy(['mediamtx', 'service']));
    assert.equal(incident.component, 'service');
    assert.match(incident.text, /lost MediaMTX/u);
  });
});
