import type { ProcessIdentity } from '#domain';
import { describeOwned, killUntilQuiet } from './kill-until-quiet.ts';
import { measureDisk } from './measure-process.ts';
import type { Owned, OwnedTree } from './owned-tree.ts';
import type { PipePool } from './pipe-pool.ts';
import type { Sampler } from './sampler.ts';
import type { ProcessScope, SeenProcesses } from './types.ts';

const SWEEP = { quietRounds: 3, roundMs: 5, isThorough: false } as const;

export interface ScopeParts {
  readonly sampler: Sampler;
  readonly pipes: PipePool;
  readonly sample: () => void;
  readonly close: () => void;
}

/** The face of one owned tree. */
export function makeScope(tree: OwnedTree, { sampler, pipes, sample, close }: ScopeParts): ProcessScope {
  const [directory = ''] = tree.claim.directories;
  const search = (): readonly Owned[] => {
    sampler.search(tree);
    return [...tree.owned.values()];
  };
  const searchBelow = ({ pid, startTime }: ProcessIdentity): readonly Owned[] => {
    sampler.pass();
    return [...tree.owned.values()].filter(({ root }) => {
      return root?.identity.pid === pid && root.identity.startTime === startTime;
    });
  };
  return {
    name: tree.name,
    marker: tree.claim.marker,
    directory,
    adopt: (identity, rules = {}) => sampler.adopt(tree, { identity, rules, isOverLimit: false }),
    find: async () => search().map(describeOwned),
    sweep: async () => {
      await pipes.settle();
      tree.meter.noteDisk(await measureDisk(directory));
      return killUntilQuiet(search, SWEEP);
    },
    sweepTree: async (root) => killUntilQuiet(() => searchBelow(root), SWEEP),
    usage: () => {
      sample();
      return tree.meter.usage();
    },
    history: () => describeHistory(tree),
    takePipe: async () => pipes.take(directory),
    close,
  };
}

function describeHistory({ history }: OwnedTree): SeenProcesses {
  if (history === undefined) return { processes: [], more: 0 };
  const processes = history.records.map(({ stat, isCarrier, ...seen }) => {
    const { pid, startTime, parentPid, cpuTicks, stackStart } = stat;
    return { ...seen, pid, startTime, parentPid, cpuTicks, stackStart, isCarrier };
  });
  return { processes, more: history.more };
}
