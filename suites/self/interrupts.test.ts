import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunEvent } from '#domain';
import { exec, inLab, mocha, shell } from './lab.ts';
import type { Ended, Lab, SuiteConfig } from './lab.ts';

const WITHIN_MS = 5000;
/** Longer than the budget of a world: who waits for it is told from who does not. */
const LONG_GRACE = '20s';
/** Longer than what counts as one signal sent twice. */
const AGAIN_AFTER_MS = 80;

interface Phase {
  readonly name: string;
  readonly service?: object;
  readonly suite: SuiteConfig;
  readonly isReached: (event: RunEvent) => boolean;
  /** Outcomes of the suite that may be told. */
  readonly outcome: RegExp;
}

const isState =
  (state: string) =>
  (event: RunEvent): boolean =>
    event.kind === 'component-state' && event.state === state;
const isKind =
  (kind: RunEvent['kind']) =>
  (event: RunEvent): boolean =>
    event.kind === kind;

/** Gets ready at once and does not end when asked. */
const STUBBORN = {
  command: [
    'node',
    '-e',
    "process.on('SIGTERM', () => {}); require('node:net').createServer().listen(+process.env.PORT, '127.0.0.1')",
  ],
  ports: ['main'],
  env: { PORT: '${service.ports.main}' },
  stop: { signal: 'SIGTERM', graceMs: 10_000 },
};

const PHASES: readonly Phase[] = [
  {
    name: 'the start of a world',
    service: { command: ['sleep', '300'], ports: ['main'], env: { PORT: '${service.ports.main}' } },
    suite: exec('one', ['true'], { requires: ['service'] }),
    isReached: isState('starting'),
    outcome: /^not-run$/u,
  },
  {
    name: 'the load of a suite',
    suite: mocha('one', 'hangs-while-loading.js'),
    isReached: isKind('attempt-started'),
    outcome: /^interrupted$/u,
  },
  {
    name: 'a test',
    suite: mocha('one', 'hangs-in-test.js'),
    isReached: (event) => event.kind === 'test-started' && event.ordinal === 1,
    outcome: /^interrupted$/u,
  },
  {
    name: 'a teardown that computes for ever',
    suite: mocha('one', 'busy-in-teardown.js'),
    isReached: isKind('test-ended'),
    outcome: /^interrupted$/u,
  },
  {
    name: 'a program that will not listen',
    suite: shell('one', "trap '' INT TERM HUP; sleep 300 & wait; sleep 300"),
    isReached: isKind('attempt-started'),
    outcome: /^interrupted$/u,
  },
  {
    name: 'the stop of a world',
    service: STUBBORN,
    suite: exec('one', ['true'], { requires: ['service'] }),
    isReached: isState('stopping'),
    outcome: /^passed$/u,
  },
];

function configure(lab: Lab, { service, suite }: Phase, grace: string): void {
  lab.configure({
    ...(service === undefined ? {} : { components: { service: { kind: 'service', ...service } } }),
    suites: [suite, exec('never-comes', ['true'])],
    run: { workers: 1 },
    limits: { grace },
  });
}

interface Interrupted {
  readonly ended: Ended;
  readonly tookMs: number;
}

/** Starts the run, waits for the phase, sends the signals one after the other. */
async function interrupt(lab: Lab, phase: Phase, signals: readonly NodeJS.Signals[]): Promise<Interrupted> {
  configure(lab, phase, signals.length > 1 ? LONG_GRACE : '3s');
  const running = lab.start(['run', '--all']);
  await running.event(phase.isReached, phase.name);
  const sentMs = performance.now();
  for (const [index, signal] of signals.entries()) {
    if (index > 0) await pause(AGAIN_AFTER_MS);
    running.kill(signal);
  }
  const ended = await running.ended;
  return { ended, tookMs: performance.now() - sentMs };
}

/** The report of a run that was cut short is whole, says so, and says it again. */
async function checkPartialReport(lab: Lab, outcome: RegExp): Promise<void> {
  const { run, totals, suites, causes } = lab.assessment();
  assert.equal(run.how, 'interrupted');
  assert.match(suites[0]?.outcome ?? '', outcome);
  assert.equal(suites[1]?.outcome, 'not-run');
  const told = Object.values(totals.byOutcome).reduce((sum, each) => sum + each, 0);
  assert.equal(told, totals.tests);
  // What an interruption cut short is nobody's fault; that a service would not stop is.
  const blamed = causes.filter(({ heading, effects }) => heading !== 'UNCLASSIFIED' && effects.length > 0);
  assert.deepEqual(blamed, []);
  const before = lab.report('assessment.md');
  const { stdout } = await lab.run(['report']);
  assert.doesNotMatch(stdout, /^ACCEPT/mu);
  assert.equal(lab.report('assessment.md'), before);
}

describe('an interruption', () => {
  /** Twice what a run of nothing takes here and now: that a machine is at work is not the runner's doing. */
  let slackMs = 0;
  before(
    inLab(async (lab) => {
      lab.configure({ suites: [exec('one', ['true'])] });
      const { tookMs } = await lab.run(['run', '--all']);
      slackMs = 2 * tookMs;
    }),
  );

  for (const phase of PHASES) {
    it(
      `in ${phase.name}: partial report, 130, within five seconds`,
      inLab(async (lab) => {
        const { ended, tookMs } = await interrupt(lab, phase, ['SIGINT']);
        assert.equal(ended.status, 130, ended.stderr);
        assert.ok(tookMs < WITHIN_MS + slackMs, `${tookMs} ms`);
        const signals = lab.events().filter((event) => event.kind === 'signal-received');
        assert.deepEqual(signals, [{ kind: 'signal-received', signal: 'SIGINT', escalated: false }]);
        await checkPartialReport(lab, phase.outcome);
      }),
    );

    it(
      `in ${phase.name}, twice: no more grace`,
      inLab(async (lab) => {
        const { ended, tookMs } = await interrupt(lab, phase, ['SIGINT', 'SIGINT']);
        assert.equal(ended.status, 130, ended.stderr);
        assert.ok(tookMs < 0.6 * WITHIN_MS + slackMs, `${tookMs} ms`);
        await checkPartialReport(lab, phase.outcome);
      }),
    );
  }

  it(
    'by SIGTERM ends with 143',
    inLab(async (lab) => {
      const [phase] = PHASES.filter(({ name }) => name === 'a test');
      assert.ok(phase !== undefined);
      const { ended } = await interrupt(lab, phase, ['SIGTERM']);
      assert.equal(ended.status, 143, ended.stderr);
      await checkPartialReport(lab, phase.outcome);
    }),
  );
});
