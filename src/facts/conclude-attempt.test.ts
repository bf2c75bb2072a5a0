import assert from 'node:assert/strict';
import { STOP_CAUSES, isGreen } from '#domain';
import type { ChildEnd, Failure, Incident, StopCause } from '#domain';
import { concludeAttempt } from './conclude-attempt.ts';
import type { AttemptFacts, EngineWord } from './conclude-attempt.ts';
import { quoteTail } from './quote-tail.ts';
import { worstOf } from './worst-of.ts';

const stream = (tail: string): ChildEnd['stdout'] => ({
  bytes: tail.length,
  keptBytes: tail.length,
  file: '/log',
  tail,
});

const end = (some: Partial<ChildEnd> = {}): ChildEnd => ({
  pid: 7,
  startTime: 1,
  code: 0,
  signal: null,
  cause: 'none',
  durationMs: 10,
  stdout: stream(''),
  stderr: stream(''),
  ...some,
});

const clean: EngineWord = { kind: 'clean' };
const wrong: EngineWord = { kind: 'wrong', outcome: 'crashed', reason: 'exit-code', sentence: 'exited with code 9' };
const raised: Failure = { type: 'TypeError', message: 'no such thing', source: 'raised', frames: [] };
const incident: Incident = {
  id: 'i1',
  kind: 'component-exited',
  world: 'w1',
  component: 'service',
  text: 'service exited with code 1',
  logTail: '',
  evidence: [],
  intended: false,
};

const facts = (some: Partial<AttemptFacts> = {}): AttemptFacts => ({
  end: end(),
  word: clean,
  limits: { timeoutMs: 1000, maxOutputBytes: 2000, maxMemoryBytes: 3000, maxProcesses: 4 },
  lingered: false,
  paused: false,
  ...some,
});

describe('concluding an attempt', () => {
  it('has nothing to say of a clean end', () => {
    assert.equal(concludeAttempt(facts()), undefined);
  });

  const stopped: readonly (readonly [cause: StopCause, outcome: string, reason: string, text: RegExp])[] = [
    ['time-limit', 'timed-out', 'time-limit', /no end within 1000 ms/u],
    ['output-limit', 'crashed', 'output-limit', /more than 2000 bytes and was/u],
    ['memory-limit', 'crashed', 'memory-limit', /more than 3000 bytes of memory/u],
    ['process-limit', 'crashed', 'process-limit', /more than 4 processes/u],
    ['disk-limit', 'crashed', 'disk-limit', /filled its disk/u],
    ['component-down', 'errored', 'component-down', /component service is down: service exited with code 1/u],
    ['asked', 'interrupted', 'user-interrupt', /paused|interrupted/u],
    ['run-interrupted', 'interrupted', 'user-interrupt', /the run was interrupted/u],
    ['run-stopped-early', 'interrupted', 'stopped-early', /stopped early/u],
  ];
  for (const [cause, outcome, reason, text] of stopped) {
    it(`${cause} is ${outcome}, whatever the exit code and the engine say`, () => {
      const conclusion = concludeAttempt(facts({ end: end({ cause }), incident }));
      assert.equal(conclusion?.outcome, outcome);
      assert.equal(conclusion?.reason, reason);
      assert.match(conclusion?.failure.message ?? '', text);
    });
  }

  it('knows every cause, and none of them is green', () => {
    assert.deepEqual(
      stopped.map(([cause]) => cause).toSorted(),
      STOP_CAUSES.filter((cause) => cause !== 'none').toSorted(),
    );
    for (const [cause] of stopped) {
      const conclusion = concludeAttempt(facts({ end: end({ cause }) }));
      assert.ok(conclusion !== undefined && !isGreen(conclusion.outcome));
    }
  });

  it('says what hung, and that a process stayed after its last test', () => {
    const waited = concludeAttempt(facts({ end: end({ cause: 'time-limit' }), hang: 'connected to 127.0.0.1:1' }));
    assert.match(waited?.failure.message ?? '', /: connected to 127/u);
    const stayed = concludeAttempt(facts({ end: end({ cause: 'time-limit' }), lingered: true }));
    assert.match(stayed?.failure.message ?? '', /all tests had ended/u);
  });

  it('quotes stderr, then stdout, then only the end itself', () => {
    const of = (stdout: string, stderr: string): Failure | undefined =>
      concludeAttempt(facts({ word: wrong, end: end({ code: 9, stdout: stream(stdout), stderr: stream(stderr) }) }))
        ?.failure;
    assert.deepEqual(
      [of('out', 'err')?.source, of('out', 'err')?.message],
      ['stderr', 'exited with code 9; last output: err'],
    );
    assert.deepEqual(
      [of('out', ' \n')?.source, of('out', '')?.message],
      ['stdout', 'exited with code 9; last output: out'],
    );
    assert.deepEqual([of('', '')?.source, of('', '')?.message], ['exit', 'exited with code 9']);
    assert.equal(of('', '')?.code, '9');
  });

  it('lets a raised error outrank what happened to stand last on stderr', () => {
    const conclusion = concludeAttempt(
      facts({ word: wrong, uncaught: raised, end: end({ code: 9, stderr: stream('noise') }) }),
    );
    assert.equal(conclusion?.failure.type, 'TypeError');
    assert.match(conclusion?.failure.message ?? '', /^no such thing\n/u);
    assert.doesNotMatch(conclusion?.failure.message ?? '', /noise/u);
  });

  it('knows a full heap and a full disk for what they are', () => {
    const heap = stream('FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory');
    assert.equal(concludeAttempt(facts({ word: wrong, end: end({ stderr: heap }) }))?.reason, 'memory-limit');
    const full = { ...raised, code: 'ENOSPC' };
    assert.equal(concludeAttempt(facts({ word: wrong, uncaught: full }))?.reason, 'disk-limit');
  });
});

describe('the worst of several', () => {
  it('is the worst, with the reason of the first of its kind', () => {
    const worst = worstOf([
      { outcome: 'passed' },
      { outcome: 'failed', reason: 'assertion' },
      { outcome: 'not-run', reason: 'set-up' },
      { outcome: 'failed', reason: 'exception' },
    ]);
    assert.deepEqual(worst, { outcome: 'failed', reason: 'assertion' });
    assert.equal(worstOf([]), undefined);
    assert.equal(worstOf([{ outcome: 'skipped' }, { outcome: 'passed' }])?.outcome, 'passed');
    assert.equal(worstOf([{ outcome: 'skipped' }])?.outcome, 'skipped');
  });
});

describe('a quoted tail', () => {
  it('is at most twelve lines', () => {
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n');
    assert.equal(quoteTail({ stdout: stream(''), stderr: stream(lines) })?.text.split('\n').length, 12);
  });
});
