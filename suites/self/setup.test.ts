import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const REALITY = join(import.meta.dirname, '..', '..', '..', 'bin', 'reality.js');

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real program in a folder of its own, without configuration, as set-up is called first of all. */
describe('reality setup and doctor, before there is a configuration', function () {
  this.timeout(600_000);
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'reality-setup-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn(process.execPath, [REALITY, ...args], { cwd: folder, env: { ...process.env, ...env } });
  }

  async function finish(child: ChildProcess): Promise<Ended> {
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await once(child, 'close');
    return { status: child.exitCode, stdout, stderr };
  }

  function writePoser(name: string): string {
    const file = join(folder, name);
    writeFileSync(file, '#!/bin/sh\necho "ffmpeg version 9.9 Copyright"\n', { mode: 0o755 });
    return file;
  }

  it('finds or obtains the three tools and says which', async () => {
    const { status, stdout, stderr } = await finish(start(['setup']));
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^MediaMTX: v1\.\d+\.\d+, \/.*\nFFmpeg: \S+, \/.*\nffprobe: \S+, \/.*sha256 [0-9a-f]{12}…/);
  });

  it('gives one JSON document and nothing else on standard output', async () => {
    const { status, stdout } = await finish(start(['setup', '--json']));
    assert.equal(status, 0);
    const document = JSON.parse(stdout) as {
      readonly tools: readonly { readonly name: string; readonly sha256: string }[];
    };
    assert.deepEqual(document.tools.map(({ name }) => name).toSorted(), ['ffmpeg', 'ffprobe', 'mediamtx']);
    for (const { sha256 } of document.tools) assert.match(sha256, /^[0-9a-f]{64}$/);
  });

  it('ends with exit 3 and the reason when a tool that was named is a script that poses as it', async () => {
    const poser = writePoser('ffmpeg');
    for (const [args, env] of [
      [['setup', '--ffmpeg', './ffmpeg'], {}],
      [['setup'], { REALITY_OPT_FFMPEG: poser }],
    ] as const) {
      const { status, stdout, stderr } = await finish(start(args, env));
      assert.equal(status, 3);
      assert.equal(stdout, '');
      assert.match(stderr, /FFmpeg cannot be used\n.*ffmpeg: given: .*: it is not FFmpeg: what really runs is/);
    }
  });

  it('is told by doctor as well, which obtains nothing', async () => {
    const cacheDir = join(folder, 'cache');
    const env = { REALITY_OPT_FFMPEG: writePoser('ffmpeg'), REALITY_OPT_CACHE_DIR: cacheDir, PATH: folder };
    const { status, stdout } = await finish(start(['doctor'], env));
    assert.equal(status, 3);
    assert.match(stdout, /FFmpeg: given: .*it is not FFmpeg/);
    assert.match(stdout, /MediaMTX: .*nothing there yet/);
    assert.equal(existsSync(cacheDir), false);
  });

  it('ends at Ctrl-C in the middle of a download with 130, and leaves nothing', async () => {
    const server = http.createServer((_, response) => void response.writeHead(200).write('x')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const mirror = `http://127.0.0.1:${address.port}`;
    const cacheDir = join(folder, 'cache');
    const child = start(['setup', '--from', 'download', '--mirror', mirror, '--cache-dir', 'cache']);
    const ended = finish(child);
    await once(server, 'request');
    child.kill('SIGINT');
    assert.equal((await ended).status, 130);
    assert.deepEqual(readdirSync(join(cacheDir, 'work')), []);
    assert.equal(existsSync(join(cacheDir, 'tools')), false);
    server.closeAllConnections();
    server.close();
  });
});
