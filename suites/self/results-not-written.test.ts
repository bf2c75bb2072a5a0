import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exec, inLab, mocha, shell } from './lab.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

/** A small file system of its own, for the time of the body. */
async function onSmallDisk(folder: string, body: () => Promise<void>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=96k', 'tmpfs', folder]);
  assert.equal(mounted.status, 0, mounted.stderr.toString());
  try {
    await body();
  } finally {
    spawnSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** True when this user may mount; else the test is skipped with the reason in its title's line. */
function requireMount(context: Mocha.Context): void {
  const probe = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
  if (process.getuid?.() === 0 && probe.status === 0) return;
  leaveOut(context, 'this user cannot mount a small file system');
}

describe('results that cannot be written', () => {
  it('because the disk is full: verdicts printed, 74, and what was written can be read', async function full() {
    requireMount(this);
    await inLab(async (lab) => {
      await onSmallDisk(lab.reports, async () => {
        const many = { ...mocha('many', 'x'), files: [lab.write('many.cjs', MANY)] };
        lab.configure({ suites: [many, exec('bad', ['false'])] });
        const { status, stdout, stderr } = await lab.run(['run', '--all']);
        assert.equal(status, 74, stderr);
        assert.match(stdout, /^REJECT self: /mu);
        assert.match(stdout, /801 tests in 2 suites.*: 800 passed, 1 failed/u);
        assert.match(stderr, /the results could not be written: .*(?:ENOSPC|no room left)/u);
        const report = await lab.run(['report', lab.latest, '-o', join(lab.root, 'elsewhere')]);
        assert.notEqual(report.status, 0);
        assert.doesNotMatch(report.stderr, /a bug of ours/u);
        rmSync(join(lab.root, 'elsewhere'), { recursive: true, force: true });
      });
    })();
  });

  it('because the folder stands below a file: the same, and nothing is left in the temporary folder', async () =>
    inLab(async (lab) => {
      lab.write('file', '');
      lab.configure({ suites: [exec('good', ['true']), shell('bad', 'echo why; exit 1')] });
      const { status, stdout, stderr } = await lab.run(['run', '--all', '-o', 'file/reports']);
      assert.equal(status, 74);
      assert.match(stdout, /2 tests in 2 suites.*: 1 passed, 1 failed/u);
      assert.match(stderr, /the results could not be written: .*ENOTDIR/u);
      assert.equal(existsSync(lab.reports), false);
    })());
});

describe('a temporary folder', () => {
  it('that is full is the fault of the host, and the journal is whole', async function full() {
    requireMount(this);
    await inLab(async (lab) => {
      await onSmallDisk(join(lab.root, 'small'), async () => {
        lab.configure({
          suites: [
            exec('good', ['true']),
            { ...mocha('fills', 'x'), files: [lab.write('fills.cjs', FILLS)], requires: [] },
          ],
          run: { workers: 1 },
        });
        const { status, stderr } = await lab.run(['run', '--all'], { env: { TMPDIR: join(lab.root, 'small') } });
        assert.equal(status, 1, stderr);
        assert.deepEqual(lab.assessment().damage, []);
        assert.equal(lab.suite('good').outcome, 'passed');
        const [cause] = lab.assessment().causes;
        assert.equal(cause?.heading, 'TEST_ARTIFACT');
        assert.match(cause.title, /ENOSPC|disk/u);
        assert.deepEqual(readdirSync(join(lab.root, 'small')), []);
      });
    })();
  });

  it('that does not exist is told in a sentence, with 3', async () =>
    inLab(async (lab) => {
      lab.configure({ suites: [exec('good', ['true'])] });
      const { status, stderr } = await lab.run(['run', '--all'], { env: { TMPDIR: '/nowhere/tmp' } });
      assert.equal(status, 3, stderr);
      assert.match(stderr, /\/nowhere\/tmp/u);
      assert.doesNotMatch(stderr, /a bug of ours/u);
    })());

  it('with somebody else’s folders and links in it is left as it was', async () =>
    inLab(async (lab) => {
      const planted = ['reality-run-aaaa', 'reality-1-bbbb', 'reality-up-cccc'].map((name) => join(lab.tmp, name));
      for (const folder of planted) {
        mkdirSync(folder);
        writeFileSync(join(folder, 'theirs'), 'theirs');
        writeFileSync(join(folder, '.reality'), '{"pid":1,"startTime":1,"marker":"REALITY_MARKER=x"}');
      }
      lab.configure({ suites: [exec('good', ['true'])] });
      const { status } = await lab.run(['run', '--all']);
      assert.equal(status, 0);
      await lab.run(['clean']);
      for (const folder of planted) {
        assert.deepEqual(readdirSync(folder), ['.reality', 'theirs']);
        rmSync(folder, { recursive: true });
      }
    })());
});

const MANY = "for (let number = 0; number < 800; number += 1) it('test ' + number, () => {});";

const FILLS = `
const { appendFileSync } = require('node:fs');
const { join } = require('node:path');
it('fills its disk', () => {
  for (;;) appendFileSync(join(process.env.TMPDIR, 'large'), Buffer.alloc(65536));
});
`;
