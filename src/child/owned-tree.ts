import type { OwnershipSign, ProcessIdentity } from '#domain';
import type { Claim } from './ownership.ts';
import type { ProcessStat } from './read-process.ts';
import type { TreeRules } from './types.ts';
import { UsageMeter } from './usage-meter.ts';

/** One adopted process and the rules for all that descends from it. */
export interface Root {
  readonly identity: ProcessIdentity;
  readonly rules: TreeRules;
  isOverLimit: boolean;
}

/** One process that is ours, as last seen. */
export interface Owned {
  readonly tree: OwnedTree;
  readonly root: Root | undefined;
  readonly signs: Set<OwnershipSign>;
  stat: ProcessStat;
  isMarked: boolean;
}

/** What a scope owns, as the sampler knows it. */
export interface OwnedTree {
  readonly name: string;
  readonly claim: Claim;
  readonly roots: Map<number, Root>;
  readonly owned: Map<number, Owned>;
  readonly meter: UsageMeter;
}

export function makeOwnedTree(name: string, claim: Claim): OwnedTree {
  return { name, claim, roots: new Map(), owned: new Map(), meter: new UsageMeter() };
}
