import type { Evidence } from '#domain';

/** Pointer to one line of the journal. */
export function cite(seq: number, note: string): Evidence {
  return { kind: 'journal', seq, note };
}
