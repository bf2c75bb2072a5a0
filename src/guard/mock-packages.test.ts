import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { PolicyPart } from './guard-face.ts';
import { makeGuardPolicy } from './guard-policy.ts';
import { findMockPackage } from './mock-packages.ts';

const { isRefused } = createRequire(import.meta.url)('./guard-policy.cjs') as PolicyPart;

const NAMES: readonly (readonly [name: string, isMock: boolean])[] = [
  ['sinon', true],
  ['@sinonjs/fake-timers', true],
  ['vitest-fetch-mock', true],
  ['@acme/http-mock', true],
  ['@acme/camera-stubs', true],
  ['@acme/camera-grpc-stubs', false],
  ['@faker-js/faker', false],
  ['mongodb-memory-server', false],
  ['hammock', false],
];

describe('packages that stand in for real parts', () => {
  const policy = makeGuardPolicy({ nonce: 'n', ledger: '/l', root: '/p', cwd: '/p', allow: [] });
  for (const [name, isMock] of NAMES) {
    it(`${name}: scan and guard say the same, ${isMock ? 'a mock' : 'none'}`, () => {
      assert.deepEqual([findMockPackage(name) !== undefined, isRefused(policy, name)], [isMock, isMock]);
    });
  }
});
