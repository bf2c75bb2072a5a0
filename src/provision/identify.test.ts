import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFile, readFile, realpath, rename, symlink, writeFile } from 'node:fs/promises';
import type { ToolName } from '#domain';
import { testEnvironment, testTools } from '../../fixtures/tools/tools.ts';
import { identifyTool, type Identification } from './identify.ts';
import { eventually, findProcesses, makeLab, startRunner, type Lab } from './lab.test.ts';

async function identify(lab: Lab, name: ToolName, file: string, env = process.env): Promise<Identification> {
  return identifyTool({
    name,
    path: file,
    source: 'path',
    environment: testEnvironment(env),
    cacheDir: lab.cacheDir,
    signal: new AbortController().signal,
  });
}

function assertRefused(identified: Identification, reason: RegExp): void {
  assert.equal(identified.kind, 'refused');
  if (identified.kind === 'refused') assert.match(identified.reason, reason);
}

/** Path of a real tool, looked for by its own chain. */
async function realTool(name: ToolName): Promise<string> {
  const tool = (await testTools())[name];
  assert.ok(tool, `${name} is needed for this test`);
  return tool.executable;
}

describe('identify: the program that really runs', function () {
  this.timeout(600_000);
  before(async () => testTools());

  for (const name of ['mediamtx', 'ffmpeg', 'ffprobe'] as const) {
    it(`knows the real ${name}, its version and its content`, async () => {
      await using lab = await makeLab();
      const file = await realTool(name);
      const identified = await identify(lab, name, file);
      assert.equal(identified.kind, 'identified', JSON.stringify(identified));
      if (identified.kind !== 'identified') return;
      const sha256 = createHash('sha256')
        .update(await readFile(file))
        .digest('hex');
      assert.equal(identified.tool.sha256, sha256);
      assert.equal(identified.tool.executable, await realpath(file));
      assert.equal(identified.tool.version, (await testTools())[name]?.version);
    });

    it(`looks through wrappers of ${name}: exec, child of a shell, child of Node, link`, async () => {
      await using lab = await makeLab();
      const file = await realTool(name);
      const spawnSync = `require('node:child_process').spawnSync('${file}', process.argv.slice(2), {stdio: 'inherit'})`;
      const wrappers = [
        await lab.script('exec', `#!/bin/sh\nexec '${file}' "$@"\n`),
        await lab.script('child', `#!/bin/sh\n'${file}' "$@"\nstatus=$?\nexit $status\n`),
        await lab.script('node', `#!/usr/bin/env node\nprocess.exitCode = ${spawnSync}.status;\n`),
        lab.file('link'),
      ];
      await symlink(file, lab.file('link'));
      for (const wrapper of wrappers) {
        const identified = await identify(lab, name, wrapper);
        assert.equal(identified.kind, 'identified', `${wrapper}: ${JSON.stringify(identified)}`);
        if (identified.kind !== 'identified') continue;
        assert.equal(identified.tool.path, wrapper);
        assert.equal(identified.tool.executable, await realpath(file));
      }
    });
  }

  it('refuses a shell script that talks like FFmpeg and writes an empty file', async () => {
    await using lab = await makeLab();
    const text = 'for last; do :; done; [ "$1" = -version ] && echo "ffmpeg version 9.9 Copyright" || : > "$last"';
    const poser = await lab.script('ffmpeg', `#!/bin/sh\n${text}\n`);
    assertRefused(await identify(lab, 'ffmpeg', poser), /it is not FFmpeg: what really runs is .*(sh|bash)/);
  });

  it('refuses a script that waits for its input as FFmpeg does', async () => {
    await using lab = await makeLab();
    const text = '[ "$1" = -version ] && echo "ffmpeg version 9.9 Copyright" && exit; exec cat';
    const poser = await lab.script('ffmpeg', `#!/bin/sh\n${text}\n`);
    assertRefused(await identify(lab, 'ffmpeg', poser), /it is not FFmpeg: what really runs is .*cat/);
  });

  it('refuses a Node script that poses as MediaMTX and stays alive', async () => {
    await using lab = await makeLab();
    const text = "if (process.argv[2] === '--version') console.log('v1.19.3'); else setInterval(() => {}, 1000);";
    const poser = await lab.script('mediamtx', `#!/usr/bin/env node\n// github.com/bluenviron/mediamtx\n${text}\n`);
    assertRefused(await identify(lab, 'mediamtx', poser), /it is not MediaMTX: what really runs is .*node/);
    assert.deepEqual(await findProcesses(lab.folder), []);
  });

  it('refuses a real program under a wrapper that claims another version', async () => {
    await using lab = await makeLab();
    const file = await realTool('mediamtx');
    const liar = await lab.script(
      'mediamtx',
      `#!/bin/sh\n[ "$1" = --version ] && echo v1.99.0 && exit\nexec '${file}' "$@"\n`,
    );
    assertRefused(
      await identify(lab, 'mediamtx', liar),
      /it says it is v1\.99\.0, which stands nowhere in the program/,
    );
  });

  it('refuses ffprobe under the name of ffmpeg', async () => {
    await using lab = await makeLab();
    await copyFile(await realTool('ffprobe'), lab.file('ffmpeg'));
    assertRefused(
      await identify(lab, 'ffmpeg', lab.file('ffmpeg')),
      /does not answer as FFmpeg does: .*ended with exit status 0/,
    );
  });

  it('refuses an FFmpeg without libx264, with what it says itself', async () => {
    await using lab = await makeLab();
    const file = await realTool('ffmpeg');
    const poor = await lab.script('ffmpeg', `#!/bin/bash\nexec '${file}' "\${@/libx264/nolib264}"\n`);
    assertRefused(await identify(lab, 'ffmpeg', poor), /it cannot encode H\.264 with libx264: .*nolib264/);
  });

  it('says of a missing file, a folder and a plain file what they are', async () => {
    await using lab = await makeLab();
    await writeFile(lab.file('plain'), '#!/bin/sh\n');
    assertRefused(await identify(lab, 'ffmpeg', lab.file('absent')), /no such file/);
    assertRefused(await identify(lab, 'ffmpeg', lab.folder), /not a file/);
    assertRefused(await identify(lab, 'ffmpeg', lab.file('plain')), /not executable/);
  });

  it('does not let the variables of the shell configure MediaMTX while it looks', async () => {
    await using lab = await makeLab();
    const env = { ...process.env, MTX_LOGLEVEL: 'nonsense', RTSP_LOGLEVEL: 'nonsense', MTX_API: 'yes' };
    const identified = await identify(lab, 'mediamtx', await realTool('mediamtx'), env);
    assert.equal(identified.kind, 'identified', JSON.stringify(identified));
  });
});

