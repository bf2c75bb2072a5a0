import { setTimeout as delay } from 'node:timers/promises';
import type { Owned } from './owned-tree.ts';
import { killProcess } from './ownership.ts';
import { describeStat, identifyProcess } from './read-process.ts';
import type { OwnedProcess } from './types.ts';

/** What sits in an unkillable wait for a device is reported by the next look, not waited for. */
const LIMIT_ROUNDS = 400;

export interface Rounds {
  /** So many looks in a row have to find nothing: who forks while we look can hide once, hardly three times. */
  readonly quietRounds: number;
  readonly roundMs: number;
  /** Waits all rounds also when nothing was found at first; else a clean tree costs two looks. */
  readonly isThorough: boolean;
}

/** SIGKILL to all that is found, until nothing is. Returns everyone who was met, each once. */
export async function killUntilQuiet(look: () => readonly Owned[], rounds: Rounds): Promise<readonly OwnedProcess[]> {
  const met = new Map<string, OwnedProcess>();
  let quiet = 0;
  for (let round = 0; round < LIMIT_ROUNDS; round += 1) {
    const found = look();
    quiet = found.length === 0 ? quiet + 1 : 0;
    const isClean = !rounds.isThorough && met.size === 0;
    if (quiet >= (isClean ? 2 : rounds.quietRounds)) break;
    for (const known of found) {
      const key = `${known.stat.pid} ${known.stat.startTime}`;
      if (!met.has(key)) met.set(key, describeOwned(known));
      killProcess(known.stat, (pid) => identifyProcess(pid)?.startTime);
    }
    if (!isClean || found.length > 0) await delay(rounds.roundMs);
  }
  return [...met.values()];
}

export function describeOwned(known: Owned): OwnedProcess {
  return { process: describeStat(known.stat), signs: [...known.signs] };
}
