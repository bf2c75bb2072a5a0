import assert from 'node:assert/strict';
import fc from 'fast-check';
import { INCIDENT_KINDS, OUTCOMES, REASONS, isGreen, listEffects } from '#domain';
import type { Cause, Failure, Heading, Incident, IncidentKind, Outcome, Reason, RunStarted } from '#domain';
import { RULES, STANDING_RULES } from '#rule';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import { judge } from './judge.ts';

const OWN_PROCESS = { kind: 'process', pid: 7, startTime: 70, note: 'service' } as const;

function causesOf(run: RunBuilder): readonly Cause[] {
  return judge(run.state()).causes;
}

function onlyCause(run: RunBuilder): Cause {
  const causes = causesOf(run);
  assert.equal(causes.length, 1, JSON.stringify(causes.map((cause) => cause.title)));
  return causes[0] ?? assert.fail();
}

/** A run of one suite with one test that came out like this. */
function runOf(outcome: Outcome, reason?: Reason, failure: Failure = raised('something went wrong')): RunBuilder {
  const run = new RunBuilder().suite('s');
  const attempt = run.attempt('s', ['t']);
  const verdict = { failure, ...(reason === undefined ? {} : { reason }) };
  const signal = reason === 'signal' ? { end: { signal: 'SIGSEGV', code: null } } : {};
  return run
    .test(attempt, 0, outcome, verdict)
    .finish(attempt, 's', outcome, { ...verdict, ...signal })
    .end();
}

function runWithIncident(kind: IncidentKind, more: Partial<Incident>): RunBuilder {
  const run = new RunBuilder().suite('s');
  run.emit({ kind: 'world-starting', world: 'w1', suites: ['s'], components: ['service'] });
  run.incident(kind, more);
  const failure: Failure = { type: kind, message: 'component is down', source: 'incident', frames: [] };
  run.emit({ kind: 'suite-blocked', suite: 's', incident: 'w1.i1', component: more.component ?? 'service', failure });
  const ended = { kind: 'suite-ended', suite: 's', outcome: 'blocked', reason: 'component-down', marks: [] } as const;
  return run.emit({ ...ended, failure }).end();
}

