import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Toolbox } from '#domain';
import type { Claim, RunningProgram } from './claimed-programs.ts';
import { findFakePrograms, listClaims, listNamed } from './claimed-programs.ts';

const shown = (claims: readonly Claim[]): readonly string[] => claims.map(({ name, file }) => `${name} ${file}`);

describe('programs that have the name of a tool', () => {
  let folder = '';
  let real = '';
  let fake = '';
  let tools: Toolbox = {};
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'claimed-')));
    for (const name of ['real', 'fake', 'link', 'empty']) mkdirSync(path.join(folder, name));
    real = path.join(folder, 'real', 'ffmpeg');
    // Any true program serves here: what it is was settled when it was identified.
    cpSync(process.execPath, real);
    fake = path.join(folder, 'fake', 'ffmpeg');
    writeFileSync(fake, '#!/bin/sh\necho "ffmpeg version 5.1"\n: > "$OUT"\n');
    chmodSync(fake, 0o755);
    symlinkSync(real, path.join(folder, 'link', 'ffmpeg'));
    tools = {
      ffmpeg: { name: 'ffmpeg', path: real, executable: real, version: '5.1', sha256: '', source: 'path' },
    };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const on = (...folders: readonly string[]): RunningProgram => ({
    executable: process.execPath,
    argv: ['node', 'suite.js'],
    searchPath: folders.map((name) => path.join(folder, name)).join(':'),
  });

  it('are asked when the PATH of a process leads to another one first, and not when it leads to ours', () => {
    assert.deepEqual(shown(listClaims([on('fake', 'real')], tools)), [`ffmpeg ${fake}`]);
    assert.deepEqual(shown(listClaims([on('real', 'fake')], tools)), []);
    assert.deepEqual(shown(listClaims([on('link', 'fake')], tools)), []);
    assert.deepEqual(shown(listClaims([on('empty')], tools)), []);
  });

  it('are asked when an interpreter runs a script of that name, and not when it merely reads one', () => {
    const shell = (...argv: readonly string[]): RunningProgram => ({ executable: '/usr/bin/dash', argv, cwd: folder });
    assert.deepEqual(shown(listClaims([shell('/bin/sh', fake, '-version')], tools)), [`ffmpeg ${fake}`]);
    assert.deepEqual(shown(listClaims([shell('sh', '-e', 'fake/ffmpeg')], tools)), [`ffmpeg ${fake}`]);
    assert.deepEqual(shown(listClaims([shell('sh', 'report.sh', fake)], tools)), []);
    const script: RunningProgram = { executable: process.execPath, argv: ['node', '/x/mediamtx', 'a.yml'] };
    assert.deepEqual(shown(listClaims([script], tools)), ['mediamtx /x/mediamtx']);
    assert.deepEqual(listClaims([{ ...script, argv: ['node', '/x/smoke-mediamtx.js'] }], tools), []);
  });

  it('are asked when a process calls itself so, and when a program of that name is another file', () => {
    const renamed: RunningProgram = { executable: process.execPath, argv: ['ffmpeg', '-i', 'x'] };
    assert.equal(listClaims([renamed], tools)[0]?.interpreter, path.basename(process.execPath));
    const other: RunningProgram = { executable: '/opt/x/ffmpeg', argv: ['ffmpeg', '-i', 'x'] };
    assert.deepEqual(shown(listClaims([other], tools)), ['ffmpeg /opt/x/ffmpeg']);
    assert.deepEqual(listClaims([{ executable: real, argv: ['ffmpeg'] }], tools), []);
  });

  it('are asked when a variable names them', () => {
    assert.deepEqual(shown(listNamed({ FFMPEG_PATH: fake }, tools, 'service')), [`ffmpeg ${fake}`]);
    assert.deepEqual(listNamed({ FFMPEG_PATH: real, CLIP: '/x/ffmpeg.mp4', TOOL: 'ffmpeg' }, tools, 'service'), []);
  });

  it('are told once, with what was found instead; what has been removed is known by what ran it', async () => {
    const gone = path.join(folder, 'gone', 'ffmpeg');
    const ran: RunningProgram = { executable: '/usr/bin/bash', argv: ['/bin/bash', gone, '-i', 'x'] };
    const claims = listClaims([on('fake', 'real'), ran, ran], tools);
    const mocks = await findFakePrograms(claims, async () => Promise.resolve('a script'));
    assert.deepEqual(
      mocks.map(({ rule, verdict, what }) => [rule, verdict, what]),
      [
        ['fake-executable', 'block', 'ffmpeg'],
        ['fake-executable', 'block', 'ffmpeg'],
      ],
    );
    assert.match(mocks[0]?.sentence ?? '', /gone\/ffmpeg, started as .* is not ffmpeg: it ran in bash/u);
    assert.match(mocks[1]?.sentence ?? '', /fake\/ffmpeg, found first on the PATH .* is not ffmpeg: a script/u);
    assert.deepEqual(await findFakePrograms(claims.slice(1), async () => Promise.resolve(undefined)), []);
  });
});
