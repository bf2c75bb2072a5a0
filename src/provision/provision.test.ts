import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import { RealityError, TOOL_NAMES } from '#domain';
import { readSettings, testEnvironment, testTools } from '../../fixtures/tools/tools.ts';
import { describeTool } from './describe-tool.ts';
import { describeAttempts, makeLab, type Lab } from './lab.test.ts';
import { provision } from './provision.ts';
import { requireTools } from './require-tools.ts';
import type { ProvisionResult } from './types.ts';

const NOWHERE = 'http://127.0.0.1:9';

describe('provision: the chain', function () {
  this.timeout(600_000);
  before(async () => testTools());

  /** A folder with links to real tools or scripts in their place, to stand on PATH. */
  async function makeBin(lab: Lab, name: string, links: Readonly<Record<string, string>>): Promise<string> {
    await mkdir(lab.file(name), { recursive: true });
    for (const [tool, target] of Object.entries(links)) await symlink(target, lab.file(`${name}/${tool}`));
    return lab.file(name);
  }

  async function real(name: 'mediamtx' | 'ffmpeg' | 'ffprobe'): Promise<string> {
    return (await testTools())[name]?.executable ?? assert.fail(`no ${name}`);
  }

  const poser = '#!/bin/sh\necho v1.19.3\n';

  it('takes the path that was given, relative to the folder of the command or by name on PATH', async () => {
    await using lab = await makeLab();
    const bin = await makeBin(lab, 'bin', { mtx: await real('mediamtx') });
    const environment = { ...testEnvironment({ ...process.env, PATH: bin }), cwd: lab.folder };
    for (const given of [`${bin}/mtx`, './bin/mtx', 'mtx']) {
      const result = await lab.provision({ environment, settings: { mediamtx: given } });
      assert.equal(result.kind, 'found', `${given}: ${describeAttempts(result)}`);
      if (result.kind !== 'found') continue;
      assert.equal(result.tool.source, 'given');
      assert.equal(result.tool.path, `${bin}/mtx`);
    }
  });

  it('refuses a bad given path and tries nothing in its place', async () => {
    await using lab = await makeLab();
    const script = await lab.script('poser', poser);
    for (const mediamtx of [script, lab.file('absent'), 'no-such-program']) {
      const result = await lab.provision({ settings: { mediamtx } });
      assert.equal(result.kind, 'refused', describeAttempts(result));
      assert.deepEqual(
        result.attempts.map(({ source }) => source),
        ['given'],
      );
      assert.throws(
        () => requireTools([result]),
        (error) => error instanceof RealityError && error.code === 'tool-refused' && error.details.length === 2,
      );
    }
  });

  it('passes over posers on PATH and takes the first real one', async () => {
    await using lab = await makeLab();
    await lab.script('one/mediamtx', poser);
    const two = await makeBin(lab, 'two', { mediamtx: await real('mediamtx') });
    const PATH = `${lab.file('one')}:${two}:${process.env['PATH']}`;
    const result = await lab.provision({ environment: testEnvironment({ ...process.env, PATH }) });
    assert.equal(result.kind === 'found' ? result.tool.path : describeAttempts(result), `${two}/mediamtx`);
    assert.match(
      describeAttempts(result),
      /path: .*one\/mediamtx: it is not MediaMTX.*\npath: .*two\/mediamtx: v\S+, taken/,
    );
  });

  it('takes no other version than the one that was asked for, from PATH or given', async () => {
    await using lab = await makeLab();
    const bin = await makeBin(lab, 'bin', { mediamtx: await real('mediamtx') });
    const environment = testEnvironment({ PATH: `${bin}:/usr/bin:/bin` });
    const settings = { mediamtxVersion: '1.13.9' };
    const fromPath = await lab.provision({ environment, obtain: false, settings });
    assert.equal(fromPath.kind, 'missing');
    assert.match(describeAttempts(fromPath), /it is v\S+, asked for was v1\.13\.9/);
    const given = await lab.provision({ environment, settings: { ...settings, mediamtx: `${bin}/mediamtx` } });
    assert.equal(given.kind, 'refused');
  });

  it('looks only, when it may not obtain, and writes nothing', async () => {
    await using lab = await makeLab();
    const environment = testEnvironment({ ...process.env, PATH: '/nowhere' });
    for (const name of TOOL_NAMES) {
      const result = await lab.provision({ tools: [name], obtain: false, environment });
      assert.equal(result.kind, 'missing');
      assert.match(describeTool(result).mend, /reality setup/);
    }
    assert.deepEqual(await lab.list('cache'), []);
    assert.deepEqual(lab.told, []);
  });

  it('lists every link that was tried and the one thing to do, when nothing helps', async () => {
    await using lab = await makeLab();
    const environment = testEnvironment({ HOME: lab.folder, PATH: lab.folder });
    const result = await lab.provision({ environment, settings: { mirror: NOWHERE } });
    assert.deepEqual(
      result.attempts.map(({ source }) => source),
      ['path', 'cache', 'download', 'build'],
    );
    assert.throws(
      () => requireTools([result]),
      (error) => {
        assert.ok(error instanceof RealityError && error.code === 'tool-missing');
        assert.match(error.details.join('\n'), /download: .*ECONNREFUSED|download: .*bad port/);
        assert.match(error.details.join('\n'), /build: .*Go is not on PATH/);
        assert.match(error.details.at(-1) ?? '', /install Go 1\.26 or newer .* REALITY_OPT_MEDIAMTX=/);
        return true;
      },
    );
  });

  it('says that the cache cannot be written, where that is so', async () => {
    await using lab = await makeLab();
    await lab.script('file', 'x');
    const result = await lab.provision({ from: 'build', settings: { cacheDir: lab.file('file/cache') } });
    assert.match(describeAttempts(result), /ENOTDIR/);
    // What needs no cache works without one.
    const mediamtx = await real('mediamtx');
    const given = await lab.provision({ settings: { mediamtx, cacheDir: lab.file('file/cache') } });
    assert.equal(given.kind, 'found', describeAttempts(given));
  });

  it('forces one link where the tool has it, and leaves the others their whole chain', async () => {
    await using lab = await makeLab();
    const environment = testEnvironment({ HOME: lab.folder, PATH: lab.folder });
    const settings = { mirror: NOWHERE };
    const forced = await lab.provision({ environment, from: 'download', settings });
    assert.deepEqual(
      forced.attempts.map(({ source }) => source),
      ['download'],
    );
    const other = await lab.provision({ tools: ['ffmpeg'], environment, from: 'download', settings });
    assert.deepEqual(
      other.attempts.map(({ source }) => source),
      ['path', 'cache', 'npm'],
    );
  });

  it('says on another system than Linux what is needed, and starts nothing', async () => {
    await using lab = await makeLab();
    const trap = await lab.script('mediamtx', `#!/bin/sh\n: > '${lab.file('sprung')}'\n`);
    const environment = { ...testEnvironment(), platform: 'darwin' };
    const result = await lab.provision({ environment, settings: { mediamtx: trap } });
    assert.equal(result.kind, 'missing');
    assert.match(describeTool(result).mend, /Linux, x64 or arm64/);
    assert.deepEqual(await lab.list('.'), ['mediamtx']);
  });

  it('ends at once when it is interrupted', async () => {
    await using lab = await makeLab();
    const controller = new AbortController();
    const sleeper = await lab.script('mediamtx', '#!/bin/sh\nsleep 60\n');
    const asked = lab.provision({ signal: controller.signal, settings: { mediamtx: sleeper } });
    setTimeout(() => controller.abort(new Error('interrupted by the test')), 100);
    const startedMs = performance.now();
    await assert.rejects(asked, /interrupted by the test/);
    // The tool takes a minute.
    assert.ok(performance.now() - startedMs < 30_000);
  });

  it('answers for all three within 100 ms when everything is known', async () => {
    const environment = testEnvironment();
    const ask = async (): Promise<readonly ProvisionResult[]> =>
      provision({
        tools: TOOL_NAMES,
        settings: readSettings(environment.env),
        environment,
        signal: new AbortController().signal,
        progress: () => assert.fail('a slow step'),
        obtain: true,
      });
    await ask();
    const times: number[] = [];
    // Others use this machine too: one quiet moment shows what it takes.
    while (times.length < 5 || (times.length < 200 && Math.min(...times) >= 100)) {
      const startedMs = performance.now();
      const toolbox = requireTools(await ask());
      times.push(performance.now() - startedMs);
      assert.deepEqual(Object.keys(toolbox).toSorted(), TOOL_NAMES.toSorted());
    }
    assert.ok(Math.min(...times) < 100, `took ${times.map(Math.round).join(', ')} ms`);
  });
});