describe('judge: incidents', () => {
  const table: readonly (readonly [string, IncidentKind, Partial<Incident>, Heading])[] = [
    ['service exits', 'component-exited', { exit: { code: 7, signal: null } }, 'SYSTEM_CRITICAL'],
    ['service crashes', 'component-exited', { exit: { code: null, signal: 'SIGSEGV' } }, 'SYSTEM_CRITICAL'],
    ['service exits at start', 'component-refused-to-start', { exit: { code: 1, signal: null } }, 'SYSTEM_CRITICAL'],
    ['service killed from outside', 'component-exited', { exit: { code: null, signal: 'SIGKILL' } }, 'TEST_ARTIFACT'],
    ['service never ready', 'component-not-ready', { evidence: [OWN_PROCESS] }, 'SYSTEM_CRITICAL'],
    ['service at an address never ready', 'component-not-ready', {}, 'UNCLASSIFIED'],
    ['service hangs', 'component-hung', {}, 'SYSTEM_CRITICAL'],
    ['service breaks a limit', 'component-exited', { facts: { stoppedAt: 'memory-limit' } }, 'SYSTEM_CRITICAL'],
    ['service will not stop', 'component-not-stopped', { exit: { code: null, signal: 'SIGKILL' } }, 'SYSTEM_CRITICAL'],
    ['program not there', 'component-not-found', {}, 'TEST_ARTIFACT'],
    ['port held', 'port-held', {}, 'TEST_ARTIFACT'],
    ['stranger answers', 'foreign-answer', {}, 'TEST_ARTIFACT'],
    ['disk full', 'disk-full', {}, 'TEST_ARTIFACT'],
    ['harness fault', 'harness-fault', {}, 'TEST_ARTIFACT'],
    ['host need', 'host-need-missing', {}, 'TEST_ARTIFACT'],
    [
      'mediamtx exits',
      'component-exited',
      { component: 'mediamtx', exit: { code: 1, signal: null } },
      'INTEGRATION_ISSUE',
    ],
    ['mediamtx hangs', 'component-hung', { component: 'mediamtx' }, 'INTEGRATION_ISSUE'],
    ['stream stalls', 'stream-stalled', { component: 'camera0' }, 'TEST_ARTIFACT'],
    ['stream never ready', 'component-not-ready', { component: 'camera0' }, 'TEST_ARTIFACT'],
    [
      'stream whose path was never added',
      'component-not-ready',
      { component: 'camera0', facts: { pathExists: 'false' } },
      'INTEGRATION_ISSUE',
    ],
    ['a component that nobody declared', 'component-exited', { component: 'unknown' }, 'UNCLASSIFIED'],
  ];
  for (const [name, kind, more, heading] of table) {
    it(`${name}: ${heading}`, () => {
      const cause = onlyCause(runWithIncident(kind, more));
      assert.equal(cause.heading, heading);
      assert.deepEqual(cause.effects, ['s::(blocked)']);
      assert.deepEqual(cause.evidence[0], { kind: 'journal', seq: 4, note: kind });
      assert.equal(cause.remedy.where?.startsWith(`components.${more.component ?? 'service'}`), true);
    });
  }

  it('judges every kind, of a component or of the host, and leaves none without a remedy', () => {
    for (const kind of INCIDENT_KINDS) {
      const run = new RunBuilder().incident(kind, {});
      const { component: _, ...host } = { component: 'x', id: 'h', world: '', text: 'of the host', logTail: '' };
      run.emit({ kind: 'incident-opened', incident: { ...host, kind, evidence: [], intended: false } });
      const causes = causesOf(run);
      assert.equal(causes.length, 2, kind);
      for (const cause of causes) assert.notEqual(cause.remedy.action, '');
    }
  });

  it('says what speaks against it', () => {
    const against = (kind: IncidentKind, more: Partial<Incident>): string =>
      onlyCause(runWithIncident(kind, more)).against.join();
    assert.match(against('component-exited', { exit: { code: null, signal: 'SIGKILL' } }), /takes all memory/u);
    assert.match(against('component-exited', { facts: { stoppedAt: 'output-limit' } }), /more than the limits/u);
    assert.match(against('component-not-stopped', {}), /longer grace/u);
    assert.match(against('component-not-ready', { evidence: [OWN_PROCESS] }), /wrong address or probe/u);
    assert.equal(against('component-exited', { exit: { code: 1, signal: null } }), '');
  });

  it('blames nobody for what a suite asked for', () => {
    const run = new RunBuilder().suite('s');
    const attempt = run.attempt('s', ['t']);
    run.incident('component-exited', { intended: true });
    const failure = raised('not recovered');
    run.test(attempt, 0, 'failed', { reason: 'assertion', failure }).finish(attempt, 's', 'failed').end();
    assert.equal(onlyCause(run).heading, 'UNCLASSIFIED');
  });

  it('is one cause with as many effects as suites hang on the component', () => {
    const run = new RunBuilder();
    for (let number = 1; number <= 40; number += 1) {
      const [suite, id] = [`s${number}`, `w${number}.i1`];
      const failure: Failure = { type: 'x', message: `down ${number}`, source: 'incident', frames: [] };
      run.suite(suite).incident('component-exited', { id, world: `w${number}`, exit: { code: 1, signal: null } });
      run.emit({ kind: 'suite-blocked', suite, incident: id, component: 'service', failure });
    }
    const cause = onlyCause(run.end());
    assert.equal(cause.effects.length, 40);
    assert.equal(cause.suites.length, 40);
    assert.equal(cause.evidence.length, 12);
  });
});

