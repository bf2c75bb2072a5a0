/** Whether a finding forbids to claim "no mocks", or is only listed. */
export type FindingVerdict = 'block' | 'warn';

/** One place where something stands in for a real part, as it is written in a file. Lines and columns count from 1. */
export interface Finding {
  readonly rule: string;
  readonly verdict: FindingVerdict;
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** One sentence: what stands there. */
  readonly sentence: string;
  /** What to do instead. */
  readonly mend: string;
  /** First-party files that lead there from the file that was asked for, itself first; absent when it is that file. */
  readonly through?: readonly string[];
}
