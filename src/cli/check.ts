import type { Check } from '#domain';

/** For what a run cannot do without. */
export function makeCheck(isReady: boolean, line: Omit<Check, 'state'>): Check {
  return { state: isReady ? 'ok' : 'missing', ...line, mend: isReady ? '' : line.mend };
}

/** For what is useful but not needed. */
export function makeNote(isFine: boolean, line: Omit<Check, 'state'>): Check {
  return { state: isFine ? 'ok' : 'note', ...line, mend: isFine ? '' : line.mend };
}
