import assert from 'node:assert/strict';
import type { ExchangeEnd } from '#domain';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import { judge } from './judge.ts';

interface Red {
  readonly line?: number;
  readonly file?: string;
  readonly message?: string;
  readonly tookMs: number;
  /** How what it asked ended; nothing was asked otherwise. */
  readonly ends?: readonly ExchangeEnd[];
}

/** Causes of one suite whose tests gave up in these ways, with how many tests each holds. */
function causesOf(reds: readonly Red[]): readonly (readonly [string, number])[] {
  const run = new RunBuilder({ declared: { components: [{ name: 'service', kind: 'service', settings: {} }] } });
  run.suite('s');
  const attempt = run.attempt(
    's',
    reds.map((_, index) => `t${index}`),
  );
  for (const [ordinal, { line = 9, file = '/p/a.test.js', message = 'aborted', tookMs, ends = [] }] of reds.entries()) {
    const frames = [{ name: 't', file, line, column: 1, origin: 'test' as const }];
    const failure = { ...raised(message, { type: 'TimeoutError' }), frames };
    run.test(attempt, ordinal, 'failed', { reason: 'exception', failure, durationMs: tookMs });
    for (const end of ends) run.emit({ kind: 'fact-found', attempt, ordinal, fact: { ...ASKED, end } });
  }
  const { causes } = judge(run.finish(attempt, 's', 'failed').end().state());
  return causes.map(({ heading, effects }) => [heading, effects.length] as const);
}

const ASKED = {
  kind: 'exchange',
  protocol: 'http',
  address: '127.0.0.1:1',
  component: 'service',
  method: 'POST /wares',
  request: '{}',
  answer: '{}',
  tookMs: 5,
} as const;
const SHORT: Red = { tookMs: 4 };

describe('one clock of many tests', () => {
  it('ends those as well that took longer, where everybody had answered', () => {
    const late: Red = { line: 23, tookMs: 3500, ends: ['answered'] };
    assert.deepEqual(causesOf([late, SHORT]), [['TEST_ARTIFACT', 2]]);
  });

  it('is not that of a test that waited for somebody in vain, or of which nothing is recorded', () => {
    const silent: Red = { line: 23, tookMs: 3500, ends: ['answered', 'silent'] };
    const headings = (all: readonly Red[]): readonly number[] =>
      causesOf(all)
        .filter(([heading]) => heading === 'TEST_ARTIFACT')
        .map(([, count]) => count);
    assert.deepEqual(headings([silent, SHORT]), [1]);
    assert.deepEqual(headings([{ line: 23, tookMs: 3500 }, SHORT]), [1]);
  });

  it('is not that of another file, or of other words', () => {
    const late: Red = { line: 23, tookMs: 3500, ends: ['answered'] };
    assert.equal(causesOf([{ ...late, file: '/p/b.test.js' }, SHORT]).length, 2);
    assert.equal(causesOf([{ ...late, message: 'no answer' }, SHORT]).length, 2);
  });
});
