import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { exec, inLab, mocha, shell } from './lab.ts';

describe('a suite that destroys what is ours', () => {
  const cases = [
    { what: 'its pipe of events', script: 'rm -f "$REALITY_EVENTS"' },
    { what: 'its pipe, and puts a file there', script: 'rm -f "$REALITY_EVENTS"; echo x >"$REALITY_EVENTS"' },
    { what: 'the private folder of the run', script: 'rm -rf "$(dirname "$REALITY_EVENTS")"' },
  ];
  for (const { what, script } of cases) {
    it(
      `${what}: it is told, and the next suite does not pay for it`,
      inLab(async (lab) => {
        lab.configure({
          suites: [shell('vandal', script), mocha('next', 'passes.js'), exec('last', ['true'])],
          run: { workers: 1 },
        });
        const { status, stderr } = await lab.run(['run', '--all']);
        assert.equal(status, 0, stderr);
        const damage = lab.events().filter((event) => event.kind === 'engine-damage');
        assert.deepEqual(
          damage.map(({ attempt, why }) => `${attempt}: ${why}`),
          ['vandal/1: the suite removed or replaced the pipe of events'],
        );
      }),
    );
  }

  it(
    'what the guard wrote, by a pipe in its place: nobody waits for it, and no claim stands on it',
    inLab(async (lab) => {
      const pipe = "require('node:child_process').execFileSync('mkfifo', [";
      lab.write(
        'ledger.test.cjs',
        [
          "const { readFileSync, rmSync } = require('node:fs');",
          "const { ledger } = JSON.parse(readFileSync(process.env.REALITY_GUARD, 'utf8'));",
          `it('replaces it', () => { rmSync(ledger); ${pipe}ledger]); });`,
        ].join('\n'),
      );
      lab.write(
        'artifacts.test.cjs',
        `it('puts a pipe aside', () => { ${pipe}process.env.REALITY_ARTIFACTS + '/pipe']); throw new Error('red'); });`,
      );
      const guarded = (name: string): object => ({
        ...mocha(name, 'passes.js'),
        files: [`${name}.test.cjs`],
        lane: 'system',
        timeout: '3s',
      });
      lab.configure({ suites: [guarded('ledger'), guarded('artifacts'), exec('last', ['true'])] });
      const { stderr } = await lab.run(['run', '--all', '--experiments', 'off']);
      assert.doesNotMatch(stderr, /a bug of ours/u);
      assert.deepEqual(
        ['ledger', 'artifacts', 'last'].map((name) => {
          const { outcome, marks } = lab.suite(name);
          return [outcome, ...marks].join(' ');
        }),
        ['timed-out unguarded', 'failed', 'passed'],
      );
    }),
  );

  it(
    'the folder of the reports: verdicts printed, and 74',
    inLab(async (lab) => {
      lab.configure({
        suites: [shell('vandal', 'rm -rf reports'), mocha('next', 'passes.js'), exec('bad', ['false'])],
        run: { workers: 1 },
      });
      const { status, stdout, stderr } = await lab.run(['run', '--all']);
      assert.equal(status, 74, stderr);
      assert.match(stdout, /3 passed, 1 failed/u);
      assert.match(stderr, /the results could not be written/u);
      assert.doesNotMatch(stderr, /a bug of ours/u);
    }),
  );
});

describe('a calling shell', () => {
  it(
    'whose stdout takes nothing gets no good news: 74',
    inLab(async (lab) => {
      lab.configure({ suites: [exec('good', ['true'])] });
      const { status, stderr } = await lab.run(['run', '--all', '--json'], {
        through: ['bash', '-c', 'exec "$0" "$@" >/dev/full'],
      });
      assert.equal(status, 74);
      assert.match(stderr, /could not be written to stdout: .*ENOSPC/u);
      const gone = await lab.run(['run', '--all'], {
        through: ['bash', '-c', '"$0" "$@" | true; exit "${PIPESTATUS[0]}"'],
      });
      assert.equal(gone.status, 0, 'a reader that went away is no fault');
    }),
  );

  it(
    'without PATH, or in a folder that is gone, gets a sentence',
    inLab(async (lab) => {
      lab.configure({ suites: [exec('good', ['/bin/true'])] });
      const without = await lab.run(['run', '--all'], { env: { PATH: '/nowhere' } });
      assert.equal(without.status, 3, without.stderr);
      assert.match(without.stderr, /mkfifo/u);
      const folder = join(lab.root, 'gone');
      mkdirSync(folder);
      const script = `cd ${folder}; rmdir ${folder}; exec "$0" "$@"`;
      const gone = await lab.run(['run', '--all'], { through: ['bash', '-c', script] });
      assert.equal(gone.status, 2);
      assert.match(gone.stderr, /^reality: the folder in which this was typed is gone/u);
    }),
  );
});
