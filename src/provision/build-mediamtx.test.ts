import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { testEnvironment } from '../../fixtures/tools/tools.ts';
import { copyModule } from './build-mediamtx.ts';
import { describeAttempts, eventually, findProcesses, makeLab, run, startRunner } from './lab.test.ts';
import { makeGoProxy } from './tiny-module.test.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

const VERSION = 'v1.16.0';
/** What says that the registry of npm is out of reach; anything else is a failure of ours. */
const OFFLINE = /ENOTFOUND|ETIMEDOUT|ECONNREFUSED|ECONNRESET|EAI_AGAIN|network/;

describe('build: MediaMTX from its Go module', function () {
  this.timeout(240_000);
  before(async function () {
    if (
      await run('go', ['version']).then(
        () => true,
        () => false,
      )
    )
      return;
    leaveOut(this, 'Go is not on the PATH');
  });

  it('fetches, copies, generates, compiles, identifies and keeps it; the second time it is there', async function () {
    await using lab = await makeLab();
    const go = await makeGoProxy(lab.folder, { version: VERSION, go: '1.20' });
    const environment = testEnvironment({ ...process.env, ...go });
    const settings = { mediamtxVersion: VERSION };
    const result = await lab.provision({ from: 'build', environment, settings });
    if (result.kind !== 'found' && OFFLINE.test(describeAttempts(result))) {
      leaveOut(this, 'the npm registry is out of reach for hls.js');
    }
    assert.equal(result.kind, 'found', describeAttempts(result));
    if (result.kind !== 'found') return;
    assert.equal(result.tool.version, VERSION);
    const told = lab.told.join('\n');
    assert.match(
      told,
      /fetching the Go module .*fetching hls\.js@1\.6\.16 with npm.*compiling MediaMTX v1\.16\.0 with go1/s,
    );
    // The real hls.min.js went into it: the tiny program embeds it like the real one.
    const program = await readFile(result.tool.executable);
    assert.ok(program.includes('hlsError'), 'hls.min.js is not in the program');
    const entry = await readFile(path.join(path.dirname(result.tool.path), 'entry.json'), 'utf8');
    assert.match(entry, /github\.com\/bluenviron\/mediamtx@v1\.16\.0, h1:.*built with go1/);
    assert.deepEqual(await lab.list('cache/work'), []);
    const toldBefore = lab.told.length;
    const again = await lab.provision({ from: 'build', environment, settings });
    assert.equal(again.kind, 'found');
    assert.equal(lab.told.length, toldBefore, 'it was built again');
  });

  it('ends with its compiler when it is killed, and builds at the next try', async () => {
    await using lab = await makeLab();
    const go = await makeGoProxy(lab.folder, { version: VERSION, go: '1.20' });
    const env = { ...go, REALITY_OPT_CACHE_DIR: lab.cacheDir, REALITY_OPT_MEDIAMTX_VERSION: VERSION };
    // A build cache of its own makes the compiler work for some seconds, so that there is something to kill.
    const cold = { ...env, GOCACHE: lab.file('go-build'), REALITY_OPT_MIRROR: 'http://127.0.0.1:9' };
    await using killed = startRunner('mediamtx', cold);
    await eventually('it compiles', () => /compiling/.test(killed.told()) || killed.child.exitCode !== null);
    await eventually('the compiler runs', async () => (await findProcesses(`${lab.cacheDir}/work`)).length > 0);
    killed.child.kill('SIGKILL');
    await killed.result;
    // Left alone it would compile for some seconds more.
    const compilers = async (): Promise<readonly string[]> => findProcesses(`${lab.cacheDir}/work`);
    await eventually('nothing of it runs', async () => (await compilers()).length === 0, 2_000);
    assert.deepEqual(await lab.list('cache/tools'), []);
    await using next = startRunner('mediamtx', { ...cold, GOCACHE: process.env['GOCACHE'] });
    const result = await next.result;
    assert.equal(result?.kind, 'found', next.told());
    assert.deepEqual(await lab.list('cache/work'), []);
  });

  it('says what is wrong: no Go, too old a Go, no such version', async () => {
    await using lab = await makeLab();
    const settings = { mediamtxVersion: VERSION };
    const bare = testEnvironment({ ...process.env, PATH: lab.folder });
    const without = await lab.provision({ from: 'build', environment: bare, settings });
    assert.match(describeAttempts(without), /Go is not on PATH; 1\.26 or newer is needed/);
    const go = await makeGoProxy(lab.folder, { version: VERSION, go: '1.99' });
    const environment = testEnvironment({ ...process.env, ...go });
    const tooOld = await lab.provision({ from: 'build', environment, settings });
    assert.match(describeAttempts(tooOld), /requires go >= 1\.99/);
    const absent = await lab.provision({ from: 'build', environment, settings: { mediamtxVersion: '1.16.9' } });
    assert.match(
      describeAttempts(absent),
      /fetching the Go module .*v1\.16\.9 failed: .*(no such file|not found|unknown)/,
    );
    assert.deepEqual(await lab.list('cache/work'), []);
  });

  it('refuses a version below the window, although it was asked for and built', async function () {
    await using lab = await makeLab();
    const go = await makeGoProxy(lab.folder, { version: 'v1.10.0', go: '1.20' });
    const environment = testEnvironment({ ...process.env, ...go });
    const result = await lab.provision({ from: 'build', environment, settings: { mediamtxVersion: '1.10.0' } });
    if (OFFLINE.test(describeAttempts(result))) leaveOut(this, 'the npm registry is out of reach for hls.js');
    assert.match(describeAttempts(result), /version v1\.10\.0 is older than v1\.11\.0/);
    assert.deepEqual(await lab.list('cache/tools'), []);
  });

  it('refuses a module whose content is not the pinned one', async () => {
    await using lab = await makeLab();
    const go = await makeGoProxy(lab.folder, { version: 'v1.19.3', go: '1.20' });
    const environment = testEnvironment({ ...process.env, ...go });
    const result = await lab.provision({ from: 'build', environment });
    assert.match(describeAttempts(result), /the module came as h1:\S+, expected h1:3eQbCoXGCAP1pFVi8/);
  });

  it('makes the copy of a read-only folder writable', async () => {
    await using lab = await makeLab();
    const deep = lab.file('module/a/b');
    await mkdir(deep, { recursive: true });
    await writeFile(path.join(deep, 'x.go'), 'package b\n', { mode: 0o444 });
    for (const folder of [deep, lab.file('module/a'), lab.file('module')]) await chmod(folder, 0o555);
    await copyModule(lab.file('module'), lab.file('copy'));
    assert.equal((await stat(lab.file('copy/a/b'))).mode & 0o777, 0o755);
    assert.equal(await readFile(lab.file('copy/a/b/x.go'), 'utf8'), 'package b\n');
  });
});
