import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { identifyProcess, isAlive } from '#child';
import { makeWorldVariables } from '#domain';
import type { TestRun } from './world-fixture.test.ts';
import { isListenedOn, makeNodeService, makeSpec, openTestRun, partOf } from './world-fixture.test.ts';

describe('a world', () => {
  let run: TestRun;
  beforeEach(async () => {
    run = await openTestRun();
  });
  afterEach(async () => run.close());

  it('starts MediaMTX, devices, a service and both kinds of stream, and leaves nothing', async () => {
    const world = await run.start([
      makeSpec('mediamtx', 'mediamtx', { protocols: ['rtsp', 'hls', 'webrtc'], paths: { live: {}, loop: {} } }),
      makeSpec('devices', 'camera-devices', { names: ['video0', 'video1'] }),
      makeNodeService('service', 'listen()', { secrets: ['jwt'] }, { requires: ['mediamtx', 'devices'] }),
      makeSpec('live', 'ffmpeg-stream', { publishTo: 'mediamtx', path: 'live' }, { requires: ['service'] }),
      makeSpec('loop', 'ffmpeg-stream', { publishTo: 'mediamtx', path: 'loop', source: 'clip' }),
    ]);
    assert.equal(world.blockedBy(['mediamtx', 'devices', 'service', 'live', 'loop']), undefined);
    const [mediamtx, service, live, loop] = ['mediamtx', 'service', 'live', 'loop'].map((name) => partOf(world, name));
    assert.ok(mediamtx && service && live && loop);
    const ports = Object.values(mediamtx.ports);
    assert.deepEqual(Object.keys(mediamtx.ports), ['api', 'rtsp', 'hls', 'webrtc', 'ice']);
    assert.ok(ports.every(isListenedOn));
    assert.equal(statSync(world.root).mode & 0o777, 0o700);
    assert.ok(existsSync(`${world.dirs['devices']}/video1`));
    assert.equal(live.urls['rtsp'], `${mediamtx.urls['rtsp']}/live`);
    const config = readFileSync(mediamtx.facts['configFile'] ?? '', 'utf8');
    assert.ok(config.includes(`"apiAddress": "127.0.0.1:${mediamtx.ports['api']}"`));
    assert.equal(world.ownerOf(ports[1] ?? 0), 'mediamtx');

    const processes = [mediamtx, service, live, loop].map((component) => identifyProcess(component.pid));
    assert.ok(processes.every((process) => process !== undefined && isAlive(process)));
    const { survivors } = await world.stop();
    assert.deepEqual(survivors, []);
    assert.ok(!existsSync(world.root));
    assert.ok(!ports.some(isListenedOn));
    assert.ok(!processes.some((process) => process !== undefined && isAlive(process)));
    assert.equal(world.isUsed(), false);
  });

  it('hands secrets only to the suite that asks, and to its logs never', async () => {
    const world = await run.start([
      makeNodeService('service', 'console.log("key " + process.env.KEY); listen()', {
        secrets: ['jwt'],
        env: { PORT: '${service.ports.http}', KEY: '${service.secrets.jwt}' },
      }),
    ]);
    const asked = world.describe({ name: 'suite', nonce: 'n', secrets: ['service.jwt'] });
    const secret = asked.components['service']?.secrets['jwt'] ?? '';
    assert.equal(secret.length, 64);
    assert.equal(makeWorldVariables(asked)['REALITY_SERVICE_SECRET_JWT'], secret);
    assert.deepEqual(world.describe({ name: 'suite', nonce: 'n', secrets: [] }).components['service']?.secrets, {});
    assert.deepEqual(world.secrets, [secret]);
    await world.stop();
    const log = readFileSync(`${run.folder}/logs/w1/service.log`, 'utf8');
    assert.match(log, /key \[redacted\]/u);
    assert.ok(!JSON.stringify(run.events).includes(secret));
  });
});
