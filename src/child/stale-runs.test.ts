import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitFor } from '../../fixtures/tools/scene.ts';
import { testEnvironment } from '../../fixtures/tools/tools.ts';
import { extendMarker } from './marker.ts';
import { readPlace, writeOwnerFile } from './owner-file.ts';
import { identifyProcess, isAlive } from './read-process.ts';
import { findStaleRuns, sweepStaleRuns } from './stale-runs.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

describe('sweepStaleRuns', () => {
  const environment = testEnvironment();
  const marker = extendMarker(undefined, environment.randomHex(8));
  let tmpRoot = '';
  beforeEach(() => {
    tmpRoot = mkdtempSync(path.join(tmpdir(), 'stale-'));
  });
  afterEach(() => rmSync(tmpRoot, { recursive: true, force: true }));

  /** A directory as a dead run leaves it; `change` makes it something else. */
  const plant = (name: string, change: Readonly<Record<string, unknown>> = {}): string => {
    const directory = path.join(tmpRoot, name);
    mkdirSync(directory, { mode: 0o700 });
    const owner = { pid: 999_999_999, startTime: 1, marker, ...readPlace(), ...change };
    writeFileSync(path.join(directory, '.reality'), JSON.stringify(owner));
    return directory;
  };
  const sweep = async () => sweepStaleRuns({ environment, tmpRoot });

  it('kills what a dead run left and removes its directory', async () => {
    const directory = plant('reality-1');
    const env = { PATH: process.env['PATH'] };
    const marked = spawn('sleep', ['300'], {
      detached: true,
      stdio: 'ignore',
      env: { ...env, REALITY_MARKER: `${marker.split('=')[1]}:world:child` },
    });
    const below = spawn('sleep', ['300'], { detached: true, stdio: 'ignore', env, cwd: directory });
    const identities = [marked.pid, below.pid].map((pid) => identifyProcess(pid ?? 0) ?? assert.fail());
    const [swept] = await sweep();
    assert.deepEqual(
      [swept?.directory, swept?.isRemoved, swept?.killed.length, existsSync(directory)],
      [directory, true, 2, false],
    );
    await waitFor('the end of both', () => !identities.some(isAlive));
  });

  it('leaves a directory alone whose run lives', async () => {
    const directory = path.join(tmpRoot, 'reality-live');
    mkdirSync(directory, { mode: 0o700 });
    writeOwnerFile(directory, marker);
    assert.deepEqual(await sweep(), []);
    assert.ok(existsSync(directory));
  });

  it('takes another process with the same number for what it is', async () => {
    plant('reality-reused', { pid: process.pid, startTime: (identifyProcess(process.pid)?.startTime ?? 0) - 1 });
    assert.equal((await sweep()).length, 1);
  });

  it('kills nobody for a directory of an earlier boot', async () => {
    plant('reality-boot', { bootId: 'another', pidNamespace: 'pid:[1]' });
    const [swept] = await sweep();
    assert.deepEqual([swept?.killed, swept?.isRemoved], [[], true]);
  });

  const foreign: readonly (readonly [string, () => void])[] = [
    ['without the owner file', () => mkdirSync(path.join(tmpRoot, 'reality-none'), { mode: 0o700 })],
    ['with another name', () => plant('other')],
    ['that is a link', () => symlinkSync(plant('target'), path.join(tmpRoot, 'reality-link'))],
    ['open to others', () => chmodSync(plant('reality-open'), 0o755)],
    ['of another container', () => plant('reality-container', { pidNamespace: 'pid:[1]' })],
    ['with an owner file of another shape', () => plant('reality-shape', { marker: '=' })],
    ['of a run that we are a part of', () => plant('reality-outer', { marker: 'REALITY_MARKER=outer' })],
  ];
  for (const [what, make] of foreign) {
    it(`leaves a directory alone ${what}`, async () => {
      make();
      const before = readdirSync(tmpRoot);
      const inner = testEnvironment({ ...process.env, REALITY_MARKER: 'outer:suite' });
      assert.deepEqual(findStaleRuns({ environment: inner, tmpRoot }), []);
      assert.deepEqual(await sweepStaleRuns({ environment: inner, tmpRoot }), []);
      assert.deepEqual(readdirSync(tmpRoot), before);
    });
  }

  it('leaves a directory alone whose owner file is a link', async () => {
    const directory = path.join(tmpRoot, 'reality-planted');
    mkdirSync(directory, { mode: 0o700 });
    symlinkSync(path.join(plant('target'), '.reality'), path.join(directory, '.reality'));
    assert.deepEqual(await sweep(), []);
  });

  it('leaves a directory of another user alone', async function () {
    if (process.getuid?.() !== 0) {
      leaveOut(this, 'only root can make the directory of another user');
    }
    const { chownSync } = await import('node:fs');
    chownSync(plant('reality-foreign'), 65_534, 65_534);
    assert.deepEqual(await sweep(), []);
  });
});
