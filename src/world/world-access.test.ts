import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { closeSync, openSync, readdirSync, readlinkSync } from 'node:fs';
import { promisify } from 'node:util';
import { listSockets } from '#child';
import type { World } from './types.ts';
import type { TestRun } from './world-fixture.test.ts';
import { incidentsOf, makeSpec, openTestRun, partOf, until } from './world-fixture.test.ts';

const execute = promisify(execFile);

async function readConfig(world: World): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(`${partOf(world, 'mediamtx').urls['api'] ?? ''}/v3/config/global/get`);
  const config: unknown = await response.json();
  assert.ok(typeof config === 'object' && config !== null);
  return { ...config };
}

/** The descriptor of a listening socket of this process goes, as if a stray close() had met it; its number stays taken. */
function loseListener(port: number): void {
  const socket = listSockets().find((each) => each.isListening && each.port === port);
  const held = readdirSync('/proc/self/fd').find((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === `socket:[${socket?.inode ?? ''}]`;
    } catch {
      return false;
    }
  });
  assert.ok(held, `nobody here listens on ${port}`);
  closeSync(Number(held));
  assert.equal(openSync('/dev/null', 'r'), Number(held));
}

describe('who comes to a MediaMTX', () => {
  let run: TestRun;
  beforeEach(async () => {
    run = await openTestRun();
  });
  afterEach(async () => run.close());

  const camera = makeSpec('camera', 'ffmpeg-stream', { publishTo: 'mediamtx', path: 'camera' });

  async function read(world: World, query: string): Promise<string> {
    const url = `${partOf(world, 'mediamtx').urls['rtsp'] ?? ''}/camera${query}`;
    const ffprobe = run.context.tools.ffprobe?.path ?? 'ffprobe';
    const quick = ['-v', 'error', '-rtsp_transport', 'tcp', '-read_intervals', '%+#2', '-show_entries', 'packet=size'];
    const { stdout } = await execute(ffprobe, [...quick, url], { timeout: 30_000 });
    return stdout;
  }

  it('is told by MediaMTX itself, with the id that it made and the nonce of the URL', async () => {
    const world = await run.start([makeSpec('mediamtx', 'mediamtx', { paths: { camera: {} } }), camera]);
    await read(world, '?run=of-a-suite');
    const [published, taken] = world.accesses();
    assert.deepEqual(
      [published?.component, published?.action, published?.path, published?.query],
      ['mediamtx', 'publish', 'camera', `run=${world.nonce}-camera`],
    );
    assert.deepEqual([taken?.action, taken?.query], ['read', 'run=of-a-suite']);
    const sessions = await fetch(`${partOf(world, 'mediamtx').urls['api'] ?? ''}/v3/rtspsessions/list`);
    assert.ok((await sessions.text()).includes(published?.id ?? 'no id'));
    assert.equal(partOf(world, 'mediamtx').facts['witness'], 'on');
  });

  it('is not asked where the configuration says itself who may come in, and that holds', async () => {
    const users = [
      { user: 'any', permissions: [{ action: 'api' }, { action: 'publish' }] },
      { user: 'eva', pass: 'secret', permissions: [{ action: 'read' }] },
    ];
    const settings = { authInternalUsers: users };
    const world = await run.start([makeSpec('mediamtx', 'mediamtx', { paths: { camera: {} }, settings }), camera]);
    assert.equal(world.blockedBy(['camera']), undefined);
    await assert.rejects(read(world, ''), /401/u);
    assert.deepEqual(world.accesses(), []);
    assert.match(partOf(world, 'mediamtx').facts['witness'] ?? '', /authInternalUsers/u);
    assert.equal((await readConfig(world))['authMethod'], 'internal');
  });

  it('is not asked where that is switched off', async () => {
    const world = await run.start([
      makeSpec('mediamtx', 'mediamtx', { paths: { camera: {} }, witness: false }),
      camera,
    ]);
    assert.deepEqual(world.accesses(), []);
    assert.equal(partOf(world, 'mediamtx').facts['witness'], 'witness: false');
  });

  it('when it cannot be told any more is a fault of the harness, and blocks whoever needs MediaMTX', async () => {
    const world = await run.start([makeSpec('mediamtx', 'mediamtx', { paths: { camera: {} } }), camera]);
    const address = String((await readConfig(world))['authHTTPAddress']);
    loseListener(Number(new URL(address).port));
    const incident = await until('an incident', () => world.blockedBy(['mediamtx']));
    assert.deepEqual([incident.kind, incident.component, incident.intended], ['harness-fault', 'mediamtx', false]);
    assert.match(incident.text, /lets nobody in any more: the witness at .* is gone \(connect ECONNREFUSED/u);
    await assert.rejects(read(world, ''), /401/u);
    assert.equal(incidentsOf(run.events).length, 1);
  });
});