describe('identify: what is known is not asked again', function () {
  this.timeout(600_000);
  before(async () => testTools());

  async function makeCountingWrapper(
    lab: Lab,
  ): Promise<{ readonly wrapper: string; readonly count: () => Promise<number> }> {
    const file = await realTool('ffprobe');
    const text = `#!/bin/sh\necho x >> '${lab.file('calls')}'\nexec '${file}' "$@"\n`;
    const wrapper = await lab.script('ffprobe', text);
    const count = async (): Promise<number> => (await readFile(lab.file('calls'), 'utf8')).length;
    return { wrapper, count };
  }

  it('starts nothing while the files are the same, and asks again when the wrapper is replaced', async () => {
    await using lab = await makeLab();
    const { wrapper, count } = await makeCountingWrapper(lab);
    const first = await identify(lab, 'ffprobe', wrapper);
    const calls = await count();
    assert.ok(calls > 0);
    assert.deepEqual(await identify(lab, 'ffprobe', wrapper), first);
    assert.equal(await count(), calls);
    // Same text, same size: only the file itself is another one.
    await copyFile(wrapper, `${wrapper}.new`);
    await rename(`${wrapper}.new`, wrapper);
    await identify(lab, 'ffprobe', wrapper);
    assert.ok((await count()) > calls);
  });

  it('asks a wrapper again when PATH has changed, because it may look its program up there', async () => {
    await using lab = await makeLab();
    const { wrapper, count } = await makeCountingWrapper(lab);
    await identify(lab, 'ffprobe', wrapper);
    const calls = await count();
    await identify(lab, 'ffprobe', wrapper, { ...process.env, PATH: `${process.env['PATH']}:/nowhere` });
    assert.ok((await count()) > calls);
  });

  it('leaves no process when it is killed while it looks', async () => {
    await using lab = await makeLab();
    const sleep = `sleep ${600_000 + process.pid}`;
    const sleeper = await lab.script('ffmpeg', `#!/bin/sh\n: > "$0.started"\nexec ${sleep}\n`);
    await using runner = startRunner('ffmpeg', { REALITY_OPT_FFMPEG: sleeper, REALITY_OPT_CACHE_DIR: lab.cacheDir });
    const started = async (): Promise<boolean> =>
      readFile(`${sleeper}.started`).then(
        () => true,
        () => false,
      );
    await eventually('the tool is started', started);
    const pid = runner.child.pid ?? 0;
    runner.child.kill('SIGKILL');
    await runner.result;
    await eventually(`nothing that ${pid} started is left`, async () => (await findProcesses(sleep)).length === 0);
  });
});
