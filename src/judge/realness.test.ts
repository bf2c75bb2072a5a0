import assert from 'node:assert/strict';
import type { Cause } from '#domain';
import { assessRun } from '../../fixtures/tools/assess-run.ts';
import { RunBuilder } from '../../fixtures/tools/build-run.ts';
import { passing, realnessRun } from '../../fixtures/tools/realness-run.ts';

function causesOf(run: RunBuilder): readonly Cause[] {
  return assessRun(run.stored()).causes;
}

function byRule(causes: readonly Cause[], rule: string): readonly Cause[] {
  return causes.filter(({ rules }) => rules.includes(rule));
}

describe('what proves less than it seems to', () => {
  it('is a cause of its own, at the tests, with a remedy and a way to check it', () => {
    const told = causesOf(realnessRun()).map(({ rules, heading, effects, remedy: { where, verify } }) => [
      rules.join(),
      heading,
      effects.length,
      where,
      verify,
    ]);
    assert.deepEqual(told, [
      ['mock-violation', 'TEST_ARTIFACT', 1, '/project/orders.test.ts:3', 'reality run faked'],
      ['hollow-pass', 'TEST_ARTIFACT', 0, 'suites.idle', 'reality run idle --unplug'],
      ['unguarded-pass', 'TEST_ARTIFACT', 0, 'suites.loose', 'reality run loose'],
      ['unplugged-pass', 'TEST_ARTIFACT', 0, 'suites.health', 'reality run health --unplug-edge service'],
    ]);
  });

  it('is as grave as the requirement that it seems to prove', () => {
    const severityWith = (critical: boolean): readonly string[] => {
      const one = { id: 'REQ-idle', text: '', source: '', status: 'approved', critical, kind: 'functional' } as const;
      return byRule(causesOf(realnessRun({ declared: { requirements: [one] } })), 'hollow-pass').map(
        (cause) => cause.severity,
      );
    };
    assert.deepEqual([severityWith(true), severityWith(false)], [['core-flow'], ['degraded']]);
  });

  it('is one cause for each thing that stood in, however many suites it met', () => {
    const run = new RunBuilder();
    for (const suite of ['a', 'b']) {
      run.suite(suite);
      const attempt = run.attempt(suite, ['one', 'two']);
      const failure = { type: 'x', message: `${suite} met it`, source: 'raised', frames: [] } as const;
      run.test(attempt, 0, 'mock-violation', { failure }).test(attempt, 1, 'mock-violation', { failure });
      run.mock(
        attempt,
        { by: 'contact', rule: 'fake-peer', what: `a server at 127.0.0.1:${suite === 'a' ? 4000 : 5000}` },
        0,
      );
      run.mock(attempt, { by: 'contact', rule: 'no-contact', what: 'service>mediamtx' }, 1);
      run.mock(attempt, { what: 'allowed', allowed: 'for a reason' }, 1).finish(attempt, suite, 'mock-violation');
    }
    const told = causesOf(run.end()).map(({ title, effects, heading }) => [title.split(':')[0], heading, effects]);
    assert.deepEqual(told, [
      ['a server at 127.0.0.1', 'TEST_ARTIFACT', ['a::one', 'b::one']],
      ['service>mediamtx', 'TEST_ARTIFACT', ['a::two', 'b::two']],
    ]);
  });

  it('is told once where a hollow edge was refused as well, with that as evidence', () => {
    const run = new RunBuilder();
    passing(run, 's', (attempt) => {
      run
        .attest(attempt, 'armed')
        .contact(attempt, 'service', { level: 'L2' })
        .finish(attempt, 's', 'passed', { marks: ['hollow'] });
    });
    const unplugged = { suite: 's', edge: 'service', refusal: 'ECONNREFUSED', result: 'does-not-need-it' } as const;
    run.emit({
      kind: 'unplugged',
      unplugged: { ...unplugged, stillPassed: ['s::works'], executed: 1, note: '', costMs: 1 },
    });
    const causes = causesOf(run.end());
    assert.deepEqual(
      causes.map(({ rules }) => rules),
      [['hollow-pass']],
    );
    assert.ok(JSON.stringify(causes[0]?.evidence).includes('refused as well'));
  });

  it('is a fault of the harness where the canary of an engine lived, and not one of each suite', () => {
    const run = new RunBuilder();
    run.emit({ kind: 'canary-made', canary: { engine: 'mocha', refused: false, note: 'sinon was loaded', tookMs: 5 } });
    for (const name of ['a', 'b'])
      passing(run, name, (attempt) => {
        run.attest(attempt, 'armed').contact(attempt, 'service').finish(attempt, name, 'passed');
      });
    const causes = byRule(causesOf(run.end()), 'unguarded-pass');
    assert.deepEqual(
      causes.map(({ locus, suites }) => [locus, suites]),
      [['harness', ['a', 'b']]],
    );
  });

  const faults = [
    [
      'the witness of MediaMTX',
      { world: 'w1', component: 'mediamtx', text: 'mediamtx lets nobody in any more: its witness has ended' },
    ],
    ['the relays of the run', { world: '', text: 'the relays of this run ended' }],
  ] as const;
  for (const [name, incident] of faults) {
    it(`is no word against the service where ${name} died: that is a fault of the harness`, () => {
      const run = new RunBuilder().suite('s');
      const attempt = run.attempt('s', ['reads a stream']);
      const { component, ...ofRun } = { component: undefined, ...incident };
      run.incident('harness-fault', { id: 'ours', ...ofRun, ...(component !== undefined && { component }) });
      const failure = {
        type: 'Error',
        message: 'connect ECONNREFUSED 127.0.0.1:21000',
        source: 'raised',
        frames: [],
      } as const;
      run.test(attempt, 0, 'failed', { reason: 'exception', failure }).finish(attempt, 's', 'failed');
      const causes = causesOf(run.end());
      assert.deepEqual(
        causes.map(({ heading, locus, effects }) => [heading, locus, effects]),
        [['TEST_ARTIFACT', 'harness', ['s::reads a stream']]],
      );
    });
  }

  it('says so when contact was seen in the tables of sockets alone', () => {
    const run = new RunBuilder();
    passing(run, 's', (attempt) => {
      run
        .attest(attempt, 'armed')
        .contact(attempt, 'service', { level: 'L2', seenBy: ['sockets'] })
        .finish(attempt, 's', 'passed');
    });
    assert.match(
      byRule(causesOf(run.end()), 'hollow-pass')[0]?.against.join() ?? '',
      /a short call may have been missed/u,
    );
  });
});
