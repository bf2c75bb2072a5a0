import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testTools } from '../../fixtures/tools/tools.ts';
import { testEnvironment } from '../../fixtures/tools/environment.ts';
import type { ProgramJudge } from './judge-program.ts';
import { makeProgramJudge } from './judge-program.ts';

describe('a program that has the name of a tool', () => {
  let folder = '';
  let judge: ProgramJudge;
  let tools: Awaited<ReturnType<typeof testTools>>;
  before(async () => {
    tools = await testTools();
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'judge-test-')));
    judge = makeProgramJudge({ environment: testEnvironment(), tmpRoot: folder, signal: new AbortController().signal });
  });
  after(() => rmSync(folder, { recursive: true }));

  function write(name: string, text: string): string {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    chmodSync(file, 0o755);
    return file;
  }

  it('is what it says when it is the program, or a wrapper that ends in it', async () => {
    const real = tools.ffmpeg?.path ?? '';
    assert.equal(await judge('ffmpeg', real), undefined);
    assert.equal(await judge('ffmpeg', write('wrapper', `#!/bin/sh\nexec ${real} "$@"\n`)), undefined);
    assert.equal(await judge('ffmpeg', write('parent', `#!/bin/sh\n${real} "$@"\n`)), undefined);
    assert.equal(await judge('mediamtx', tools.mediamtx?.path ?? ''), undefined);
  });

  it('is not what it says when it is a shell script that prints a version and writes an empty file', async () => {
    const script = '#!/bin/sh\nfor last; do :; done\necho "ffmpeg version 5.1.9 Copyright"\n: > "$last"\n';
    assert.match((await judge('ffmpeg', write('ffmpeg', script))) ?? '', /it is not FFmpeg: what really runs is/u);
    // What it wrote went with the folder it was tried in.
    assert.deepEqual(readdirSync(folder).toSorted(), ['ffmpeg', 'parent', 'wrapper']);
  });

  it('is not what it says when it is a Node script that serves an API, nor when it says nothing', async () => {
    const server = `#!${process.execPath}\nif (process.argv[2] === '--version') console.log('v1.19.3');\nelse require('node:http').createServer((q, s) => s.end('{}')).listen(0);\n`;
    assert.match((await judge('mediamtx', write('mediamtx', server))) ?? '', /it is not MediaMTX/u);
    assert.match(
      (await judge('ffprobe', write('ffprobe', '#!/bin/sh\nexit 3\n'))) ?? '',
      /does not answer as ffprobe/u,
    );
  }).timeout(30_000);
});
