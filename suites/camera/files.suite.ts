import { at, cite, eventually, listAt, numberAt, shown, textAt, world } from 'reality-harness/kit';
import type { RpcClient } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CODE, expectError, expectRecentTime } from './expect.ts';
import { SOON_MS } from './limits.ts';
import { record, recordingPath, snapshotPath } from './recordings.ts';
import { connectAs } from './service.ts';

/** The two kinds of files, which have the same methods. */
const KINDS = [
  {
    kind: 'recording',
    list: 'list_recordings',
    info: 'get_recording_info',
    remove: 'delete_recording',
    path: recordingPath,
  },
  {
    kind: 'snapshot',
    list: 'list_snapshots',
    info: 'get_snapshot_info',
    remove: 'delete_snapshot',
    path: snapshotPath,
  },
] as const;

type Kind = (typeof KINDS)[number];

const HOSTILE = [
  '',
  '.',
  '..',
  '.hidden',
  '../outside.txt',
  'a/b',
  '/etc/hostname',
  '../../etc/hostname',
  'x'.repeat(201),
];

describe('files', () => {
  let client: RpcClient;
  const names = new Map<string, readonly string[]>();

  before(async () => {
    client = await connectAs('admin');
    names.set('recording', await makeRecordings(client));
    names.set('snapshot', await makeSnapshots(client));
  });

  after(async () => {
    await client.close();
  });

  const filesOf = ({ kind }: Kind): readonly string[] => names.get(kind) ?? [];

  for (const kind of KINDS) {
    describe(`of the kind ${kind.kind}`, () => {
      it(cite('are listed newest first, with name, size and time', 'REQ-MEDIA-017', 'REQ-WS-018'), async () => {
        const listed = await list(client, kind);
        const ours = listed.names.filter((name) => filesOf(kind).includes(name));
        assert.deepEqual(ours, filesOf(kind).toReversed());
        assert.deepEqual(
          listed.times,
          listed.times.toSorted((one, other) => other - one),
          'not newest first',
        );
        assert.equal(listed.total, listed.names.length);
      });

      it(cite('are paged by limit and offset, while total counts them all', 'REQ-MEDIA-018'), async () => {
        const all = await list(client, kind);
        const first = await list(client, kind, { limit: 1 });
        const rest = await list(client, kind, { limit: 1000, offset: 1 });
        const second = await list(client, kind, { limit: 1, offset: 1 });
        const beyond = await list(client, kind, { offset: all.total });
        assert.deepEqual([...first.names, ...rest.names], all.names);
        assert.deepEqual(second.names, all.names.slice(1, 2));
        assert.deepEqual([first.total, rest.total, beyond.total], [all.total, all.total, all.total]);
        assert.deepEqual(beyond.names, []);
      });

      for (const bad of [{ limit: 0 }, { limit: 1001 }, { limit: 'all' }, { offset: -1 }, { limit: -5 }]) {
        it(cite(`refuse the page ${JSON.stringify(bad)}`, 'REQ-MEDIA-019', 'REQ-WS-006'), async () => {
          await expectError(client, CODE.params, kind.list, bad);
        });
      }

      it(cite('can be asked about', kind.kind === 'recording' ? 'REQ-MEDIA-020' : 'REQ-MEDIA-021'), async () => {
        const [filename = ''] = filesOf(kind);
        const info = await client.call(kind.info, { filename });
        assert.equal(textAt(info, 'filename'), filename);
        assert.equal(numberAt(info, 'size'), statSync(kind.path(filename)).size);
        expectRecentTime(at(info, 'created'), 'created');
      });

      it(cite('that do not exist are not found', 'REQ-MEDIA-023'), async () => {
        for (const filename of ['nothing-here.mp4', 'nothing here.jpg', '%2e%2e%2foutside.txt']) {
          await expectError(client, CODE.file, kind.info, { filename });
          await expectError(client, CODE.file, kind.remove, { filename });
        }
      });

      for (const filename of HOSTILE) {
        const shownName = shown(filename.length > 40 ? `${filename.length} characters` : filename);
        it(cite(`are not named ${shownName}`, 'REQ-SEC-011'), async () => {
          const outside = join(kind.path('.'), '..', 'outside.txt');
          writeFileSync(outside, world().nonce);
          await expectError(client, CODE.params, kind.info, { filename });
          await expectError(client, CODE.params, kind.remove, { filename });
          assert.equal(readFileSync(outside, 'utf8'), world().nonce, 'a file outside of the folder was touched');
        });
      }

      it(
        cite(
          'are gone from disk and list when they are deleted, and the others stay',
          'REQ-MEDIA-022',
          'REQ-MEDIA-023',
        ),
        async () => {
          const [filename = '', ...others] = filesOf(kind);
          assert.equal(at(await client.call(kind.remove, { filename }), 'deleted'), true);
          assert.ok(!existsSync(kind.path(filename)), `${filename} is still on disk`);
          const listed = await list(client, kind);
          assert.ok(!listed.names.includes(filename), `${filename} is still listed`);
          for (const other of others) assert.ok(listed.names.includes(other), `${other} has gone too`);
          await expectError(client, CODE.file, kind.info, { filename });
          await expectError(client, CODE.file, kind.remove, { filename });
        },
      );
    });
  }

  describe('names given to a snapshot', () => {
    for (const filename of HOSTILE) {
      it(
        cite(
          `may not be ${shown(filename.length > 40 ? `${filename.length} characters` : filename)}`,
          'REQ-SEC-011',
          'REQ-MEDIA-003',
        ),
        async () => {
          await expectError(client, CODE.params, 'take_snapshot', { device: 'video0', filename });
        },
      );
    }
  });

  describe('storage', () => {
    it(cite('is told in bytes, as the disk has it', 'REQ-MEDIA-025'), async () => {
      await eventually(
        async () => {
          const info = await client.call('get_storage_info');
          const disk = statfsSync(world().dir('recordings'));
          assertNear(numberAt(info, 'total'), disk.blocks * disk.bsize, 'total');
          assertNear(numberAt(info, 'available'), disk.bavail * disk.bsize, 'available');
          assert.ok(numberAt(info, 'used') > 0 && numberAt(info, 'used') <= numberAt(info, 'total'), shown(info));
          assertSizes(numberAt(info, 'recordings_size'), world().dir('recordings'));
          assertSizes(numberAt(info, 'snapshots_size'), world().dir('snapshots'));
        },
        { what: 'storage as it is', withinMs: SOON_MS },
      );
    });
  });
});

