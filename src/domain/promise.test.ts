import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clauseHolds } from './condition.ts';
import type { Requirement } from './config.ts';
import { findMeetings } from './meeting-promises.ts';
import { listClauses } from './promise.ts';
import type { Scalar } from './promised.ts';

function requirement(id: string, text: string, more: Partial<Requirement> = {}): Requirement {
  return { id, text, source: '', status: 'approved', critical: false, kind: 'behaviour', ...more };
}

/** What a sentence promises for a value: codes of the clauses that hold. */
function promised(text: string, value: Scalar, more: Partial<Requirement> = {}): readonly (string | undefined)[] {
  return listClauses(requirement('R', text, more))
    .filter((clause) => clauseHolds(clause, () => ({ kind: 'value', value })) === true)
    .map(({ answer }) => answer.code);
}

describe('what a sentence promises', () => {
  for (const [text, value, codes] of [
    ['A count below 1 is 400.', 0, ['400']],
    ['A count below 1 is 400.', 1, []],
    ['Amounts are whole cents from 1 to 100000000; anything else is 400.', 100_000_000, ['ok']],
    ['Amounts are whole cents from 1 to 100000000; anything else is 400.', 100_000_001, ['400']],
    ['duration_seconds outside 1 to 3600 is error -32602.', 3601, ['-32602']],
    ['Whoever orders more than 100 pieces is asked to call us; the order is answered with 400.', 101, ['400']],
    ['Whoever orders more than 100 pieces is asked to call us; the order is answered with 400.', 100, []],
    ['An order of 500 pieces is taken like any other.', 500, ['ok']],
    ['A file takes a name of 1 to 5 characters.', 'toolong', ['refused']],
    ['Postage is 700 up to 1000 g, 1000 up to 5000 g.', 1, []],
    ['An order of less than 100 pieces is sent free.', 5, []],
    ['A transfer is settled within 3 s, at most 5 s.', 9, []],
    ['Everything is as it should be.', 1, []],
  ] as const) {
    it(`${text} ${value}: ${codes.join() || 'nothing'}`, () => {
      assert.deepEqual(promised(text, value), codes);
    });
  }

  it('gives way to what was written down for programs', () => {
    const more = { when: { count: { maximum: 5 } }, answers: { code: 'ok' }, otherwise: { code: '409' } } as const;
    assert.deepEqual([promised('A count below 1 is 400.', 0, more), promised('', 6, more)], [['ok'], ['409']]);
  });

  it('is for each number one of the two sides of a limit', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        const codes = promised('A size is from 1 to 30; anything else is 400.', value);
        assert.deepEqual(codes, value >= 1 && value <= 30 ? ['ok'] : ['400']);
      }),
    );
  });
});

describe('approved requirements that meet', () => {
  const meet = (one: Requirement, other: Requirement): readonly string[] =>
    findMeetings([one, other]).map(({ example }) => example);
  const many = requirement('A', 'More than 100 pieces are 400.', { names: ['POST /orders'] });

  it('promise different answers to one request, which is told', () => {
    const some = requirement('B', 'An order of 500 pieces is taken.', { names: ['POST /orders'] });
    assert.deepEqual(meet(many, some), ['piece is 500']);
    assert.deepEqual(meet({ ...many, before: ['B'] }, some), []);
    assert.deepEqual(meet(many, { ...some, names: ['POST /offers'] }), []);
    assert.deepEqual(meet(many, { ...some, status: 'draft' }), []);
    assert.deepEqual(meet(many, requirement('C', 'An order of 50 pieces is taken.', { names: ['POST /orders'] })), []);
  });

  it('are not two limits on both sides of one field', () => {
    const most = requirement('A', 'A name has at most 40 characters; else it is refused with 400.', { kind: 'limit' });
    const least = requirement('B', 'A name has at least 3 characters; else it is refused with 400.', { kind: 'limit' });
    assert.deepEqual(meet(most, least), []);
    assert.equal(meet(most, requirement('C', 'A name may have up to 70 characters.', { kind: 'limit' })).length, 1);
  });

  it('meet in different fields, where data says so', () => {
    const unknown = requirement('A', '', { when: { id: { is: 'unknown' } }, answers: { code: '404' } });
    const amount = requirement('B', '', { when: { amount: { minimum: 1 } }, otherwise: { code: '400' } });
    assert.deepEqual(meet(unknown, amount), ['id is unknown and amount is 0']);
    assert.deepEqual(meet(unknown, { ...amount, otherwise: { code: '404' } }), []);
    const missing = { ...unknown, when: { amount: { is: 'missing' as const } } };
    // An amount that is missing is not one that is too small.
    assert.deepEqual(meet(missing, amount), []);
  });
});
