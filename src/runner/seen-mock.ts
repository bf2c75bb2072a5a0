import type { MockUse } from '#domain';

/** A mock and the test it belongs to; without one it counts against the whole suite. */
export interface SeenMock {
  readonly mock: MockUse;
  readonly ordinal?: number;
}
