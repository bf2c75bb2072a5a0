import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { eventually } from '#kit';
import { inLab, shell } from './lab.ts';

const LISTENS = "require('node:net').createServer().listen(+process.env.PORT, '127.0.0.1')";

const SERVICE = {
  kind: 'service',
  command: ['node', '-e', LISTENS],
  ports: ['main'],
  env: { PORT: '${service.ports.main}' },
};

async function canConnect(port: number): Promise<boolean> {
  const socket = createConnection({ port, host: '127.0.0.1' });
  const seen = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  socket.destroy();
  return seen;
}

describe('reality', () => {
  it(
    'init writes a project that runs and passes, and overwrites nothing',
    inLab(async (lab) => {
      assert.equal((await lab.run(['init'])).status, 0);
      assert.equal((await lab.run(['run', '--all'])).status, 0);
      assert.equal(lab.assessment().totals.byOutcome.passed, 2);
      const { status, stderr } = await lab.run(['init']);
      assert.equal(status, 2);
      assert.match(stderr, /already here; nothing was written/u);
    }),
  );

  it(
    'up holds a world until Ctrl-C, tells its addresses, and takes everything away',
    inLab(async (lab) => {
      lab.configure({ components: { service: SERVICE }, suites: [] });
      const running = lab.start(['up']);
      await running.said('Ctrl-C stops it all');
      await running.said('127.0.0.1:');
      running.kill('SIGINT');
      const { status, stdout, stderr } = await running.ended;
      const port = Number(/main +127\.0\.0\.1:(\d+)/u.exec(stdout)?.[1]);
      assert.ok(port > 0, stdout);
      assert.match(stderr, /all stopped/u);
      assert.equal(await canConnect(port), false);
      assert.ok(status === 0 || status === 130, `${status}`);
      assert.equal(existsSync(lab.reports), false);
    }),
  );

  it(
    'up that is killed leaves nothing',
    inLab(async (lab) => {
      lab.configure({ components: { service: SERVICE }, suites: [] });
      const running = lab.start(['up']);
      await running.said('Ctrl-C stops it all');
      running.kill('SIGKILL');
      await running.ended;
    }),
  );

  it(
    'logs -f follows a run that goes on, and ends with it',
    inLab(async (lab) => {
      lab.configure({ suites: [shell('talks', 'echo first; while ! test -e go-on; do sleep 0.05; done; echo last')] });
      const run = lab.start(['run', '--all']);
      await lab.event(({ kind }) => kind === 'attempt-started', 'the suite under way');
      const logs = lab.start(['logs', '-f']);
      await logs.said('first');
      lab.write('go-on', '');
      const [ended, followed] = await Promise.all([run.ended, logs.ended]);
      assert.equal(ended.status, 0, ended.stderr);
      assert.equal(followed.status, 0, followed.stderr);
      assert.match(followed.stdout, /first[\s\S]*last/u);
    }),
  );

  it(
    'clean keeps what is asked for, and never removes a run that goes on',
    inLab(async (lab) => {
      lab.configure({ suites: [shell('waits', 'touch begun; while ! test -e go-on; do sleep 0.05; done')] });
      lab.write('go-on', '');
      for (let number = 0; number < 2; number += 1) assert.equal((await lab.run(['run'])).status, 0);
      for (const name of ['go-on', 'begun']) rmSync(lab.path(name));
      const running = lab.start(['run']);
      await eventually(() => assert.ok(existsSync(lab.path('begun'))), { withinMs: 20_000, what: 'a third run' });
      const { status, stdout } = await lab.run(['clean', '--keep', '1']);
      assert.equal(status, 0);
      assert.match(stdout, /1 run removed, 1 kept, 1 still running/u);
      lab.write('go-on', '');
      assert.equal((await running.ended).status, 0);
    }),
  );

  it(
    'run on a host with few descriptors comes to an end, in order or with a sentence',
    inLab(async (lab) => {
      lab.configure({ components: { service: SERVICE }, suites: [shell('one', 'true', { requires: ['service'] })] });
      const through = ['bash', '-c', 'ulimit -n 64; exec "$0" "$@"'];
      const { status, stderr, tookMs } = await lab.run(['run', '--all'], { through });
      assert.ok(tookMs < 30_000);
      assert.ok(status === 0 || status === 1 || status === 3, `${status}: ${stderr}`);
      assert.doesNotMatch(stderr, /a bug of ours/u);
    }),
  );
});
