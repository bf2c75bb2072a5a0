// Runs inside a child. Puts listeners before the methods of Node's own tests, once for all of them.

import type { NodeTest } from './node-test-face.ts';

export interface Listeners {
  /** It has been made, and waits for its turn. */
  readonly onStart: (test: NodeTest) => void;
  /** All is decided, and the next test has not begun; may be called more than once. */
  readonly onEnd: (test: NodeTest) => void;
}

export function attachTo(prototype: NodeTest, { onStart, onEnd }: Listeners): void {
  const { start, postRun, getReportDetails } = prototype;
  prototype.start = function startTold(this: NodeTest) {
    onStart(this);
    return start.call(this);
  };
  // The first who asks for details does so in the middle of postRun, whose last act is to begin the next test.
  prototype.getReportDetails = function detailsTold(this: NodeTest) {
    onEnd(this);
    return getReportDetails.call(this);
  };
  // The root, and what a pattern leaves out, are never asked.
  prototype.postRun = function postRunTold(this: NodeTest, ...given: unknown[]) {
    const result = postRun.apply(this, given);
    onEnd(this);
    return result;
  };
}
