// What everything has in common that is tried when the suites have ended: experiments, and suites that run once more.
import type { PlannedSuite, SuiteSpec } from '#domain';
import type { World } from '#world';
import type { Run } from './open-run.ts';
import type { WorldSupply } from './world-supply.ts';

/** So that none of its worlds has the name of a suite's, or of another's. */
export const FIRST_WORLD = { experiments: 1000, independence: 2000, unplug: 3000 } as const;

export type Supplied =
  | { readonly kind: 'ready'; readonly world: World | undefined }
  | { readonly kind: 'blocked'; readonly why: string };

/** A fresh world for one try, and its end; `doing` is told what keeps it from starting. */
export async function inFreshWorld<Result>(
  worlds: WorldSupply,
  { planned, spec }: { readonly planned: PlannedSuite; readonly spec: SuiteSpec },
  doing: (supply: Supplied) => Promise<Result>,
): Promise<Result> {
  const supply = await worlds.obtain(planned, spec, true);
  try {
    if (supply.kind === 'blocked') return await doing({ kind: 'blocked', why: supply.incident.text });
    supply.world?.serve(planned.name);
    return await doing({ kind: 'ready', world: supply.world });
  } finally {
    await worlds.release(supply.world);
  }
}

/** All of them are, once the suites have ended. */
export function freeChannel({ channels }: Run): Run['channels'][number] {
  const [channel] = channels;
  if (channel === undefined) throw new Error('a run without channels');
  return channel;
}
