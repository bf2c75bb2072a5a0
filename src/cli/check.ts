/** One line of `reality doctor`. Only `missing` makes the machine unready; `note` is worth knowing and stops nothing. */
export interface Check {
  readonly what: string;
  readonly state: 'ok' | 'note' | 'missing';
  readonly found: string;
  readonly needed: string;
  /** What a person can do about it; empty when nothing has to be done. Never a kill by name. */
  readonly mend: string;
}

export function makeCheck(isReady: boolean, line: Omit<Check, 'state'>): Check {
  return { state: isReady ? 'ok' : 'missing', ...line, mend: isReady ? '' : line.mend };
}

/** For what is useful but not needed. */
export function makeNote(isFine: boolean, line: Omit<Check, 'state'>): Check {
  return { state: isFine ? 'ok' : 'note', ...line, mend: isFine ? '' : line.mend };
}
