import assert from 'node:assert/strict';
import { listEffects } from '#domain';
import { raised } from '../../fixtures/tools/build-run.ts';
import { PLAIN_NAMES, makeScene } from '../../fixtures/tools/fault-scene.ts';
import type { Judged } from './judged.ts';
import { joinMissent } from './one-field.ts';

function judged(rule: string, missent: string, { route = 'POST /pay', suite = 's' } = {}): Judged {
  const [effect = assert.fail()] = makeScene({ failure: raised('400') }, { ...PLAIN_NAMES, suite }).suites.flatMap(
    listEffects,
  );
  const verdict = {
    heading: 'TEST_ARTIFACT',
    signature: `${rule}|${route}`,
    title: route,
    evidence: [],
    remedy: { action: rule, verify: '' },
    against: [],
    rules: [rule],
    missent,
  } as const;
  return { effect, verdict };
}

const causes = (all: readonly Judged[]): readonly string[] => joinMissent(all).map(({ verdict }) => verdict.signature);

describe('a field that is sent as another sort', () => {
  const told = judged('wrong-sort', 'amount a list');
  const unlike = judged('unlike-accepted', 'amount a list');
  const elsewhere = judged('unlike-accepted', 'amount a list', { route: 'POST /wares' });

  it('is one mistake of a suite, whoever tells of it and whatever the route', () => {
    const one = told.verdict.signature;
    assert.deepEqual(causes([unlike, told, elsewhere]), [one, one, one]);
    assert.deepEqual(causes([elsewhere, unlike]), [unlike.verdict.signature, unlike.verdict.signature]);
  });

  it('is another one of another sort, in another field, and in another suite', () => {
    for (const other of [
      judged('wrong-sort', 'amount a text'),
      judged('wrong-sort', 'count a list'),
      judged('wrong-sort', 'amount a list', { suite: 'other' }),
    ]) {
      assert.deepEqual(causes([elsewhere, other]), [elsewhere.verdict.signature, other.verdict.signature]);
    }
  });

  it('is judged for each route where nobody was accepted with another sort', () => {
    const all = ['POST /pay', 'POST /wares'].map((route) => judged('wrong-sort', 'amount a number', { route }));
    assert.deepEqual(
      causes(all),
      all.map(({ verdict }) => verdict.signature),
    );
  });
});
