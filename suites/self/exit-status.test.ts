import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { BIN, exec, inLab, shell } from './lab.ts';

/** Throws in the command itself, while its suite is running: what a fault of ours looks like. */
const FAULT = `
if (process.argv.includes('run')) {
  const { existsSync } = require('node:fs');
  const timer = setInterval(() => {
    if (!existsSync('begun')) return;
    clearInterval(timer);
    throw new Error('a planted fault');
  }, 10);
}
`;

describe('exit status', () => {
  it(
    '0: everything passed and the gates are met',
    inLab(async (lab) => {
      lab.configure({ suites: [exec('good', ['true'])] });
      const { status, stdout } = await lab.run(['run', '--all']);
      assert.equal(status, 0);
      assert.match(stdout, /^ACCEPT self: 1 of 1 executed tests passed/mu);
      assert.equal(lab.assessment().exitCode, 0);
      assert.equal(lab.events().at(-1)?.kind, 'run-ended');
    }),
  );

  it(
    '1: a test failed',
    inLab(async (lab) => {
      lab.configure({ suites: [exec('good', ['true']), shell('bad', 'echo the reason >&2; exit 7')] });
      const { status, stdout } = await lab.run(['run', '--all']);
      assert.equal(status, 1);
      assert.match(stdout, /^REJECT self: /mu);
      assert.match(stdout, /the reason/u);
      assert.equal(lab.suite('good').outcome, 'passed');
      assert.equal(lab.suite('bad').tests[0]?.failure?.message, 'exited with code 7: the reason');
    }),
  );

  it(
    '1: all tests passed, but a gate is not met',
    inLab(async (lab) => {
      lab.configure({ suites: [exec('good', ['true'])], budget: { memory: '1MB' } });
      const { status, stdout } = await lab.run(['run', '--all']);
      assert.equal(status, 1);
      assert.match(stdout, /gate not met: budget memory \(.* > 1\.0 MB/u);
      assert.equal(lab.suite('good').outcome, 'passed');
    }),
  );

  it(
    '2: a command line that cannot be understood',
    inLab(async (lab) => {
      lab.configure({ suites: [exec('good', ['true'])] });
      const cases = [
        { args: ['run', '--bogus'], says: /unknown option '--bogus'/u },
        { args: ['merge', '--help'], says: /unknown command 'merge'/u },
        { args: ['rn'], says: /unknown command 'rn'[\s\S]*Did you mean run\?/u },
        { args: ['run', '--lane', 'nowhere'], says: /Allowed choices are unit, integration, system, load/u },
        { args: ['run', '-j', '0'], says: /workers/u },
        { args: ['run', '-g', '('], says: /regular expression/u },
        { args: ['report', 'nosuch'], says: /no stored run is called nosuch/u },
        { args: ['run', '-c', 'nowhere.yaml'], says: /there is no file .*nowhere\.yaml/u },
      ];
      for (const { args, says } of cases) {
        const { status, stdout, stderr } = await lab.run(args);
        assert.equal(status, 2, `${args.join(' ')}: ${stderr}`);
        assert.match(stderr, says);
        assert.equal(stdout, '', args.join(' '));
      }
    }),
  );

  it(
    '3: a tool of ours that is missing, in one sentence with a remedy',
    inLab(async (lab) => {
      lab.configure({
        components: { mediamtx: { kind: 'mediamtx' } },
        suites: [exec('good', ['true'], { requires: ['mediamtx'] })],
      });
      const { status, stderr } = await lab.run(['run', '--mediamtx', '/nowhere/mediamtx']);
      assert.equal(status, 3, stderr);
      assert.match(stderr, /\/nowhere\/mediamtx/u);
    }),
  );

  it(
    '4: nothing selected, with the nearest name',
    inLab(async (lab) => {
      lab.configure({ suites: [exec('good', ['true'])] });
      const { status, stderr } = await lab.run(['run', 'god']);
      assert.equal(status, 4);
      assert.match(stderr, /there is no suite "god"; did you mean "good"\?/u);
    }),
  );

  it(
    '4: no test executed in the whole run',
    inLab(async (lab) => {
      lab.configure({ suites: [shell('empty', 'echo "1..0 # SKIP nothing here"', { format: 'tap' })] });
      const { status, stdout } = await lab.run(['run', '--all']);
      assert.notEqual(status, 0);
      assert.doesNotMatch(stdout, /^ACCEPT/mu);
    }),
  );

  it(
    '70: a fault of ours is told as such, and the journal is closed all the same',
    inLab(async (lab) => {
      const fault = lab.write('fault.cjs', FAULT);
      lab.configure({ suites: [shell('slow', 'touch begun; sleep 1')] });
      const { status, stderr } = await lab.run(['run', '--all'], { env: { NODE_OPTIONS: `--require ${fault}` } });
      assert.equal(status, 70, stderr);
      assert.match(stderr, /a bug of ours, please report it[\s\S]*a planted fault/u);
      assert.equal(lab.events().at(-1)?.kind, 'run-ended');
    }),
  );

  it('3: too few file descriptors to begin with, said in a sentence', () => {
    const limited = 'ulimit -n 64; exec "$0" "$1" run --all';
    const { status, stderr } = spawnSync('bash', ['-c', limited, process.execPath, BIN], {
      encoding: 'utf8',
      cwd: tmpdir(),
    });
    assert.equal(status, 3, stderr);
    assert.match(stderr, /too few file descriptors; raise the limit/u);
  });
});