describe('provision: lines of doctor', () => {
  it('say what, found, needed and how to mend', () => {
    const attempts = [
      { source: 'path', what: '/opt/mediamtx', result: 'version v1.9.0 is older than v1.11.0' },
    ] as const;
    const line = describeTool({ kind: 'missing', name: 'mediamtx', attempts, remedy: 'do this' });
    assert.deepEqual(line, {
      what: 'MediaMTX',
      isReady: false,
      found: 'path: /opt/mediamtx: version v1.9.0 is older than v1.11.0',
      needed: 'v1.15.2 or newer (v1.11.0 with less proof)',
      mend: 'do this',
    });
  });

  it('name the program behind a wrapper, and carry the warnings', () => {
    const tool = {
      name: 'mediamtx',
      path: '/opt/bin/mediamtx',
      executable: '/opt/lib/mediamtx',
      version: 'v1.14.0',
      sha256: 'ab'.repeat(32),
      source: 'given',
    } as const;
    const line = describeTool({ kind: 'found', tool, attempts: [], warnings: ['It is old.'] });
    assert.equal(line.isReady, true);
    assert.equal(line.found, 'v1.14.0, /opt/bin/mediamtx → /opt/lib/mediamtx (given, sha256 abababababab…)');
    assert.equal(line.mend, 'It is old.');
  });
});
