import type { TapHarvest, TapPlan, TapReply } from './tap-orders.ts';
import { startTapProcess } from './tap-process.ts';

const EMPTY: TapHarvest = { traffic: [], exchanges: [], dropped: 0, relayPorts: [], listeners: [] };

/** The taps of one run. Nothing here throws for what a process that has died cannot do any more: `lost` tells, and nothing is harvested. */
export interface TapHub {
  readonly open: (taps: readonly TapPlan[]) => Promise<void>;
  readonly retarget: (key: string, targetPort: number) => Promise<void>;
  /** Settles when each tap of the world listens exactly where its component does; returns the keys that cannot, as their port is taken. */
  readonly look: (world: string) => Promise<readonly string[]>;
  readonly refuse: (keys: readonly string[]) => Promise<void>;
  readonly allow: (keys: readonly string[]) => Promise<void>;
  /** What went over the taps of a world since it was last asked. */
  readonly collect: (world: string) => Promise<TapHarvest>;
  /** No tap of the world listens any more, and no connection is left. */
  readonly drop: (world: string) => Promise<void>;
  /** Why the process ended before it was told to; never settles otherwise. */
  readonly lost: Promise<string>;
  readonly close: () => Promise<void>;
}

/** Starts the process; what is asked before it is up waits. */
export function openTapHub(): TapHub {
  const { ask, lost, close } = startTapProcess();
  return {
    open: async (taps) => void (await ask({ kind: 'open', taps })),
    retarget: async (key, targetPort) => void (await ask({ kind: 'retarget', key, targetPort })),
    look: async (world) => unheardOf(await ask({ kind: 'look', world })),
    refuse: async (keys) => void (await ask({ kind: 'refuse', keys })),
    allow: async (keys) => void (await ask({ kind: 'allow', keys })),
    collect: async (world) => {
      const reply = await ask({ kind: 'collect', world });
      return reply?.kind === 'harvest' ? reply.harvest : EMPTY;
    },
    drop: async (world) => void (await ask({ kind: 'drop', world })),
    lost,
    close,
  };
}

function unheardOf(reply: TapReply | undefined): readonly string[] {
  return reply?.kind === 'done' ? reply.unheard : [];
}
