import assert from 'node:assert/strict';
import type { Cause, ExchangeFact, Requirement } from '#domain';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import { judge } from './judge.ts';

interface Red {
  readonly text: string;
  readonly cites: readonly string[];
  readonly method: string;
  /** The call was answered with this code, and the test raised it. */
  readonly code?: string;
}

function requirement(id: string, names: readonly string[]): Requirement {
  return { id, text: `${id} holds.`, source: '', status: 'approved', critical: true, kind: 'behaviour', names };
}

const REQUIREMENTS = [
  requirement('R-MEDIA-1', ['stop']),
  requirement('R-MEDIA-2', []),
  requirement('R-MEDIA-3', ['delete']),
  requirement('R-CAM-1', ['status']),
];
const CODES = [{ code: '-1006', meaning: 'in use', blames: 'caller' as const }];

/** Causes of suites whose red tests are these. */
function causesOf(suites: Readonly<Record<string, readonly Red[]>>): readonly Cause[] {
  const run = new RunBuilder({
    declared: { requirements: REQUIREMENTS, contract: { methods: [], routes: [], codes: CODES } },
  });
  for (const [suite, reds] of Object.entries(suites)) {
    run.suite(suite);
    const tests = reds.map((red, index) => ({ titles: [`${index}`], occurrence: 1, requirements: red.cites }));
    const attempt = run.attempt(suite, tests);
    for (const [ordinal, { text, code, method }] of reds.entries()) {
      const failure = code === undefined ? raised(text) : raised(text, { type: 'RpcError', code });
      run.test(attempt, ordinal, 'failed', { reason: code === undefined ? 'assertion' : 'exception', failure });
      run.emit({ kind: 'fact-found', attempt, ordinal, fact: exchange(method, code) });
    }
    run.finish(attempt, suite, 'failed');
  }
  return judge(run.end().state()).causes;
}

function exchange(method: string, code: string | undefined): ExchangeFact {
  const base = {
    kind: 'exchange',
    protocol: 'json-rpc',
    address: '127.0.0.1:1',
    component: 'service',
    method,
  } as const;
  const end = code === undefined ? ({ end: 'answered' } as const) : ({ end: 'error', code } as const);
  return { ...base, ...end, request: '', answer: '{}', tookMs: 1 };
}

const STOPS: readonly Red[] = [
  { text: 'the file was never closed', cites: ['R-MEDIA-1'], method: 'stop' },
  { text: 'the duration is 1 s', cites: ['R-MEDIA-1'], method: 'stop' },
];

describe('one fault in many sentences', () => {
  it('is one cause: what one method explains, in every suite', () => {
    const [cause, ...others] = causesOf({
      one: STOPS,
      other: [{ text: 'not finished', cites: ['R-MEDIA-1'], method: 'list' }],
    });
    assert.equal(others.length, 0);
    assert.deepEqual([cause?.heading, cause?.effects.length], ['SYSTEM_CRITICAL', 3]);
  });

  it('takes along what is alone in its suite and family, and a call that was refused for a state', () => {
    const alone = { text: 'nobody was told', cites: ['R-MEDIA-2'], method: 'listen' };
    const refused = { text: 'start: in use', cites: ['R-CAM-1'], method: 'start', code: '-1006' };
    const causes = causesOf({ one: [...STOPS, alone, refused] });
    assert.deepEqual(
      causes.map((cause) => [cause.heading, cause.effects.length]),
      [['SYSTEM_CRITICAL', 4]],
    );
  });

  it('is not two: methods of two suites, and of two families in one, stay apart', () => {
    const deletes = STOPS.map((red) => ({ ...red, cites: ['R-MEDIA-3'], method: 'delete' }));
    const cameras = STOPS.map((red) => ({ ...red, cites: ['R-CAM-1'], method: 'status' }));
    assert.equal(causesOf({ one: STOPS, other: deletes }).length, 2);
    assert.equal(causesOf({ one: [...STOPS, ...cameras] }).length, 2);
  });

  it('leaves a refusal open where two faults could have left the state', () => {
    const cameras = STOPS.map((red) => ({ ...red, cites: ['R-CAM-1'], method: 'status' }));
    const refused = { text: 'start: in use', cites: ['R-MEDIA-1'], method: 'start', code: '-1006' };
    const headings = causesOf({ one: [...STOPS, ...cameras, refused] }).map((cause) => cause.heading);
    assert.deepEqual(headings, ['SYSTEM_CRITICAL', 'SYSTEM_CRITICAL', 'UNCLASSIFIED']);
  });

  it('has the same ids in whatever order the suites ran', () => {
    const ids = (causes: readonly Cause[]): readonly string[] => causes.map((cause) => cause.id).toSorted();
    const other = [{ text: 'not finished', cites: ['R-MEDIA-1'], method: 'list' }];
    assert.deepEqual(ids(causesOf({ one: STOPS, other })), ids(causesOf({ other, one: STOPS.toReversed() })));
  });
});
