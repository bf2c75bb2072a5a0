import type { FindingVerdict } from '#domain';
import type { Place, Script } from './script.ts';

/** One way in which a program can stand something in for a real part. Reads names, never comments, texts or titles. */
export interface ScriptRule {
  readonly id: string;
  /** What the rule says, for the table in the docs. */
  readonly sentence: string;
  readonly mend: string;
  readonly find: (script: Script) => readonly Hit[];
}

export interface Hit extends Place {
  readonly verdict: FindingVerdict;
  readonly text: string;
}

export const REAL_PARTS = 'start the real part as a component of reality.yaml and let the test talk to it';

/** A hit where something stands. */
export function hit({ line, column }: Place, verdict: FindingVerdict, text: string): Hit {
  return { verdict, text, line, column };
}