async function makeRecordings(client: RpcClient): Promise<readonly string[]> {
  const made: string[] = [];
  for (const entry of ['video0', 'video1', 'video0']) made.push((await record(client, entry, 1)).filename);
  return made;
}

async function makeSnapshots(client: RpcClient): Promise<readonly string[]> {
  const made: string[] = [];
  for (const device of ['video0', 'video1', 'video0']) {
    made.push(textAt(await client.call('take_snapshot', { device }, { withinMs: 15_000 }), 'filename'));
  }
  return made;
}

async function list(
  client: RpcClient,
  { list: method }: Kind,
  page: object = {},
): Promise<{ names: readonly string[]; times: readonly number[]; total: number }> {
  const result = await client.call(method, page);
  const files = listAt(result, 'files');
  for (const file of files) assert.ok(numberAt(file, 'size') >= 0);
  return {
    names: files.map((file) => textAt(file, 'filename')),
    times: files.map((file) => expectRecentTime(at(file, 'modified'), 'modified')),
    total: numberAt(result, 'total'),
  };
}

/** The disk is shared with others: within a hundredth of itself, or 64 MB. */
function assertNear(told: number, found: number, what: string): void {
  assert.ok(Math.abs(told - found) <= Math.max(found / 100, 64 * 1024 * 1024), `${what}: ${told} told, ${found} found`);
}

/** Sizes are those of the files, or what they take on disk in whole blocks. */
function assertSizes(told: number, dir: string): void {
  const sizes = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name)).size);
  const sum = sizes.reduce((total, size) => total + size, 0);
  assert.ok(told >= sum && told <= sum + sizes.length * 8192 + 16_384, `${told} bytes told for ${dir}, ${sum} found`);
}
