import assert from 'node:assert/strict';
import { listEffects } from '#domain';
import type { Effect, Frame } from '#domain';
import type { Verdict } from '#rule';
import { raised } from '../../fixtures/tools/build-run.ts';
import { makeScene } from '../../fixtures/tools/fault-scene.ts';
import { makeAdopter } from './adopt.ts';
import type { Judged } from './judged.ts';
import { settleThin, spreadWrongWishes } from './same-line.ts';
import { uniteSuspects } from './unite.ts';

const frame = (line: number): Frame => ({ name: 'wait', file: 'a.test.js', line, column: 1 });

function effectAt(line: number, message = 'job 7 is not done'): Effect {
  const failure = { ...raised(message, { expected: '201' }), frames: [frame(line)] };
  return makeScene({ failure }).suites.flatMap(listEffects)[0] ?? assert.fail();
}

function judged(rule: string, effect: Effect, more: Partial<Verdict> = {}): Judged {
  const verdict: Verdict = {
    heading: 'SYSTEM_CRITICAL',
    signature: rule,
    title: rule,
    evidence: [],
    remedy: { action: rule, verify: '' },
    against: [],
    rules: [rule],
    method: 'POST /jobs',
    ...more,
  };
  return { effect, verdict };
}

const titles = (all: readonly Judged[]): readonly string[] => all.map(({ verdict }) => verdict.title);
const WISH = { heading: 'TEST_ARTIFACT' } as const;
const THIN = { heading: 'UNCLASSIFIED', rules: [], scores: { SYSTEM_CRITICAL: 3 } } as const;

describe('failures at one line of the tests', () => {
  it('want the same wrong thing of the same method', () => {
    const all = [judged('wanted-came', effectAt(5), WISH), judged('requirement-broken', effectAt(5))];
    assert.deepEqual(titles(spreadWrongWishes(all)), ['wanted-came', 'wanted-came']);
  });

  it('are judged by themselves at another line, or of another method', () => {
    const wish = judged('wanted-came', effectAt(5), WISH);
    const elsewhere = judged('requirement-broken', effectAt(6));
    const other = judged('requirement-broken', effectAt(5), { method: 'GET /jobs' });
    assert.deepEqual(titles(spreadWrongWishes([wish, elsewhere, other])), [
      'wanted-came',
      'requirement-broken',
      'requirement-broken',
    ]);
  });

  it('settle what is thin, where the words are the same but for numbers', () => {
    const known = judged('requirement-broken', effectAt(5));
    const same = judged('thin', effectAt(5, 'job 12 is not done'), THIN);
    const other = judged('thin', effectAt(5, 'job 12 is not there'), THIN);
    assert.deepEqual(titles(settleThin([known, same, other])), ['requirement-broken', 'requirement-broken', 'thin']);
  });

  it('settle what is thin, also where no verdict of the run has suspects', () => {
    const known = judged('misused-framework', effectAt(5), { heading: 'TEST_ARTIFACT' });
    const thin = judged('thin', effectAt(5, 'job 12 is not done'), THIN);
    assert.deepEqual(titles(uniteSuspects([known, thin])), ['misused-framework', 'misused-framework']);
  });

  it('settle nothing, where two causes are known', () => {
    const all = [judged('one', effectAt(5)), judged('other', effectAt(5)), judged('thin', effectAt(5), THIN)];
    assert.deepEqual(titles(settleThin(all)), ['one', 'other', 'thin']);
  });
});

describe('a verdict that gives way', () => {
  const fault = judged('given-right', effectAt(5));
  const adopt = (rule: string, more: Partial<Verdict>, faults: readonly Judged[] = [fault]): string | undefined =>
    makeAdopter(faults.map((one) => [one, one.verdict]))(judged(rule, effectAt(9), more))?.title;

  it('is of the only fault of its method', () => {
    assert.equal(adopt('edge-broken', {}), 'given-right');
    assert.equal(adopt('edge-broken', { method: 'GET /jobs' }), undefined);
    assert.equal(adopt('wrong-far-end', {}), undefined);
    assert.equal(adopt('edge-broken', {}, [fault, judged('requirement-broken', effectAt(6))]), undefined);
  });

  it('is of a fault below or above its route, where nothing is written down of it', () => {
    const item = judged('requirement-broken', effectAt(5), { method: 'POST /jobs/:id/ends' });
    assert.equal(adopt('no-requirement', { method: 'GET /jobs/:id' }, [item]), 'requirement-broken');
    assert.equal(adopt('edge-broken', { method: 'GET /jobs/:id' }, [item]), undefined);
  });

  it('is of the fault with the same trace', () => {
    const ties = [{ key: 'stack|service|KeyError', leastMethods: 1 }];
    const traced = judged('requirement-broken', effectAt(5), { ties });
    assert.equal(adopt('dependency-answer', { ties }, [traced]), 'requirement-broken');
    assert.equal(adopt('dependency-answer', {}, [traced]), undefined);
  });
});
