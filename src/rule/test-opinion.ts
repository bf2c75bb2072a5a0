import { cite } from '#case';
import type { Case } from '#case';
import { placeOf } from './place.ts';
import type { Lead, Opinion } from './weighted-rule.ts';

/** Where what the test itself raised decides: the failure is the evidence, and its first frame the place to mend. */
export function blameTest({ effect: { seq, failure } }: Case, note: string, lead: Omit<Lead, 'where'>): Opinion {
  return { evidence: [cite(seq, note)], lead: { ...lead, ...placeOf(failure) } };
}
