import type { Effect, Frame } from '#domain';

/** The innermost line of a failure that is the suite's own. */
export function ownFrameOf({ failure }: Effect): Frame | undefined {
  return failure.frames.find(({ origin = 'test' }) => origin === 'test' || origin === 'helper');
}