describe('judge: a loss while tests run', () => {
  function runWithLoss(kind: IncidentKind): RunBuilder {
    const run = new RunBuilder().suite('s').suite('other');
    const attempt = run.attempt('s', ['early', 'during', 'after', 'green']);
    const failure = raised('expected 1 to equal 2');
    run.test(attempt, 0, 'failed', { reason: 'assertion', failure }).wait(20_000);
    run.incident(kind, { exit: { code: 1, signal: null } });
    run.test(attempt, 1, 'failed', { reason: 'exception', failure: raised('ECONNREFUSED', { code: 'ECONNREFUSED' }) });
    run.wait(60_000).test(attempt, 2, 'failed', { reason: 'assertion', failure: raised('expected 3 to equal 4') });
    run.test(attempt, 3, 'passed').finish(attempt, 's', 'failed');
    const elsewhere = run.attempt('other', ['t'], 'w2');
    run.test(elsewhere, 0, 'failed', { reason: 'assertion', failure: raised('of another world') });
    return run.finish(elsewhere, 'other', 'failed').end();
  }

  it('takes along what was under way or came later, not what was over before, and nothing of another world', () => {
    const [loss, ...open] = causesOf(runWithLoss('component-exited'));
    assert.deepEqual(loss?.effects, ['s::during', 's::after']);
    assert.equal(loss.heading, 'SYSTEM_CRITICAL');
    assert.match(loss.against.join(), /failed an assertion/u);
    assert.deepEqual(
      open.map((cause) => [cause.heading, ...cause.effects]),
      [
        ['UNCLASSIFIED', 's::early'],
        ['UNCLASSIFIED', 'other::t'],
      ],
    );
  });

  it('does not take along what only would not stop', () => {
    const [first] = causesOf(runWithLoss('component-not-stopped'));
    assert.deepEqual(first?.effects, []);
  });

  it('does not take along the tests of an attempt before the one that was blocked', () => {
    const run = new RunBuilder().suite('s');
    const attempt = run.attempt('s', ['t']);
    run.test(attempt, 0, 'failed', { failure: raised('own') });
    run.incident('component-refused-to-start', { id: 'w2.i1', world: 'w2' });
    const failure: Failure = { type: 'x', message: 'down', source: 'incident', frames: [] };
    run.emit({ kind: 'suite-blocked', suite: 's', incident: 'w2.i1', component: 'service', failure }).end();
    assert.deepEqual(
      causesOf(run).map((cause) => [cause.heading, ...cause.effects]),
      [['SYSTEM_CRITICAL'], ['UNCLASSIFIED', 's::t']],
    );
  });

  it('does not take along what runs in no world, whatever happens to the run', () => {
    const run = new RunBuilder().suite('s').incident('harness-fault', { world: '' });
    const attempt = run.attempt('s', ['t'], '');
    run
      .test(attempt, 0, 'failed', { failure: raised('own') })
      .finish(attempt, 's', 'failed')
      .end();
    assert.deepEqual(
      causesOf(run).map((cause) => cause.effects),
      [[], ['s::t']],
    );
  });

  it('lets go of tests that began after the component was back', () => {
    const run = new RunBuilder().suite('s');
    const attempt = run.attempt('s', ['t']);
    run
      .incident('component-exited')
      .wait(2000)
      .emit({ kind: 'incident-closed', id: 'w1.i1', note: 'ready' })
      .wait(5000);
    run
      .test(attempt, 0, 'failed', { failure: raised('own') })
      .finish(attempt, 's', 'failed')
      .end();
    assert.deepEqual(
      causesOf(run).map((cause) => cause.effects),
      [[], ['s::t']],
    );
  });
});

