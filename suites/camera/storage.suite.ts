import { cite, eventually, numberAt, playFile, shown, textAt, world } from 'reality-harness/kit';
import type { RpcAnswer, RpcClient } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { CODE, errorOf, expectSaysDiskFull } from './expect.ts';
import { SOON_MS } from './limits.ts';
import { mountOver, whyNoMount } from './mounts.ts';
import type { Mount } from './mounts.ts';
import { letMediaPass, recordingPath } from './recordings.ts';
import { expectRecordingWorks } from './recovery.ts';
import { connectAs, skip } from './service.ts';

const SNAPSHOT = { withinMs: 15_000 } as const;

describe('folders that fail', () => {
  let client: RpcClient;

  before(async () => {
    client = await connectAs('admin');
  });

  after(async () => {
    await client.close();
  });

  describe('a folder that is a file', () => {
    it(cite('no snapshot is claimed, and the next one works', 'REQ-ERROR-003', 'REQ-ERROR-001'), async () => {
      await withFileInPlaceOf('snapshots', async () => {
        const answer = await client.ask('take_snapshot', { device: 'video0' }, SNAPSHOT);
        assert.equal(answer.kind, 'error', `a snapshot in a folder that is a file: ${shown(answer)}`);
        assert.equal(await client.call('ping'), 'pong');
      });
      await eventually(() => client.call('take_snapshot', { device: 'video0' }, SNAPSHOT), {
        what: 'a snapshot once the folder is there again',
        withinMs: SOON_MS,
      });
    });

    it(cite('no recording is claimed, and the next one works', 'REQ-ERROR-003'), async () => {
      await withFileInPlaceOf('recordings', async () => {
        const { answer } = await tryRecording(client);
        assert.equal(answer.kind, 'error', `a recording in a folder that is a file: ${shown(answer)}`);
        assert.equal(await client.call('ping'), 'pong');
      });
      await expectRecordingWorks(client);
    });
  });

  describe('a folder on a disk that is full', () => {
    it(cite('a snapshot fails and says why; with room again the next one works', 'REQ-ERROR-002'), async function () {
      await needMount(this);
      await using mount = await mountOver(world().dir('snapshots'), 1024 * 1024);
      const filler = fill(mount);
      const answer = await client.ask('take_snapshot', { device: 'video0' }, SNAPSHOT);
      expectSaysDiskFull(errorOf(answer, CODE.internal, 'take_snapshot on a full disk'));
      rmSync(filler);
      await eventually(() => client.call('take_snapshot', { device: 'video0' }, SNAPSHOT), {
        what: 'a snapshot once there is room again',
        withinMs: SOON_MS,
      });
    });

    it(cite('a recording fails and says why; with room again the next one works', 'REQ-ERROR-002'), async function () {
      await needMount(this);
      await using mount = await mountOver(world().dir('recordings'), 64 * 1024 * 1024);
      const filler = fill(mount);
      const { answer } = await tryRecording(client);
      expectSaysDiskFull(errorOf(answer, CODE.internal, 'a recording on a full disk'));
      rmSync(filler);
      await expectRecordingWorks(client);
    });

    it(
      cite(
        'that fills up during a recording does not end the service, and no broken file is called a success',
        'REQ-ERROR-002',
        'REQ-MEDIA-007',
      ),
      async function () {
        await needMount(this);
        await using mount = await mountOver(world().dir('recordings'), 16 * 1024 * 1024);
        const started = await client.ask('start_recording', { device: 'video0' });
        assert.equal(started.kind, 'result', `16 MB are enough to begin: ${shown(started)}`);
        await letMediaPass('video0', 1);
        fill(mount);
        await letMediaPass('video0', 2);
        const stopped = await client.ask('stop_recording', { device: 'video0' }, { withinMs: 20_000 });
        assert.equal(await client.call('ping'), 'pong');
        if (stopped.kind === 'result') await playFile(recordingPath(textAt(stopped.result, 'filename')));
        else
          assert.ok(
            stopped.code === CODE.internal || stopped.code === CODE.state,
            `stop_recording failed with ${stopped.code}`,
          );
      },
    );

    it(cite('is told as full', 'REQ-MEDIA-025'), async function () {
      await needMount(this);
      await using mount = await mountOver(world().dir('recordings'), 4 * 1024 * 1024);
      fill(mount);
      await eventually(async () => assert.equal(numberAt(await client.call('get_storage_info'), 'available'), 0), {
        what: 'nothing available in get_storage_info',
        withinMs: SOON_MS,
      });
    });
  });

  describe('a folder that may not be written', () => {
    it(cite('no snapshot is claimed', 'REQ-ERROR-003'), async function () {
      await needMount(this);
      await using mount = await mountOver(world().dir('snapshots'), 1024 * 1024);
      await mount.makeReadOnly();
      const answer = await client.ask('take_snapshot', { device: 'video0' }, SNAPSHOT);
      assert.equal(answer.kind, 'error', `a snapshot in a folder that may not be written: ${shown(answer)}`);
    });

    it(cite('no recording is claimed', 'REQ-ERROR-003'), async function () {
      await needMount(this);
      await using mount = await mountOver(world().dir('recordings'), 1024 * 1024);
      await mount.makeReadOnly();
      const { answer } = await tryRecording(client);
      assert.equal(answer.kind, 'error', `a recording in a folder that may not be written: ${shown(answer)}`);
    });
  });
});

/**
 * Starts a recording and, where the service notices only later that it cannot write, stops it: one of the two must fail.
 * The contract does not say which of them.
 */
async function tryRecording(client: RpcClient): Promise<{ answer: RpcAnswer }> {
  const started = await client.ask('start_recording', { device: 'video0' });
  if (started.kind === 'error') return { answer: started };
  await letMediaPass('video0', 2);
  return { answer: await client.ask('stop_recording', { device: 'video0' }, { withinMs: 20_000 }) };
}

/** Puts a regular file where a folder was, for as long as `during` takes. Root, too, cannot write below a file. */
async function withFileInPlaceOf(name: string, during: () => Promise<void>): Promise<void> {
  const dir = world().dir(name);
  renameSync(dir, `${dir}.aside`);
  writeFileSync(dir, '');
  try {
    await during();
  } finally {
    rmSync(dir, { recursive: true, force: true });
    renameSync(`${dir}.aside`, dir);
    mkdirSync(dir, { recursive: true });
  }
}

/** Fills a file system to its last byte, whoever else writes to it; the file that does it can be removed again. */
function fill({ dir }: Mount): string {
  const path = join(dir, '.filler');
  const file = openSync(path, 'w');
  try {
    for (const block of [1024 * 1024, 4096, 1]) writeUntilFull(file, Buffer.alloc(block));
  } finally {
    closeSync(file);
  }
  return path;
}

function writeUntilFull(file: number, block: Buffer): void {
  for (;;) {
    try {
      writeSync(file, block);
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOSPC') return;
      throw thrown;
    }
  }
}

async function needMount(test: Mocha.Context): Promise<void> {
  const why = await whyNoMount();
  if (why !== undefined) skip(test, why);
}
