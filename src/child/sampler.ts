import type { OwnershipSign, ProcessIdentity } from '#domain';
import { carriesMarker } from './marker.ts';
import { noteSeen, refreshSeen } from './history.ts';
import type { Owned, OwnedTree, Root } from './owned-tree.ts';
import { readOwnSigns } from './ownership.ts';
import { type ProcessStat, isRunning, listPids, readEnviron, readStat } from './read-process.ts';

/** A stranger is looked at again only every so many passes, in case its number was given to a process of ours. */
const STRANGER_TURNS = 8;
const MARK_TURNS = 4;

interface Leader {
  readonly startTime: number;
  readonly tree: OwnedTree;
  readonly root: Root | undefined;
}

/** Finds out whose the processes of this machine are, one pass over /proc for all scopes. */
export class Sampler {
  private readonly trees = new Set<OwnedTree>();
  private readonly owned = new Map<number, Owned>();
  /** Leaders of sessions and groups that are ours, by number. */
  private readonly leaders = new Map<number, Leader>();
  private strangers = new Map<number, number>();
  /** With an empty environment: in the instant of an exec, or by `env -i`. They are asked again at each pass. */
  private nameless = new Map<number, number>();
  private turn = 0;
  private readonly onUnmarked: ((identity: ProcessIdentity) => void) | undefined;

  constructor(onUnmarked: ((identity: ProcessIdentity) => void) | undefined) {
    this.onUnmarked = onUnmarked;
  }

  add(tree: OwnedTree): void {
    this.trees.add(tree);
    // Who was nobody's until now may carry the marker of this one.
    for (const [pid, startTime] of this.strangers) {
      if (startTime >= tree.claim.markedSinceTicks) this.strangers.delete(pid);
    }
  }

  remove(tree: OwnedTree): void {
    this.trees.delete(tree);
    for (const pid of tree.owned.keys()) this.owned.delete(pid);
    for (const [pid, leader] of this.leaders) if (leader.tree === tree) this.leaders.delete(pid);
  }

  adopt(tree: OwnedTree, root: Root): void {
    const { pid, startTime } = root.identity;
    tree.roots.set(pid, root);
    this.strangers.delete(pid);
    // Its session outlives it.
    this.leaders.set(pid, { startTime, tree, root });
    const stat = readStat(pid);
    if (stat?.startTime === startTime && isRunning(stat)) this.own(stat, { tree, root }, 'descent');
  }

  /** After this every process that ran during the pass is placed, and the owned ones are up to date. */
  pass(): void {
    this.turn += 1;
    const before = this.strangers;
    this.strangers = new Map();
    this.nameless = new Map();
    const alive = new Set<number>();
    const fresh = listPids().flatMap((pid) => this.look(pid, before.get(pid), alive) ?? []);
    for (const [pid, known] of this.owned) if (!alive.has(pid)) this.forget(known);
    for (const stat of this.place(fresh)) this.noteStranger(stat);
  }

  /** Returns who is new. Most are strangers of long standing, and cost nothing. */
  private look(pid: number, strangerSince: number | undefined, alive: Set<number>): ProcessStat | undefined {
    const known = this.owned.get(pid);
    if (known === undefined && strangerSince !== undefined) {
      this.strangers.set(pid, strangerSince);
      if ((pid + this.turn) % STRANGER_TURNS !== 0) return undefined;
    }
    const stat = readStat(pid);
    if (stat === undefined || !isRunning(stat)) return undefined;
    if (known?.stat.startTime !== stat.startTime) return strangerSince === stat.startTime ? undefined : stat;
    alive.add(pid);
    this.refresh(known, stat);
    return undefined;
  }

  /**
   * The full look: also strangers that started since the scope did, by what they have open. A stranger's environment is read
   * again only if nobody saw it being born: when the runner died over a fork, it shows the marker from its exec on.
   */
  search(tree: OwnedTree, isThorough = false): void {
    this.pass();
    const { claim } = tree;
    const sinceTicks = isThorough ? claim.markedSinceTicks : claim.sinceTicks;
    const left = [...this.strangers, ...this.nameless].flatMap(([pid, startTime]) => {
      const stat = startTime < sinceTicks || claim.excluded.has(pid) ? undefined : readStat(pid);
      if (stat === undefined || !isRunning(stat) || stat.isKernelThread) return [];
      const signs = readOwnSigns(stat, claim, isThorough);
      for (const sign of signs) this.own(stat, { tree, root: undefined }, sign);
      return signs.length === 0 ? [stat] : [];
    });
    this.place(left);
    for (const known of tree.owned.values()) {
      for (const sign of readOwnSigns(known.stat, claim, true)) known.signs.add(sign);
    }
  }

