import assert from 'node:assert/strict';
import type { Requirement } from '#domain';
import { findContradictions } from './contradictions.ts';

function requirement(id: string, text: string, status: Requirement['status'] = 'approved'): Requirement {
  return { id, text, source: '', status, critical: false, kind: 'error' };
}

function between(one: string, other: string): boolean {
  return findContradictions([requirement('A', one), requirement('B', other)]).size === 2;
}

describe('contradictions between approved requirements', () => {
  it('are the same sentence with another code or amount', () => {
    assert.ok(between('An unknown device is error -1000.', 'An unknown device is  error -32602.'));
    assert.ok(between('An unknown item answers 404.', 'An unknown item answers 410.'));
    assert.ok(between('get_status answers within 50 ms.', 'get_status answers within 100 ms.'));
  });

  it('are not sentences on different things, nor the same sentence twice', () => {
    assert.ok(!between('Camera 1 is error -1000.', 'Camera 2 is error -1000.'));
    assert.ok(!between('Camera 1 is error -1000.', 'Camera 2 is error -1004.'));
    assert.ok(!between('An unknown device is error -1000.', 'A lost device is error -1004.'));
    assert.ok(!between('An unknown device is error -1000.', 'An unknown device is error -1000.'));
  });

  it('name each other, and leave drafts alone', () => {
    const text = (code: number): string => `A bad token is error ${code}.`;
    const found = findContradictions([
      requirement('A', text(-1)),
      requirement('B', text(-2)),
      requirement('C', text(-3), 'draft'),
      requirement('D', text(-1)),
    ]);
    assert.deepEqual(
      [...found],
      [
        ['A', ['B']],
        ['B', ['A', 'D']],
        ['D', ['B']],
      ],
    );
  });
});
