import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '#child';
import type { TestRun } from './world-fixture.test.ts';
import {
  environment,
  identify,
  incidentsOf,
  makeNodeService,
  makeSpec,
  openTestRun,
  partOf,
  stateOf,
  until,
} from './world-fixture.test.ts';

describe('a component that fails', () => {
  let run: TestRun;
  beforeEach(async () => {
    run = await openTestRun();
  });
  afterEach(async () => run.close());

  it('by exiting at its start blocks what requires it, with exit code, last words and log line', async () => {
    const world = await run.start([
      makeNodeService('service', 'console.error("fatal: no license"); process.exit(3)'),
      makeNodeService('client', 'listen()', {}, { requires: ['service'] }),
      makeNodeService('other', 'listen()'),
    ]);
    const incident = world.blockedBy(['client', 'service']);
    assert.equal(incident?.kind, 'component-refused-to-start');
    assert.equal(incident.component, 'service');
    assert.deepEqual(incident.exit, { code: 3, signal: null });
    assert.match(incident.text, /service exited with code 3 before it was ready: .*fatal: no license/u);
    assert.match(incident.logTail, /no license/u);
    const log = incident.evidence.find((evidence) => evidence.kind === 'log');
    assert.deepEqual(log && { file: log.file, line: log.line }, { file: 'logs/w1/service.log', line: 1 });
    assert.equal(world.blockedBy(['other']), undefined);
    assert.equal(stateOf(run.events, 'client'), 'failed');
    assert.equal(stateOf(run.events, 'other'), 'ready');
    assert.equal(world.isUsed(), true);
  });

  it('by never being ready is stopped, and the last thing seen is told', async () => {
    const world = await run.start([
      makeNodeService('service', 'listen((q, r) => { r.statusCode = 503; r.end("warming up"); })', {
        readyTimeoutMs: 3000,
      }),
    ]);
    const incident = world.blockedBy(['service']);
    assert.equal(incident?.kind, 'component-not-ready');
    assert.match(incident.text, /^service not ready after 3000 ms: http http:.*: status 503 warming up$/u);
    assert.equal(partOf(world, 'service').pid, 0);
  });

  it('by not being there is told so', async () => {
    const world = await run.start([makeSpec('service', 'service', { command: ['no-such-program-at-all'] })]);
    const incident = world.blockedBy(['service']);
    assert.equal(incident?.kind, 'component-not-found');
    assert.match(incident.text, /no-such-program-at-all/u);
  });

  it('by dying later is lost: the suites that need it hear of it, and no other', async () => {
    const world = await run.start([
      makeNodeService(
        'service',
        'listen(); process.on("SIGUSR2", () => { console.error("Error: out of luck"); process.exit(7); })',
      ),
      makeNodeService('other', 'listen()'),
    ]);
    assert.equal(world.isUsed(), false);
    const over = new AbortController();
    const lost = world.lost(['service'], over.signal);
    let otherLost = false;
    void world.lost(['other'], over.signal).then(() => (otherLost = true));
    process.kill(partOf(world, 'service').pid, 'SIGUSR2');
    const incident = await lost;
    over.abort();
    assert.equal(incident.kind, 'component-exited');
    assert.match(incident.text, /service exited with code 7 after it had been ready: .*out of luck/u);
    assert.equal(incident.intended, false);
    assert.equal(otherLost, false);
    assert.equal(world.blockedBy(['service'])?.id, incident.id);
    assert.equal(world.isUsed(), true);
  });

  it('by exiting 0 unasked is lost as well', async () => {
    const world = await run.start([
      makeNodeService('service', 'listen((q, r) => r.end("bye", () => setTimeout(() => process.exit(0), 200)))'),
    ]);
    const incident = await world.lost(['service'], new AbortController().signal);
    assert.match(incident.text, /exited with code 0/u);
  });

  it('by ignoring its stop signal is killed within its grace and told', async () => {
    const world = await run.start([
      makeNodeService('service', 'process.on("SIGTERM", () => {}); listen()', { stop: { graceMs: 300 } }),
    ]);
    const stubborn = identify(partOf(world, 'service').pid);
    const { tookMs, survivors } = await world.stop();
    assert.ok(tookMs < 4500, `${tookMs} ms`);
    assert.deepEqual(survivors, []);
    assert.equal(isAlive(stubborn), false);
    const [incident] = incidentsOf(run.events);
    assert.equal(incident?.kind, 'component-not-stopped');
  });

  it('by hanging although it lives is told, when it is MediaMTX, and forgiven when it answers again', async () => {
    const world = await run.start([makeSpec('mediamtx', 'mediamtx', {})]);
    const { pid } = partOf(world, 'mediamtx');
    process.kill(pid, 'SIGSTOP');
    const incident = await until('the incident', () => world.blockedBy(['mediamtx']));
    assert.equal(incident.kind, 'component-hung');
    process.kill(pid, 'SIGCONT');
    await until('its end', () => (world.blockedBy(['mediamtx']) === undefined ? true : undefined));
  });

  it('by forking away is lost, and what it left dies with the world', async () => {
    const daemon = `const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(
      'require("node:http").createServer((q, r) => r.end("ok")).listen(Number(process.env.PORT), "127.0.0.1")',
    )}], { detached: true, stdio: 'ignore' }); console.log('daemon ' + child.pid); child.unref(); setTimeout(() => process.exit(0), 100);`;
    const world = await run.start([makeNodeService('service', daemon)]);
    const incident = await until('the loss', () => world.blockedBy(['service']));
    const pid = Number(/daemon (\d+)/u.exec(incident.logTail)?.[1]);
    const daemonProcess = identify(pid);
    assert.equal(isAlive(daemonProcess), true);
    await world.stop();
    assert.equal(isAlive(daemonProcess), false);
  });

  it('by needing all the time there is leaves the budget of a world whole', async () => {
    const stubborn = 'process.on("SIGTERM", () => {}); listen()';
    const world = await run.start([
      makeNodeService('a', stubborn, { stop: { graceMs: 60_000 } }),
      makeNodeService('b', stubborn, { stop: { graceMs: 60_000 } }, { requires: ['a'] }),
    ]);
    const { survivors, tookMs } = await world.stop();
    // Five seconds, and what a machine at work adds; each on its own would take twice as long.
    assert.ok(tookMs < 9000, `${tookMs} ms`);
    assert.deepEqual(survivors, []);
    assert.ok(!existsSync(world.root));
  });

  it('in a hurry is killed at once, even while a polite stop waits', async () => {
    const hurry = new AbortController();
    const hasty = await openTestRun({ hurry: hurry.signal });
    const world = await hasty.start([
      makeNodeService('service', 'process.on("SIGTERM", () => console.log("asked")); listen()', {
        stop: { graceMs: 60_000 },
      }),
    ]);
    const polite = world.stop();
    await until('the polite stop', () => (stateOf(hasty.events, 'service') === 'stopping' ? true : undefined));
    const startedMs = environment.monotonicMs();
    hurry.abort();
    await polite;
    // Without hurry it would take the budget of a world, five seconds.
    assert.ok(environment.monotonicMs() - startedMs < 4000);
    await hasty.close();
  });

  it('is given up when the start is interrupted, and nobody is blamed', async () => {
    const interrupt = new AbortController();
    const starting = run.start([makeNodeService('service', '')], {}, interrupt.signal);
    await until('the start', () => (stateOf(run.events, 'service') === 'starting' ? true : undefined));
    interrupt.abort();
    const world = await starting;
    assert.deepEqual(incidentsOf(run.events), []);
    await world.stop();
    assert.ok(!existsSync(world.root));
  });

  it('is a world that the machine will not have: every suite is blocked, nobody is blamed but the host', async () => {
    const strange = await openTestRun({ tmpRoot: join(run.folder, 'no', 'such', 'folder') });
    try {
      const world = await strange.start([makeNodeService('service', 'listen()')]);
      const incident = world.blockedBy(['service']);
      assert.equal(incident?.kind, 'host-need-missing');
      assert.equal(incident.component, undefined);
      assert.match(incident.text, /ENOENT/u);
    } finally {
      await strange.close();
    }
  });
});
