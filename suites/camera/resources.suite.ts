import { at, cite, eventually, listAt, readTree, readUsage, textAt, world } from 'reality-harness/kit';
import type { RpcClient, TreeUsage } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { SOON_MS } from './limits.ts';
import { letMediaPass, startRecording, stopRecording } from './recordings.ts';
import { connect, connectAs, servicePid } from './service.ts';

const CYCLES = 12;
/** What a service may keep for itself after the work: caches, pools, a heap that has grown once. */
const MORE_DESCRIPTORS = 12;
const MORE_MEMORY_BYTES = 96 * 1024 * 1024;

describe('resources', () => {
  let client: RpcClient;

  before(async () => {
    client = await connectAs('operator');
  });

  after(async () => {
    await client.close();
  });

  it(
    cite('descriptors, children and memory are about what they were before the work', 'REQ-SVC-008'),
    async function () {
      const pid = await servicePid(this);
      // Once through everything first: what is loaded on first use is no leak.
      await work(client, 2);
      const before = await settled(pid);
      await work(client, CYCLES);
      await eventually(
        () => {
          const now = readUsage(pid);
          assert.ok(
            now.processes <= before.processes,
            `children now: ${now.names.join(', ')}; before: ${before.names.join(', ')}`,
          );
          assert.ok(
            now.descriptors <= before.descriptors + MORE_DESCRIPTORS,
            `${now.descriptors} descriptors, ${before.descriptors} before`,
          );
          assert.ok(
            now.memoryBytes <= before.memoryBytes + MORE_MEMORY_BYTES,
            `${now.memoryBytes} bytes, ${before.memoryBytes} before`,
          );
        },
        { what: 'the service at rest again', withinMs: SOON_MS },
      );
    },
  );

  it(cite('no child is left dead and unburied', 'REQ-SVC-008'), async function () {
    const pid = await servicePid(this);
    await eventually(
      () =>
        assert.deepEqual(
          readTree(pid)
            .filter((facts) => facts.state === 'Z')
            .map((facts) => facts.name),
          [],
        ),
      { what: 'no zombies', withinMs: SOON_MS },
    );
  });

  it(cite('what was made can be deleted to the last file', 'REQ-MEDIA-022', 'REQ-SVC-008'), async () => {
    for (const [list, remove, dir] of [
      ['list_recordings', 'delete_recording', 'recordings'],
      ['list_snapshots', 'delete_snapshot', 'snapshots'],
    ] as const) {
      const files = listAt(await client.call(list, { limit: 1000 }), 'files');
      assert.ok(files.length > 0, `nothing was made in ${dir}`);
      for (const file of files) {
        assert.equal(at(await client.call(remove, { filename: textAt(file, 'filename') }), 'deleted'), true);
      }
      await eventually(() => assert.deepEqual(filesBelow(world().dir(dir)), []), {
        what: `no file in ${dir}`,
        withinMs: SOON_MS,
      });
    }
  });
});

/** Connections, recordings and snapshots: some that end well, some that do not. */
async function work(client: RpcClient, cycles: number): Promise<void> {
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const leaver = await connect();
    await leaver.call('get_camera_list');
    leaver.abort();
    await client.ask('take_snapshot', { device: 'video99' });
    await client.ask('get_recording_info', { filename: 'nothing-here.mp4' });
    if (cycle % 2 === 0) await client.call('take_snapshot', { device: 'video0' }, { withinMs: 15_000 });
  }
  await startRecording(client, 'video1');
  await letMediaPass('video1', 2);
  await stopRecording(client, 'video1');
}

/** Usage once the children of the work have gone: two looks in a row with the same processes and descriptors. */
async function settled(pid: number): Promise<TreeUsage> {
  let last: TreeUsage | undefined;
  return eventually(
    () => {
      const now = readUsage(pid);
      const same = last !== undefined && now.processes === last.processes && now.descriptors === last.descriptors;
      last = now;
      assert.ok(same, `${now.processes} processes, ${now.descriptors} descriptors`);
      return now;
    },
    { what: 'the service at rest', withinMs: SOON_MS, everyMs: 300 },
  );
}

function filesBelow(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}
