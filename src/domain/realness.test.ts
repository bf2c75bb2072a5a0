import assert from 'node:assert/strict';
import { RunBuilder } from '../../fixtures/tools/build-run.ts';
import { passing, realnessRun } from '../../fixtures/tools/realness-run.ts';
import { weighRealness } from './realness.ts';
import type { Realness } from './realness.ts';

/** The claim of one suite whose attempt was told of as given. */
function claimOf(tell: (run: RunBuilder, attempt: string) => void, run: RunBuilder = new RunBuilder()): string {
  passing(run, 's', (attempt) => {
    tell(run, attempt);
  });
  const [one] = weighRealness(run.end().state());
  return `${one?.claim ?? ''}: ${one?.why ?? ''}`;
}

describe('the claim of a suite', () => {
  it('is one of each kind in one run', () => {
    assert.deepEqual(
      weighRealness(realnessRun().state()).map(({ suite, bound, claim }) => [suite, bound, claim]),
      [
        ['orders', true, 'real'],
        ['idle', true, 'hollow'],
        ['loose', true, 'unguarded'],
        ['faked', true, 'mocked'],
        ['health', true, 'real'],
        ['parser', false, 'not measured'],
      ],
    );
  });

  const table: readonly (readonly [string, Realness, RegExp, (run: RunBuilder, attempt: string) => void])[] = [
    [
      'a journal of a time before the guard',
      'not measured',
      /nothing was told of a guard/u,
      (run, attempt) => run.finish(attempt, 's', 'passed'),
    ],
    [
      'a guard that was switched off',
      'not measured',
      /the guard is off/u,
      (run, attempt) => run.attest(attempt, 'off').contact(attempt, 'service').finish(attempt, 's', 'passed'),
    ],
    [
      'contact that nobody looked at',
      'not measured',
      /its contact was not measured/u,
      (run, attempt) => run.attest(attempt, 'armed').finish(attempt, 's', 'passed'),
    ],
    [
      'no declared edge and nothing touched',
      'not measured',
      /declares no contact, and none was seen/u,
      (run, attempt) => {
        const { declared: _declared, ...undeclared } = EDGE;
        run.attest(attempt, 'armed').emit({ kind: 'contact-found', attempt, contact: { ...undeclared, level: 'L0' } });
        run.finish(attempt, 's', 'passed');
      },
    ],
    [
      'a level below the declared one, without a mark',
      'hollow',
      /service reached L2 of L3/u,
      (run, attempt) =>
        run.attest(attempt, 'armed').contact(attempt, 'service', { level: 'L2' }).finish(attempt, 's', 'passed'),
    ],
    [
      'a component that was held down on purpose',
      'real',
      /service L1/u,
      (run, attempt) =>
        run
          .attest(attempt, 'armed')
          .contact(attempt, 'service', { level: 'L1', heldDown: true })
          .finish(attempt, 's', 'passed'),
    ],
    [
      'a red suite that touched nothing',
      'not measured',
      /did not pass/u,
      (run, attempt) =>
        run.attest(attempt, 'armed').contact(attempt, 'service', { level: 'L0' }).finish(attempt, 's', 'failed'),
    ],
    [
      'a red suite that touched what it declares',
      'real',
      /every process guarded; service L3/u,
      (run, attempt) => run.attest(attempt, 'armed').contact(attempt, 'service').finish(attempt, 's', 'failed'),
    ],
    [
      'an allowed mock and a warning',
      'real',
      /service L3/u,
      (run, attempt) =>
        run
          .attest(attempt, 'armed')
          .contact(attempt, 'service')
          .mock(attempt, { allowed: 'because' })
          .mock(attempt, { verdict: 'warn' })
          .finish(attempt, 's', 'passed'),
    ],
    [
      'a mock that was swallowed',
      'mocked',
      /used nock/u,
      (run, attempt) =>
        run.attest(attempt, 'unguarded').contact(attempt, 'service').mock(attempt).finish(attempt, 's', 'passed'),
    ],
    [
      'one test of several in a process without the guard',
      'unguarded',
      /the guard is unguarded/u,
      (run, attempt) =>
        run
          .attest(attempt, 'armed')
          .attest(attempt, 'unguarded')
          .contact(attempt, 'service')
          .finish(attempt, 's', 'passed'),
    ],
  ];
  for (const [name, claim, why, tell] of table) {
    it(`${claim}: ${name}`, () => {
      const told = claimOf(tell);
      assert.ok(told.startsWith(`${claim}: `), told);
      assert.match(told, why);
    });
  }

  it('is none where the canary of its engine lived', () => {
    const run = new RunBuilder();
    run.emit({ kind: 'canary-made', canary: { engine: 'mocha', refused: false, note: 'sinon was loaded', tookMs: 5 } });
    const told = claimOf(
      (_, attempt) => run.attest(attempt, 'armed').contact(attempt, 'service').finish(attempt, 's', 'passed'),
      run,
    );
    assert.equal(told, 'unguarded: the guard let its canary through: sinon was loaded');
  });

  it('adds up what tests that run alone told of one edge', () => {
    const run = new RunBuilder();
    passing(run, 's', (attempt) => {
      run.attest(attempt, 'armed').contact(attempt, 'service', {}, 0);
      run
        .contact(attempt, 'service', { level: 'L1', connections: 1, serverIds: ['x'] }, 1)
        .finish(attempt, 's', 'passed');
    });
    const [edge] = weighRealness(run.end().state())[0]?.edges ?? [];
    assert.deepEqual(
      [edge?.level, edge?.parts, edge?.below, edge?.connections, edge?.bytesSent, edge?.serverIds],
      ['L3', 2, false, 3, 840, ['x']],
    );
  });
});

const EDGE = {
  edge: 'service',
  declared: 'L3',
  seenBy: ['tap'],
  connections: 0,
  refused: 0,
  bytesSent: 0,
  bytesReceived: 0,
  calls: 0,
  peers: [],
  serverIds: [],
  nonces: [],
  note: '',
} as const;