describe('judge: ends of suites', () => {
  const artifacts: readonly Reason[] = [
    'collection',
    'no-tests',
    'exit-early',
    'output-limit',
    'memory-limit',
    'process-limit',
    'disk-limit',
    'spawn',
    'harness',
    'host-need',
    'signal',
  ];
  for (const reason of REASONS) {
    const expected = artifacts.includes(reason) ? 'TEST_ARTIFACT' : 'UNCLASSIFIED';
    it(`${reason}: ${expected}`, () => {
      assert.equal(onlyCause(runOf('errored', reason)).heading, expected);
    });
  }

  for (const outcome of OUTCOMES.filter((one) => !isGreen(one))) {
    const expected = outcome === 'mock-violation' ? 'TEST_ARTIFACT' : 'UNCLASSIFIED';
    it(`${outcome} without a reason: ${expected}`, () => {
      const cause = onlyCause(runOf(outcome));
      assert.equal(cause.heading, expected);
      assert.deepEqual(cause.effects, ['s::t']);
    });
  }

  it('leaves a file open that could not connect while it loaded', () => {
    const failure = raised('connect ECONNREFUSED 127.0.0.1:8002', { code: 'ECONNREFUSED' });
    assert.equal(onlyCause(runOf('errored', 'collection', failure)).heading, 'UNCLASSIFIED');
  });

  it('blames the suite that was computing when its limit struck, and nobody when it waited', () => {
    const run = new RunBuilder().suite('s');
    const attempt = run.attempt('s', ['t']);
    const busy = { file: 'a.ts', line: 3, column: 1, name: 'spinForEver' };
    run.emit({ kind: 'hang-diagnosed', attempt, text: 'busy in spinForEver', busy });
    run.test(attempt, 0, 'timed-out', { reason: 'time-limit' }).finish(attempt, 's', 'timed-out').end();
    assert.match(onlyCause(run).title, /spinForEver \(a\.ts:3\)/u);
    assert.equal(onlyCause(run).heading, 'TEST_ARTIFACT');
    assert.equal(onlyCause(runOf('timed-out', 'time-limit')).heading, 'UNCLASSIFIED');
  });

  it('says of what took too long what was waited for', () => {
    const text =
      'Timeout of 2000ms exceeded. For async tests and hooks, ensure "done()" is called.\n(waiting, connected to x)';
    const failure = raised(text, { type: 'Error' });
    const title = 'Error: Timeout of 2000ms exceeded (waiting, connected to x)';
    assert.equal(onlyCause(runOf('timed-out', 'time-limit', failure)).title, title);
    assert.notEqual(onlyCause(runOf('failed', 'exception', failure)).title, title);
  });

  it('makes one missing program one cause, with the remedy that was told', () => {
    const run = new RunBuilder();
    const failure: Failure = { type: 'host-need', message: 'this host lacks jq', source: 'runner', frames: [] };
    for (const suite of ['a', 'b']) {
      const need = { kind: 'host-need-checked', suite, need: 'jq', found: 'not on the PATH' } as const;
      run.suite(suite).emit({ ...need, ok: false, remedy: 'install jq' });
      run.emit({ kind: 'suite-ended', suite, outcome: 'blocked', reason: 'host-need', marks: [], failure });
    }
    const cause = onlyCause(run.end());
    assert.deepEqual(cause.effects, ['a::(blocked)', 'b::(blocked)']);
    assert.equal(cause.remedy.action, 'install jq');
    assert.equal(cause.title, 'this host lacks jq (not on the PATH)');
  });

  it('counts a suite once that is not green although its tests are', () => {
    const run = new RunBuilder().suite('s');
    const attempt = run.attempt('s', ['t']);
    run.test(attempt, 0, 'passed').finish(attempt, 's', 'crashed', { reason: 'memory-limit' }).end();
    assert.deepEqual(onlyCause(run).effects, ['s::(suite)']);
  });

  it('groups repeats of a suite, and names the suite that can be run', () => {
    const run = new RunBuilder();
    for (const [name, repeat] of [
      ['s', 1],
      ['s~2', 2],
    ] as const) {
      run.suite(name, { repeat });
      run.emit({ kind: 'suite-ended', suite: name, outcome: 'errored', reason: 'spawn', marks: [] });
    }
    assert.equal(onlyCause(run.end()).remedy.verify, 'reality run s');
  });
});

