import assert from 'node:assert/strict';
import fc from 'fast-check';
import { listEffects } from '#domain';
import type { Verdict } from '#rule';
import { makeScene } from '../../fixtures/tools/fault-scene.ts';
import { raised } from '../../fixtures/tools/build-run.ts';
import { joinEdges } from './join-edges.ts';

const effects = makeScene({ failure: raised('1 !== 2') }).suites.flatMap(listEffects);

function verdict(rule: string, about: string, more: Partial<Verdict> = {}): Verdict {
  return {
    heading: 'INTEGRATION_ISSUE',
    signature: `${rule}|${about}`,
    title: `by ${rule}`,
    evidence: [],
    remedy: { action: rule, verify: '' },
    against: [],
    rules: [rule],
    ...more,
  };
}

function join(...verdicts: readonly Verdict[]): readonly (readonly [string, string])[] {
  const judged = verdicts.flatMap((one) => effects.map((effect) => ({ effect, verdict: one })));
  return joinEdges(judged).map(({ verdict: { signature, title } }) => [signature, title]);
}

describe('verdicts on one way between two components', () => {
  it('are of the one that rests on the surest fact', () => {
    const surest = ['dependency-answer|a>b', 'by dependency-answer'];
    assert.deepEqual(
      join(verdict('edge-broken', 'a>b'), verdict('wrong-far-end', 'a>b'), verdict('dependency-answer', 'a>b')),
      [surest, surest, surest],
    );
  });

  it('stay apart from other ways, other headings and other rules', () => {
    const all = [
      verdict('dependency-answer', 'a>b'),
      verdict('wrong-far-end', 'a>nobody'),
      verdict('edge-broken', 'c>b'),
      verdict('folder-disagreement', 'a>b'),
      verdict('edge-broken', 'a>b', { heading: 'SYSTEM_CRITICAL' }),
    ];
    assert.deepEqual(
      join(...all),
      all.map(({ signature, title }) => [signature, title]),
    );
  });

  it('are the same causes in whatever order they were met', () => {
    const rules = ['edge-broken', 'mute-edge', 'wrong-far-end', 'dependency-code', 'dependency-answer', 'fault-code'];
    const one = fc.record({ rule: fc.constantFrom(...rules), about: fc.constantFrom('a>b', 'a>c') });
    const causes = (all: readonly Verdict[]): readonly string[] =>
      [...new Set(join(...all).map(([id]) => id))].toSorted();
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (all) => {
        const verdicts = all.map(({ rule, about }) => verdict(rule, about));
        assert.deepEqual(causes(verdicts), causes(verdicts.toReversed()));
        assert.ok(causes(verdicts).filter((id) => !id.startsWith('fault-code')).length <= 2);
      }),
    );
  });
});