  /** Places what it can, again and again because a child may stand before its parent; returns the rest. */
  private place(stats: readonly ProcessStat[]): readonly ProcessStat[] {
    let left = stats;
    for (let before = -1; before !== left.length;) {
      before = left.length;
      left = left.filter((stat) => !this.placeOne(stat));
    }
    return left;
  }

  private placeOne(stat: ProcessStat): boolean {
    if (stat.isKernelThread || stat.pid === process.pid) return false;
    const parent = this.owned.get(stat.parentPid);
    if (parent !== undefined && readStat(stat.parentPid)?.startTime === parent.stat.startTime) {
      this.own(stat, parent, 'descent');
      return true;
    }
    const leader = this.leaderOf(stat);
    if (leader !== undefined) {
      this.own(stat, leader, 'session');
      return true;
    }
    return this.placeByMarker(stat);
  }

  private leaderOf(stat: ProcessStat): Leader | undefined {
    for (const number of [stat.session, stat.group]) {
      const leader = this.leaders.get(number);
      if (leader === undefined || stat.startTime < leader.startTime) continue;
      if (stat.pid !== number) return leader;
      // The number was given to a stranger, so our session or group of that number is over.
      this.leaders.delete(number);
    }
    return undefined;
  }

  private placeByMarker(stat: ProcessStat): boolean {
    const environ = readEnviron(stat.pid) ?? [];
    let best: OwnedTree | undefined;
    for (const tree of this.trees) {
      const { marker, markedSinceTicks, excluded } = tree.claim;
      if (stat.startTime < markedSinceTicks || excluded.has(stat.pid) || !carriesMarker(environ, marker)) continue;
      if (best === undefined || marker.length > best.claim.marker.length) best = tree;
    }
    if (best === undefined) return false;
    const root = [...best.roots.values()].find(({ rules }) => {
      return rules.marker !== undefined && carriesMarker(environ, rules.marker);
    });
    this.own(stat, { tree: best, root }, 'marker');
    return true;
  }

  private own(stat: ProcessStat, owner: { tree: OwnedTree; root: Root | undefined }, sign: OwnershipSign): void {
    const { tree, root } = owner;
    const known = this.owned.get(stat.pid);
    if (known?.stat.startTime === stat.startTime) {
      known.signs.add(sign);
      return;
    }
    const record = noteSeen(tree.history, stat);
    const fresh: Owned = { tree, root, signs: new Set([sign]), stat, isMarked: true, record };
    this.owned.set(stat.pid, fresh);
    tree.owned.set(stat.pid, fresh);
    this.strangers.delete(stat.pid);
    this.nameless.delete(stat.pid);
    if (stat.pid === stat.session || stat.pid === stat.group) {
      this.leaders.set(stat.pid, { startTime: stat.startTime, tree, root });
    }
    this.checkMark(fresh);
  }

  private refresh(known: Owned, stat: ProcessStat): void {
    const becameLeader = stat.pid === stat.group && known.stat.group !== stat.group;
    const { tree, root } = known;
    if (becameLeader) this.leaders.set(stat.pid, { startTime: stat.startTime, tree, root });
    const isNew = stat.name !== known.stat.name || known.record?.argv.length === 0;
    const isDue = isNew || (stat.pid + this.turn) % MARK_TURNS === 0;
    known.stat = stat;
    if (known.record !== undefined) {
      known.record.stat = stat;
      if (isDue) refreshSeen(tree.history, known.record, stat);
    }
    if (isDue) this.checkMark(known);
  }

  /** An exec with an empty environment, or a program that writes over its own, takes the marker away later. */
  private checkMark(known: Owned): void {
    if (!known.isMarked) return;
    const environ = readEnviron(known.stat.pid);
    if (environ?.length === 0 || carriesMarker(environ ?? [], known.tree.claim.marker)) return;
    known.isMarked = false;
    this.onUnmarked?.({ pid: known.stat.pid, startTime: known.stat.startTime });
  }

  private forget(known: Owned): void {
    this.owned.delete(known.stat.pid);
    known.tree.owned.delete(known.stat.pid);
    known.tree.meter.forget(known.stat, this.owned.get(known.stat.parentPid)?.tree === known.tree);
  }

  private noteStranger(stat: ProcessStat): void {
    const isNameless = !stat.isKernelThread && readEnviron(stat.pid)?.length === 0;
    (isNameless ? this.nameless : this.strangers).set(stat.pid, stat.startTime);
  }
}
