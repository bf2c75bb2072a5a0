/** One line of `reality doctor`. Only `missing` makes the machine unready; `note` is worth knowing and stops nothing. */
export interface Check {
  readonly what: string;
  readonly state: 'ok' | 'note' | 'missing';
  readonly found: string;
  readonly needed: string;
  /** What a person can do about it; empty when nothing has to be done. Never a kill by name. */
  readonly mend: string;
}
