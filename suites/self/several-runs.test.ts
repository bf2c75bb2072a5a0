import assert from 'node:assert/strict';
import { BIN, Lab, exec, inLab, shell } from './lab.ts';
import { listRunFolders, parseAssessment, readEvents } from './results.ts';
import { existsSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';

const LISTENS = "require('node:net').createServer().listen(+process.env.PORT, '127.0.0.1')";

const SERVICE = {
  kind: 'service',
  command: ['node', '-e', LISTENS],
  ports: ['main'],
  env: { PORT: '${service.ports.main}' },
};

describe('several runs', () => {
  it(
    'at once in one folder have worlds, ports and reports of their own',
    inLab(async (lab) => {
      lab.configure({
        components: { service: SERVICE },
        suites: [shell('meets', MEETS, { requires: ['service'] })],
      });
      const both = await Promise.all([lab.run(['run', '--all']), lab.run(['run', '--all'])]);
      for (const { status, stderr } of both) assert.equal(status, 0, stderr);
      const folders = listRunFolders(lab.reports);
      assert.equal(folders.length, 2);
      const ports = folders.flatMap((folder) =>
        readEvents(folder).flatMap((event) => (event.kind === 'port-leased' ? [event.port] : [])),
      );
      assert.equal(new Set(ports).size, 2);
      for (const folder of folders) {
        const { totals, decision } = parseAssessment(readFileSync(join(folder, 'assessment.json'), 'utf8'));
        assert.deepEqual({ tests: totals.tests, decision }, { tests: 1, decision: 'ACCEPT' });
      }
    }),
  );

  it(
    'one inside the other: each has its own results, and neither sweeps the other',
    inLab(async (lab) => {
      lab.configure({ suites: [exec('inner', ['true'])] });
      const outer = new Lab();
      try {
        outer.configure({
          components: { service: SERVICE },
          suites: [
            shell('outer', `cd ${lab.project} && ${process.execPath} ${BIN} run --all`, { requires: ['service'] }),
          ],
        });
        const { status, stderr } = await outer.run(['run', '--all'], { env: { REALITY_OPT_RETRIES: '1' } });
        assert.equal(status, 0, stderr);
        assert.deepEqual(outer.suite('outer').attempts[0]?.leaks, []);
        const [started] = lab.events();
        assert.ok(started?.kind === 'run-started');
        assert.equal(started.policy.retries, 0, 'an option of the outer run is none of the inner one');
        assert.equal(lab.suite('inner').outcome, 'passed');
      } finally {
        await outer.close();
      }
    }),
  );

  it(
    'in a temporary folder whose path is too long for a Unix socket has its world elsewhere, and leaves nothing there',
    inLab(async (lab) => {
      lab.configure({
        components: { service: SERVICE },
        suites: [shell('tells', TELLS_ITS_PLACE, { requires: ['service'] })],
      });
      const long = join(lab.tmp, 'x'.repeat(100));
      mkdirSync(long);
      const { status, stderr } = await lab.run(['run', '--all'], { env: { TMPDIR: long } });
      assert.equal(status, 0, stderr);
      const place = readFileSync(lab.path('place'), 'utf8').trim();
      assert.match(place, /^\/tmp\/reality-/u);
      assert.equal(existsSync(place), false, `${place} is left`);
      rmdirSync(long);
    }),
  );

  it(
    'one inside the other: a killed outer run takes the inner one with it',
    inLab(async (lab) => {
      lab.configure({
        components: { service: SERVICE },
        suites: [shell('inner', 'sleep 60', { requires: ['service'] })],
      });
      const outer = new Lab();
      try {
        outer.configure({
          suites: [shell('outer', `cd ${lab.project} && TMPDIR=${lab.tmp} ${process.execPath} ${BIN} run --all`)],
        });
        const running = outer.start(['run', '--all'], { env: { TMPDIR: outer.tmp } });
        await lab.event(({ kind }) => kind === 'attempt-started', 'the inner suite under way');
        running.kill('SIGKILL');
        await running.ended;
        // Its guard is gone with it: the next command finds what it left.
        assert.equal((await lab.run(['clean'])).status, 0);
      } finally {
        await outer.close();
      }
    }),
  );
});

/** Says where the world of the run lies. */
const TELLS_ITS_PLACE = `node -p 'JSON.parse(fs.readFileSync(process.env.REALITY_WORLD)).control' > place`;

/** Goes on when the other run has come as far. */
const MEETS = `
touch "met-$REALITY_RUN_ID"
for i in $(seq 300); do [ "$(ls met-* | wc -l)" -ge 2 ] && exit 0; sleep 0.1; done
exit 1
`;