describe('judge: what never ran', () => {
  it('hangs on the set-up that failed, the nearest one where several did', () => {
    const run = new RunBuilder().suite('s');
    const tests = [
      ['g', '"before all" hook'],
      ['g', 'inner', '"before all" hook'],
      ['g', 'inner', 'x'],
      ['g', 'y'],
    ];
    const attempt = run.attempt(
      's',
      tests.map((titles) => ({ titles, occurrence: 1, requirements: [] })),
    );
    run.test(attempt, 0, 'errored', { reason: 'set-up', failure: raised('no database') });
    run.test(attempt, 1, 'errored', { reason: 'set-up', failure: raised('no table') });
    for (const ordinal of [2, 3])
      run.test(attempt, ordinal, 'not-run', { reason: 'set-up', failure: raised('not run') });
    run.finish(attempt, 's', 'errored', { reason: 'set-up' }).end();
    const causes = causesOf(run);
    assert.deepEqual(
      causes.map((cause) => cause.effects),
      [
        ['s::g > "before all" hook', 's::g > y'],
        ['s::g > inner > "before all" hook', 's::g > inner > x'],
      ],
    );
    assert.deepEqual(causes[0]?.rules, []);
  });

  it('hangs on the test that was running when the limit of the suite struck', () => {
    const run = new RunBuilder().suite('s');
    const attempt = run.attempt('s', ['slow', 'never']);
    run.test(attempt, 0, 'timed-out', { reason: 'time-limit', failure: raised('no end') });
    run.test(attempt, 1, 'not-run', { reason: 'time-limit', failure: raised('not run: no end') });
    run.finish(attempt, 's', 'timed-out', { reason: 'time-limit', end: { cause: 'time-limit' } }).end();
    assert.deepEqual(onlyCause(run).effects, ['s::slow', 's::never']);
    assert.deepEqual(onlyCause(run).rules, []);
  });

  it('says so where a rule decided', () => {
    const run = new RunBuilder().suite('s');
    const attempt = run.attempt('s', ['never', 'hungry']);
    run.test(attempt, 1, 'crashed', { reason: 'memory-limit', failure: raised('too much') });
    run.test(attempt, 0, 'not-run', { reason: 'memory-limit', failure: raised('not run') });
    run.finish(attempt, 's', 'crashed', { reason: 'memory-limit', end: { cause: 'memory-limit' } }).end();
    assert.deepEqual(onlyCause(run).effects, ['s::hungry', 's::never']);
    assert.deepEqual(onlyCause(run).rules, ['suite-process', 'left-out']);
  });

  it('hangs on the last red test where the framework gave up, and on nobody where the run did', () => {
    for (const cause of ['none', 'run-stopped-early'] as const) {
      const run = new RunBuilder().suite('s');
      const attempt = run.attempt('s', ['red', 'never']);
      run.test(attempt, 0, 'failed', { reason: 'assertion', failure: raised('expected 1 to equal 2') });
      run.test(attempt, 1, 'not-run', { reason: 'stopped-early', failure: raised('not run') });
      run.finish(attempt, 's', 'failed', { end: { cause } }).end('stopped-early');
      const effects = causesOf(run).map((one) => one.effects);
      assert.deepEqual(effects, cause === 'none' ? [['s::red', 's::never']] : [['s::red'], ['s::never']]);
    }
  });

  it('is not judged when the runner died', () => {
    const run = new RunBuilder().suite('s').suite('later');
    const attempt = run.attempt('s', ['t', 'u']);
    run.emit({ kind: 'test-started', attempt, ordinal: 0 });
    const cause = onlyCause(run);
    assert.equal(cause.heading, 'UNCLASSIFIED');
    assert.deepEqual(cause.effects, ['s::t', 's::u', 'later::(suite)']);
    assert.deepEqual(cause.rules, ['not-finished']);
  });
});

describe('judge: what nobody felt', () => {
  it('finds leaks of green suites and survivors of worlds', () => {
    const run = new RunBuilder().suite('s');
    run.emit({ kind: 'world-starting', world: 'w1', suites: ['s'], components: ['service'] });
    const attempt = run.attempt('s', ['t']);
    const process = { pid: 9, startTime: 90, argv: ['sleep', '300'], parentPid: 1 };
    const leak = { kind: 'process', process, signs: ['marker'] } as const;
    run.test(attempt, 0, 'passed');
    run.emit({ kind: 'leak-found', attempt, suite: 's', leak, removed: true }).finish(attempt, 's', 'passed');
    const listener = { kind: 'listener', listener: { protocol: 'tcp', address: '127.0.0.1:8554' } } as const;
    run.emit({ kind: 'world-stopped', world: 'w1', tookMs: 5, survivors: [listener], used: true }).end();
    const causes = causesOf(run);
    assert.deepEqual(
      causes.map((cause) => [cause.heading, cause.title, cause.effects.length]),
      [
        ['TEST_ARTIFACT', 's left behind: process sleep 300', 0],
        ['TEST_ARTIFACT', 'could not be removed after the world was stopped: tcp listener 127.0.0.1:8554', 0],
      ],
    );
    assert.deepEqual(
      causes.map((cause) => cause.suites),
      [['s'], ['s']],
    );
  });
});

