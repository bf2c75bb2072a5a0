import type { OwnershipSign, ProcessIdentity } from '#domain';
import { carriesMarker } from './marker.ts';
import { type ProcessStat, listDescriptors, readEnviron, readLink } from './read-process.ts';

/** What is known of a tree of processes when somebody asks whose a process is. */
export interface Claim {
  readonly marker: string;
  readonly directories: readonly string[];
  /** Only who started at this tick or later can be ours by marker: the beginning of the run. */
  readonly markedSinceTicks: number;
  /** The same for open files: the beginning of the scope, for a person's program may look into our folder. */
  readonly sinceTicks: number;
  /** Never ours: this process and its callers, the watchdog. */
  readonly excluded: ReadonlySet<number>;
}

/**
 * By working directory or open file. Others look into our folder too: a person's shell or pager has a terminal, an indexer
 * or an editor has a living parent that is none of ours. What we lost sight of is an orphan, and those go to one of our callers.
 */
function liesBelow(stat: ProcessStat, { directories, excluded, sinceTicks }: Claim): boolean {
  if (stat.startTime < sinceTicks || stat.terminal !== 0 || !excluded.has(stat.parentPid)) return false;
  const isInside = (target: string | undefined): boolean =>
    target !== undefined && directories.some((directory) => target === directory || target.startsWith(`${directory}/`));
  return isInside(readLink(`/proc/${stat.pid}/cwd`)) || listDescriptors(stat.pid).some(isInside);
}

/** The signs that a process itself shows; descent and session are known only to who watched. */
export function readOwnSigns(stat: ProcessStat, claim: Claim, withMarker: boolean): readonly OwnershipSign[] {
  if (stat.startTime < claim.markedSinceTicks || claim.excluded.has(stat.pid)) return [];
  const signs: OwnershipSign[] = [];
  if (withMarker && carriesMarker(readEnviron(stat.pid) ?? [], claim.marker)) signs.push('marker');
  if (liesBelow(stat, claim)) signs.push('open-file');
  return signs;
}

/** SIGKILL to exactly this process, not to another that got its number since. */
export function killProcess(identity: ProcessIdentity, startTimeOf: (pid: number) => number | undefined): boolean {
  if (startTimeOf(identity.pid) !== identity.startTime) return false;
  return sendSignal(identity.pid, 'SIGKILL');
}

/** False when there is nobody to take it. A negative number is a process group. */
export function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
