import type { Fact } from '#domain';

/** A fact of one kind with its place in the journal. */
export interface Found<One extends Fact> {
  readonly seq: number;
  readonly fact: One;
}
