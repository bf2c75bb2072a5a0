import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestRun } from './world-fixture.test.ts';
import { hasPrograms, incidentsOf, isListenedOn, makeSpec, openTestRun, partOf } from './world-fixture.test.ts';

const DEFINITIONS = { queues: [{ name: 'orders', vhost: '/', durable: true, auto_delete: false, arguments: {} }] };

describe('the kind rabbitmq', function onAVirtualMachine() {
  // An Erlang machine boots for some seconds, on a busy machine for many.
  this.timeout(180_000);
  let run: TestRun;
  before(function skipWithoutServer() {
    hasPrograms(this, 'rabbitmq');
  });
  beforeEach(async () => {
    run = await openTestRun();
    writeFileSync(join(run.folder, 'orders.json'), JSON.stringify(DEFINITIONS));
  });
  afterEach(async () => run.close());

  it('starts a broker with a port mapper of its own, takes in definitions, sends a message there and back, and leaves nothing', async () => {
    const world = await run.start([
      makeSpec('broker', 'rabbitmq', {
        init: ['orders.json'],
        expect: { queues: ['orders'], exchanges: ['amq.topic'] },
      }),
    ]);
    assert.equal(world.blockedBy(['broker'])?.text, undefined);
    const { ports, facts } = partOf(world, 'broker');
    assert.match(facts['version'] ?? '', /^\d+\.\d+/u);
    assert.ok(Object.values(ports).every(isListenedOn), 'broker, distribution and port mapper listen');
    const { tookMs, survivors } = await world.stop();
    assert.deepEqual(survivors, []);
    assert.ok(!Object.values(ports).some(isListenedOn), 'the port mapper is gone too');
    assert.ok(tookMs < 5000, `stopped in ${tookMs} ms`);
  });

  it('tells queues that are missing, each by its name', async () => {
    await run.start([
      makeSpec('broker', 'rabbitmq', { expect: { queues: ['orders', 'bills'], exchanges: ['amq.direct', 'events'] } }),
    ]);
    const [incident, ...more] = incidentsOf(run.events);
    assert.equal(more.length, 0);
    assert.equal(
      incident?.text,
      'broker is up, but queue orders is missing; queue bills is missing; exchange events is missing',
    );
  });

  it('names the settings that it may have refused', async () => {
    await run.start([makeSpec('broker', 'rabbitmq', { settings: { nonsense: 1 } })]);
    const [incident] = incidentsOf(run.events);
    assert.equal(incident?.kind, 'component-refused-to-start');
    assert.match(
      incident.text,
      /: it refuses its configuration; one of settings is none, or has no such value: nonsense$/u,
    );
  });

  it('is not even started for a file that holds no definitions', async () => {
    writeFileSync(join(run.folder, 'orders.json'), '{"queues": [');
    await run.start([makeSpec('broker', 'rabbitmq', { init: ['orders.json'] })]);
    const [incident] = incidentsOf(run.events);
    assert.equal(incident?.kind, 'component-refused-to-start');
    assert.match(
      incident.text,
      /^broker was not started: its init file orders\.json holds no definitions: Unexpected end/u,
    );
  });
});