/** One run with a cause of every rule, in which every name a person may choose is made by `name`. */
function allSorts(name: (plain: string) => string, started: Partial<RunStarted> = {}, waitMs = 0): RunBuilder {
  const run = new RunBuilder({ started }).wait(waitMs);
  const plain = name('suite');
  run.suite(plain, { tags: [name('tag')] });
  const attempt = run.attempt(plain, [name('fails'), name('limit'), name('mock'), name('green')]);
  run.test(attempt, 0, 'failed', { reason: 'assertion', failure: raised('expected 3 to equal 4') });
  run.test(attempt, 1, 'crashed', { reason: 'memory-limit', failure: raised('too much') });
  run.test(attempt, 2, 'mock-violation', { failure: raised('a mock') });
  run.test(attempt, 3, 'passed').finish(attempt, plain, 'failed');
  const lost = name('lost');
  run.suite(lost);
  const inLost = run.attempt(
    lost,
    [{ titles: [name('x'), name('y')], occurrence: 1, requirements: [], file: name('f') }],
    'w2',
  );
  run.incident('component-exited', { world: 'w2', id: 'w2.i1', exit: { code: 1, signal: null }, text: 'exited' });
  run.test(inLost, 0, 'errored', { reason: 'component-down', failure: raised('down') }).finish(inLost, lost, 'errored');
  const early = name('early');
  run.suite(early).emit({ kind: 'suite-ended', suite: early, outcome: 'not-run', reason: 'stopped-early', marks: [] });
  return run.end();
}

const HOSTILE = [
  'mediamtx',
  'SYSTEM_CRITICAL',
  'ECONNREFUSED',
  'timeout',
  'mock',
  'SIGSEGV',
  'service',
  '/srv/mediamtx-camera',
];

describe('judge: names', () => {
  it('of suites, tests, tags and files weigh nothing', () => {
    const headings = (run: RunBuilder): readonly string[] =>
      causesOf(run).map((cause) => `${cause.heading} ${cause.effects.length}`);
    const plain = headings(allSorts((name) => name));
    assert.equal(plain.length, 5);
    fc.assert(
      fc.property(fc.infiniteStream(fc.constantFrom(...HOSTILE)), (words) => {
        const renamed = new Map<string, string>();
        const rename = (name: string): string => {
          const known = renamed.get(name) ?? `${words.next().value ?? ''}-${renamed.size}`;
          renamed.set(name, known);
          return known;
        };
        assert.deepEqual(headings(allSorts(rename)), plain);
      }),
      { numRuns: 50 },
    );
  });

  it('of causes stay the same when run, date and timing differ', () => {
    const ids = (run: RunBuilder): readonly string[] => causesOf(run).map((cause) => cause.id);
    const later = allSorts(
      (name) => name,
      { runId: 'another', startedAt: '2027-01-01T00:00:00.000Z', seed: 'x' },
      5000,
    );
    assert.notDeepEqual(later.state().suites[0]?.attempts[0]?.startedAtMs, 0);
    assert.deepEqual(ids(later), ids(allSorts((name) => name)));
    assert.equal(new Set(ids(later)).size, 5);
  });
});

describe('judge: any prefix of a run', () => {
  it('hangs each effect on exactly one cause, gravest first', () => {
    const run = allSorts((name) => name);
    for (let lines = 1; lines <= run.lineCount; lines += 1) {
      const state = run.state(lines);
      const { causes } = judge(state);
      const wanted = state.suites.flatMap(listEffects).map((effect) => effect.id);
      assert.deepEqual(causes.flatMap((cause) => cause.effects).toSorted(), wanted.toSorted(), `${lines} lines`);
    }
  });
});

describe('rules', () => {
  it('have an id of their own and a sentence', () => {
    const all = [...RULES, ...STANDING_RULES];
    assert.equal(new Set(all.map((rule) => rule.id)).size, all.length);
    for (const rule of all) assert.match(rule.sentence, /^[A-Z].*\.$/u);
  });
});
