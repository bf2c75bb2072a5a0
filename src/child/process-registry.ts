import { setFlagsFromString } from 'node:v8';
import type { Usage } from '#domain';
import { measureDisk } from './measure-process.ts';
import { type OwnedTree, type Root, makeOwnedTree } from './owned-tree.ts';
import { makeScope } from './process-scope.ts';
import { PipePool } from './pipe-pool.ts';
import { TICKS_PER_SECOND, listAncestors, nowTicks, readStat } from './read-process.ts';
import { Sampler } from './sampler.ts';
import type { OpenRegistryOptions, ProcessRegistry } from './types.ts';
import { UsageMeter, sumMemory } from './usage-meter.ts';

export const SAMPLE_EVERY_MS = 250;
/** A beat that comes this late, while this process hardly ran, means that it was stopped. */
const PAUSE_AFTER_MS = 2000;
/** On a crowded machine a busy process still gets some share of the time; a stopped one gets none. */
const PAUSED_SHARE = 0.05;
const DISK_EVERY_TURNS = 8;

/** One per run: a timer that looks at /proc every 250 ms for all scopes, until `close`. */
export function openProcessRegistry(options: OpenRegistryOptions): ProcessRegistry {
  keepHeapSmall();
  const sampler = new Sampler(options.onUnmarked);
  const trees = new Set<OwnedTree>();
  const total = new UsageMeter();
  const pipes = new PipePool();
  const excluded = listAncestors();
  const watchPause = makePauseWatch(options);
  const markedSinceTicks = nowTicks() - 1;
  const ownTicksBefore = readOwnTicks();
  let turn = 0;

  const sample = (): void => {
    sampler.pass();
    measureTrees(trees, total);
  };
  const beat = setInterval(() => {
    watchPause();
    sample();
    turn += 1;
    if (turn % DISK_EVERY_TURNS === 0) for (const tree of trees) void noteDisk(tree);
  }, SAMPLE_EVERY_MS);
  beat.unref();

  return {
    scope: ({ name, marker, directory, remembers }) => {
      // The tick of now may have begun before a process that starts within it.
      const sinceTicks = nowTicks() - 1;
      const claim = { marker, directories: [directory], markedSinceTicks, sinceTicks, excluded };
      const tree = makeOwnedTree(name, claim, remembers);
      trees.add(tree);
      sampler.add(tree);
      pipes.prepare(directory);
      const close = (): void => {
        noteTotalDisk(trees, total);
        trees.delete(tree);
        sampler.remove(tree);
      };
      return makeScope(tree, { sampler, pipes, sample, close });
    },
    usage: () => addOwnTime(total.usage(), readOwnTicks() - ownTicksBefore),
    close: () => {
      clearInterval(beat);
      pipes.close();
    },
  };
}

/** V8 answers a burst of output with three times 16 MB of young generation and never gives them back: 105 MB become 83. */
function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

function measureTrees(trees: ReadonlySet<OwnedTree>, total: UsageMeter): void {
  const self = readStat(process.pid);
  const all = self === undefined ? [] : [self];
  for (const tree of trees) {
    const owned = [...tree.owned.values()];
    tree.meter.sample(owned.map(({ stat }) => stat));
    for (const { stat } of owned) all.push(stat);
    for (const root of tree.roots.values()) checkLimits(root, tree);
  }
  total.sample(all);
  noteTotalDisk(trees, total);
}

/** Directories come and go with their scopes: what stood at the same time counts together. */
function noteTotalDisk(trees: ReadonlySet<OwnedTree>, total: UsageMeter): void {
  total.noteDisk([...trees].reduce((sum, tree) => sum + tree.meter.usage().peakDiskBytes, 0));
}

function checkLimits(root: Root, tree: OwnedTree): void {
  const { maxMemoryBytes = Infinity, maxProcesses = Infinity, onLimit } = root.rules;
  if (root.isOverLimit || onLimit === undefined) return;
  const stats = [...tree.owned.values()].filter((known) => known.root === root).map(({ stat }) => stat);
  const exceed = (cause: 'memory-limit' | 'process-limit'): void => {
    root.isOverLimit = true;
    onLimit(cause);
  };
  if (stats.length > maxProcesses) return exceed('process-limit');
  const residentBytes = stats.reduce((sum, stat) => sum + stat.residentBytes, 0);
  // Resident sizes count shared pages several times; the exact sum is asked for only when the cheap one is over.
  if (residentBytes <= maxMemoryBytes) return;
  const memoryBytes = sumMemory(stats);
  tree.meter.noteMemory(memoryBytes);
  if (memoryBytes > maxMemoryBytes) exceed('memory-limit');
}

async function noteDisk(tree: OwnedTree): Promise<void> {
  const sizes = await Promise.all(tree.claim.directories.map(measureDisk));
  tree.meter.noteDisk(sizes.reduce((sum, size) => sum + size, 0));
}

/** Time of this process and of all children it has waited for: exact, where samples would miss whatever lives for less than a beat. */
function readOwnTicks(): number {
  const self = readStat(process.pid);
  return self === undefined ? 0 : self.cpuTicks + self.reapedCpuTicks;
}

function addOwnTime(usage: Usage, ownTicks: number): Usage {
  return { ...usage, cpuMs: Math.max(usage.cpuMs, (ownTicks * 1000) / TICKS_PER_SECOND) };
}

/** Late although idle: stopped. Late and busy: our own loop was held up, which is no pause. */
function makePauseWatch({ environment, onPaused }: OpenRegistryOptions): () => void {
  let lastMs = environment.monotonicMs();
  let lastCpu = process.cpuUsage();
  return () => {
    const nowMs = environment.monotonicMs();
    const cpu = process.cpuUsage();
    const lateMs = nowMs - lastMs - SAMPLE_EVERY_MS;
    const busyMs = (cpu.user + cpu.system - lastCpu.user - lastCpu.system) / 1000;
    lastMs = nowMs;
    lastCpu = cpu;
    if (lateMs > PAUSE_AFTER_MS && busyMs < lateMs * PAUSED_SHARE) onPaused?.(lateMs);
  };
}
