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
  readonly record: SeenRecord | undefined;
}

/** What stays known of a process when it has gone. */
export interface SeenRecord {
  stat: ProcessStat;
  /** Path of the program, as last looked up. */
  executable: string;
  argv: readonly string[];
  cwd: string;
  searchPath: string;
  addresses: readonly string[];
  isCarrier: boolean;
}

/** What a scope owns, as the sampler knows it. */
export interface OwnedTree {
  readonly name: string;
  readonly claim: Claim;
  readonly roots: Map<number, Root>;
  readonly owned: Map<number, Owned>;
  readonly meter: UsageMeter;
  /** Of every process that was ever met here; absent where nobody asks. */
  readonly history: History | undefined;
}

/** Bounded: a suite may start any number of processes. */
export interface History {
  /** Beginning of a variable (`NAME=`) that those who shall know it carry. */
  readonly variable: string;
  readonly records: SeenRecord[];
  more: number;
}

export function makeOwnedTree(name: string, claim: Claim, variable?: string): OwnedTree {
  const history = variable === undefined ? undefined : { variable, records: [], more: 0 };
  return { name, claim, roots: new Map(), owned: new Map(), meter: new UsageMeter(), history };
}
