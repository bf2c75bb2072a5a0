import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { eventually } from '#kit';
import { configureForKill, killOnce } from './kill-nine.ts';
import { Lab, PROGRAMS, exec, inLab } from './lab.ts';
import type { Running } from './lab.ts';
import { findChild } from './process-table.ts';

const KILLS = 12;

/** How long the run takes when nobody kills it, on this machine, now. */
async function measureRun(): Promise<number> {
  const lab = new Lab();
  try {
    configureForKill(lab);
    const { tookMs, status, stderr } = await lab.run(['run', '--all']);
    assert.equal(status, 0, stderr);
    return tookMs;
  } finally {
    await lab.close();
  }
}

/** Not the runner itself: killed, it starts no other one. */
async function findWatchdog(running: Running): Promise<number> {
  return eventually(
    () => {
      const pid = findChild(running.pid, /watchdog-main/u);
      assert.ok(pid !== undefined);
      return pid;
    },
    { withinMs: 10_000, what: 'a watchdog' },
  );
}

function configureSleeper(lab: Lab): void {
  lab.configure({
    components: { service: { kind: 'service', command: ['sleep', '300'] } },
    suites: [
      exec('sleeper', ['bash', '-c', `bash ${join(PROGRAMS, 'setsid-grandchild.sh')}; touch begun; sleep 3`], {
        requires: ['service'],
      }),
    ],
  });
}

async function startSleeper(lab: Lab): Promise<Running> {
  configureSleeper(lab);
  const running = lab.start(['run', '--all']);
  await running.event(({ kind }) => kind === 'attempt-started', 'the suite under way');
  return running;
}

/** Both at once, so that nobody is there to clean up. */
async function killBoth(lab: Lab): Promise<void> {
  const running = await startSleeper(lab);
  const watchdog = await findWatchdog(running);
  // Stopped first, or it would take the end of the runner for its order.
  process.kill(watchdog, 'SIGSTOP');
  running.kill('SIGKILL');
  process.kill(watchdog, 'SIGKILL');
  await running.ended;
  assert.notDeepEqual(lab.left(), [], 'there is something to sweep');
}

describe('a runner that is killed', () => {
  it(`leaves nothing and loses nothing, ${KILLS} times at random moments`, async () => {
    const latestMs = await measureRun();
    for (let number = 0; number < KILLS; number += 1) {
      const result = await killOnce(Math.ceil(latestMs * 1.05));
      const seen = `kill ${number} of a run of ${Math.round(latestMs)} ms: ${JSON.stringify(result)}`;
      assert.ok((result.goneAfterMs ?? Infinity) <= 2000, seen);
      assert.deepEqual(result.faults, [], seen);
    }
  }).timeout(240_000);

  it(
    'after its watchdog was killed has another one, and tells of it',
    inLab(async (lab) => {
      const running = await startSleeper(lab);
      const first = await findWatchdog(running);
      process.kill(first, 'SIGKILL');
      const incident = await running.event(({ kind }) => kind === 'incident-opened', 'the incident');
      assert.ok(incident.kind === 'incident-opened' && incident.incident.kind === 'watchdog-lost');
      const second = await findWatchdog(running);
      assert.notEqual(second, first);
      running.kill('SIGKILL');
      await running.ended;
    }),
  );

  it(
    'may lose its watchdog and still ends its run',
    inLab(async (lab) => {
      const running = await startSleeper(lab);
      process.kill(await findWatchdog(running), 'SIGKILL');
      const { status, stdout } = await running.ended;
      assert.equal(status, 0, stdout);
      assert.equal(lab.suite('sleeper').outcome, 'passed');
      assert.ok(lab.assessment().causes.some(({ title }) => title.includes('watchdog')));
    }),
  );

  it(
    'together with its watchdog: the next run sweeps what both left',
    inLab(async (lab) => {
      await killBoth(lab);
      lab.configure({ suites: [exec('next', ['true'])] });
      const { status } = await lab.run(['run', '--all']);
      assert.equal(status, 0);
      const warnings = lab.events().filter((event) => event.kind === 'warning' && event.about === 'stale-run');
      assert.notDeepEqual(warnings, []);
      assert.deepEqual(lab.left(), []);
    }),
  );

  it(
    'together with its watchdog: so does reality clean',
    inLab(async (lab) => {
      await killBoth(lab);
      const { status, stdout } = await lab.run(['clean', '--keep', '0']);
      assert.equal(status, 0);
      assert.match(stdout, /1 run removed, 0 kept, 0 still running; \d+ stale worlds? removed/u);
      assert.deepEqual(lab.left(), []);
    }),
  );

  it(
    'takes nobody with it who merely works in the same folder',
    inLab(async (lab) => {
      const editor = spawn('sleep', ['600'], { cwd: lab.project, stdio: 'ignore' });
      try {
        const running = await startSleeper(lab);
        running.kill('SIGKILL');
        await running.ended;
        const own = `${editor.pid} sleep 600`;
        await eventually(() => assert.deepEqual(lab.left(), [own]), { withinMs: 20_000, what: 'the editor alone' });
      } finally {
        editor.kill('SIGKILL');
      }
    }),
  );
});
