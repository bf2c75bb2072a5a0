import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { access, appendFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import type http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {
  describeAttempts,
  eventually,
  findProcesses,
  makeLab,
  run,
  serve,
  startRunner,
  type Lab,
  type Server,
} from './lab.test.ts';
import { findSum } from './link-download.ts';
import { compileTiny, packRelease } from './tiny-module.test.ts';
import type { ProvisionResult } from './types.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

const VERSION = 'v1.16.0';
const ARCHIVE = `mediamtx_${VERSION}_linux_${process.arch === 'x64' ? 'amd64' : process.arch}.tar.gz`;

interface Release {
  readonly archive: Buffer;
  readonly sums: string;
}

/** A release folder as the official one looks: the archive and its checksums. */
function answerAs(release: Partial<Release>): http.RequestListener {
  return (request, response) => {
    const body = { [`/${VERSION}/${ARCHIVE}`]: release.archive, [`/${VERSION}/checksums.sha256`]: release.sums };
    const found = body[request.url ?? ''];
    if (found === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-length': Buffer.byteLength(found) }).end(found);
  };
}

function sumsOf(archive: Buffer): string {
  return `${createHash('sha256').update(archive).digest('hex')} *${ARCHIVE}\n`;
}

describe('download: the release archive', function () {
  this.timeout(120_000);
  let folder = '';
  let good: Release;

  before(async function () {
    folder = await mkdtemp(path.join(os.tmpdir(), 'reality-release-'));
    const executable = await compileTiny(folder, { version: VERSION, go: '1.20' }).catch(() => undefined);
    if (executable === undefined) {
      return leaveOut(this, 'Go is needed to make a release to download');
    }
    const archive = await readFile(await packRelease(folder, executable));
    good = { archive, sums: sumsOf(archive) };
  });
  after(async () => rm(folder, { recursive: true, force: true }));

  async function download(lab: Lab, mirror: string): Promise<ProvisionResult> {
    return lab.provision({ from: 'download', settings: { mirror, mediamtxVersion: VERSION } });
  }

  /** An archive that would leave a trace if anything of it were run. */
  async function makeTrap(lab: Lab): Promise<Buffer> {
    const trap = await lab.script('trap/mediamtx', `#!/bin/sh\n: > '${lab.file('sprung')}'\n`);
    await mkdir(lab.file('packed'));
    return readFile(await packRelease(lab.file('packed'), trap));
  }

  async function assertNothingKept(lab: Lab): Promise<void> {
    assert.deepEqual(await lab.list('cache/tools'), []);
    assert.deepEqual(await lab.list('cache/work'), []);
    await assert.rejects(access(lab.file('sprung')), 'something of the archive was run');
  }

  it('takes a good archive, says what it does, and finds it in the cache the next time', async () => {
    await using lab = await makeLab();
    await using server = await serve(answerAs(good));
    const result = await download(lab, server.address);
    assert.equal(result.kind, 'found', describeAttempts(result));
    if (result.kind !== 'found') return;
    assert.equal(result.tool.version, VERSION);
    assert.equal(result.tool.source, 'download');
    assert.match(lab.told.join('\n'), /downloading .*: 100 % of \d+ MB\n.*unpacking/);
    const entry = path.dirname(result.tool.path);
    const manifest = JSON.parse(await readFile(path.join(entry, 'entry.json'), 'utf8')) as Record<string, string>;
    assert.equal(manifest['sha256'], result.tool.sha256);
    assert.match(manifest['origin'] ?? '', /its own checksums\.sha256/);
    assert.deepEqual(await lab.list('cache/work'), []);
    const asked = server.asked.length;
    const again = await lab.provision({ settings: { mediamtxVersion: VERSION }, from: 'cache' });
    assert.equal(again.kind === 'found' ? again.tool.path : describeAttempts(again), result.tool.path);
    assert.equal(server.asked.length, asked);
  });

  it('follows a redirect, as the official address answers', async () => {
    await using lab = await makeLab();
    await using target = await serve(answerAs(good));
    await using server = await serve((request, response) => {
      response.writeHead(302, { location: `${target.address}${request.url}` }).end();
    });
    const result = await download(lab, `${server.address}/`);
    assert.equal(result.kind, 'found', describeAttempts(result));
  });

  it('never runs an altered archive', async () => {
    await using lab = await makeLab();
    const archive = await makeTrap(lab);
    await using server = await serve(answerAs({ archive, sums: good.sums }));
    const result = await download(lab, server.address);
    assert.match(describeAttempts(result), /its sha256 is [0-9a-f]{64}, its own checksums\.sha256 says [0-9a-f]{64}/);
    await assertNothingKept(lab);
  });

  it('holds to the pinned sum, whatever the checksums beside the archive say', async () => {
    await using lab = await makeLab();
    const archive = await makeTrap(lab);
    const sums = sumsOf(archive).replace(VERSION, 'v1.19.3');
    await using server = await serve((request, response) =>
      response.end(request.url?.endsWith('checksums.sha256') === true ? sums : archive),
    );
    const result = await lab.provision({ from: 'download', settings: { mirror: server.address } });
    assert.match(describeAttempts(result), /the pinned sum says/);
    await assertNothingKept(lab);
  });

  it('refuses an archive that was cut off on the way, and one that was cut off before it was summed', async () => {
    await using lab = await makeLab();
    const half = good.archive.subarray(0, good.archive.length / 2);
    await using cutting = await serve((request, response) => {
      if (request.url?.endsWith('checksums.sha256') === true) return void response.end(good.sums);
      response.writeHead(200, { 'content-length': good.archive.length });
      response.write(half, () => response.destroy());
    });
    assert.match(describeAttempts(await download(lab, cutting.address)), /terminated|closed|aborted/);
    await assertNothingKept(lab);
    await using short = await serve(answerAs({ archive: half, sums: sumsOf(half) }));
    assert.match(describeAttempts(await download(lab, short.address)), /unexpected end of file|cut off/);
    await assertNothingKept(lab);
  });

  it('refuses a good sum over an archive without the program', async () => {
    await using lab = await makeLab();
    await writeFile(lab.file('other'), 'x');
    await run('tar', ['-czf', lab.file('other.tar.gz'), '-C', lab.folder, 'other']);
    const archive = await readFile(lab.file('other.tar.gz'));
    await using server = await serve(answerAs({ archive, sums: sumsOf(archive) }));
    assert.match(describeAttempts(await download(lab, server.address)), /there is no mediamtx in the archive/);
    await assertNothingKept(lab);
  });

  it('says what was wrong: no such file, no sum for it, nobody there', async () => {
    await using lab = await makeLab();
    await using empty = await serve(answerAs({}));
    assert.match(describeAttempts(await download(lab, empty.address)), /checksums\.sha256 answers with status 404/);
    await using unnamed = await serve(answerAs({ archive: good.archive, sums: good.sums.replace('linux', 'plan9') }));
    assert.match(describeAttempts(await download(lab, unnamed.address)), /does not name mediamtx_/);
    const { address } = await serve(answerAs({})).then(async (server) => {
      await server[Symbol.asyncDispose]();
      return server;
    });
    const startedMs = performance.now();
    assert.match(describeAttempts(await download(lab, address)), /ECONNREFUSED/);
    assert.ok(performance.now() - startedMs < 15_000);
    await assertNothingKept(lab);
  });

  it('mends an entry that was altered after it was obtained, without running it', async () => {
    await using lab = await makeLab();
    await using server = await serve(answerAs(good));
    const first = await download(lab, server.address);
    assert.equal(first.kind, 'found', describeAttempts(first));
    if (first.kind !== 'found') return;
    await writeFile(first.tool.path, `#!/bin/sh\n: > '${lab.file('sprung')}'\n`);
    const look = await lab.provision({ obtain: false, from: 'cache', settings: { mediamtxVersion: VERSION } });
    assert.match(describeAttempts(look), /its sha256 is .*; it was not started/);
    const mended = await download(lab, server.address);
    assert.equal(mended.kind === 'found' ? mended.tool.sha256 : describeAttempts(mended), first.tool.sha256);
    await assert.rejects(access(lab.file('sprung')));
    // A damaged manifest is no entry at all.
    await truncate(path.join(path.dirname(first.tool.path), 'entry.json'), 10);
    assert.equal((await download(lab, server.address)).kind, 'found');
  });

  describe('many at once, and killed', () => {
    function startDownload(lab: Lab, server: Server): ReturnType<typeof startRunner> {
      return startRunner('mediamtx', {
        PATH: '/usr/bin:/bin',
        REALITY_OPT_CACHE_DIR: lab.cacheDir,
        REALITY_OPT_MIRROR: server.address,
        REALITY_OPT_MEDIAMTX_VERSION: VERSION,
      });
    }

    it('fetches once for twenty processes that want it at the same time', async () => {
      await using lab = await makeLab();
      await using server = await serve(answerAs(good));
      const runners = Array.from({ length: 20 }, () => startDownload(lab, server));
      const results = await Promise.all(runners.map(async (runner) => runner.result));
      const sums = results.map((result) => (result?.kind === 'found' ? result.tool.sha256 : JSON.stringify(result)));
      assert.equal(new Set(sums).size, 1, sums.join('\n'));
      assert.equal(results[0]?.kind, 'found');
      assert.equal(server.asked.filter((asked) => asked.endsWith('.tar.gz')).length, 1);
      assert.equal((await lab.list('cache/tools')).length, 1);
      assert.deepEqual(await lab.list('cache/work'), []);
    });

    it('frees the lock when its owner is killed in the middle of a download; who waited says so and takes over', async () => {
      await using lab = await makeLab();
      let hold = true;
      const most = good.archive.subarray(0, Math.ceil(good.archive.length * 0.6));
      await using server = await serve((request, response) => {
        if (!hold || request.url?.endsWith('.tar.gz') !== true) {
          answerAs(good)(request, response);
          return;
        }
        response.writeHead(200, { 'content-length': good.archive.length });
        response.write(most);
      });
      await using owner = startDownload(lab, server);
      await eventually('half of it is there', () => /: [56]0 % of/.test(owner.told()));
      await using waiter = startDownload(lab, server);
      const waiting = new RegExp(`waiting for another set-up \\(pid ${owner.child.pid}: downloading`);
      await eventually('the second one waits', () => waiting.test(waiter.told()));
      assert.deepEqual(await lab.list('cache/tools'), []);
      hold = false;
      owner.child.kill('SIGKILL');
      const result = await waiter.result;
      assert.equal(result?.kind, 'found', waiter.told());
      assert.deepEqual(await lab.list('cache/work'), []);
    });

    it('is whole again after a kill at every step, and leaves nothing behind', async () => {
      await using lab = await makeLab();
      await using server = await serve(answerAs(good));
      for (const step of [/downloading/, /: [1-9]0 % of/, /unpacking/]) {
        await using killed = startDownload(lab, server);
        await eventually(`it says ${step.source}`, () => step.test(killed.told()) || killed.child.exitCode !== null);
        killed.child.kill('SIGKILL');
        await killed.result;
        await using next = startDownload(lab, server);
        const result = await next.result;
        assert.equal(result?.kind, 'found', next.told());
        assert.deepEqual(await lab.list('cache/work'), []);
        await rm(lab.file('cache/tools'), { recursive: true });
      }
      assert.deepEqual(await findProcesses(lab.folder), []);
    });

    it('hands a failure on to who waited, so that ten do not fail one after the other', async () => {
      await using lab = await makeLab();
      const release: { now?: () => void } = {};
      const held = new Promise<void>((resolve) => (release.now = resolve));
      await using server = await serve((_, response) => void held.then(() => response.writeHead(500).end()));
      const owner = lab.provision({ from: 'download', settings: { mirror: server.address, mediamtxVersion: VERSION } });
      await eventually('the owner asks', () => server.asked.length === 1);
      const waiters = Array.from({ length: 9 }, async () => download(lab, server.address));
      await eventually('nine wait', () => lab.told.filter((text) => text.includes('waiting for')).length === 9);
      release.now?.();
      for (const result of await Promise.all([owner, ...waiters])) assert.match(describeAttempts(result), /status 500/);
      assert.equal(server.asked.length, 1);
    });

    it('removes at the next run what another run left, whatever that one wanted', async () => {
      await using lab = await makeLab();
      await using server = await serve((request, response) => {
        if (request.url?.endsWith('.tar.gz') !== true) answerAs(good)(request, response);
      });
      await using killed = startDownload(lab, server);
      await eventually('it has a work folder', async () => (await lab.list('cache/work')).length === 1);
      await eventually('it asks for the archive', () => server.asked.length === 2);
      const [left] = await lab.list('cache/work');
      await appendFile(lab.file(path.join('cache', 'work', left ?? '', 'more')), 'x');
      killed.child.kill('SIGKILL');
      await killed.result;
      assert.equal((await lab.list('cache/work')).length, 1);
      await lab.provision({ tools: ['ffprobe'] });
      assert.deepEqual(await lab.list('cache/work'), []);
    });
  });
});

describe('download: the list of sums', () => {
  it('finds the sum of exactly that file, with a star or with blanks before its name', () => {
    const sum = 'a'.repeat(64);
    for (const line of [`${sum} *x.tar.gz`, `${sum}  x.tar.gz`, `${sum.toUpperCase()} *x.tar.gz\r`]) {
      assert.equal(findSum(`${'b'.repeat(64)} *y.tar.gz\n${line}\n`, 'x.tar.gz'), sum);
    }
    for (const line of [`${sum} *xx.tar.gz`, `${sum} *x.tar.gz.sig`, `${sum.slice(1)} *x.tar.gz`, `${sum} x.tar.gz`]) {
      assert.equal(findSum(line, 'x.tar.gz'), undefined, line);
    }
  });

  it('never throws and never finds what is not there', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, name) => {
        const sum = findSum(text, `${name}.absent`);
        assert.equal(sum, undefined);
      }),
    );
  });
});
