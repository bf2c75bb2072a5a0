import { Worker } from 'node:worker_threads';
import { SOCKET_TABLES } from '#child';
import type { OpenRelay, TapHarvest, TapOrder, TapPlan, TapReply } from './tap-orders.ts';

const MAIN = new URL('tap-main.js', import.meta.url);
const EMPTY: TapHarvest = { traffic: [], exchanges: [], dropped: 0 };

/** The taps of one run. Nothing here throws for what a thread that has died cannot do any more: `lost` tells, and nothing is harvested. */
export interface TapHub {
  readonly open: (taps: readonly TapPlan[]) => Promise<void>;
  readonly retarget: (key: string, targetPort: number) => Promise<void>;
  /** Settles when each tap of the world listens exactly where its component does; returns the keys that cannot, as their port is taken. */
  readonly look: (world: string) => Promise<readonly string[]>;
  readonly refuse: (keys: readonly string[]) => Promise<void>;
  readonly allow: (keys: readonly string[]) => Promise<void>;
  /** What went over the taps of a world since it was last asked. */
  readonly collect: (world: string) => Promise<TapHarvest>;
  readonly relays: (world: string) => Promise<readonly OpenRelay[]>;
  /** No tap of the world listens any more, and no connection is left. */
  readonly drop: (world: string) => Promise<void>;
  /** Why the thread ended before it was told to; never settles otherwise. */
  readonly lost: Promise<string>;
  readonly close: () => Promise<void>;
}

type Question = TapOrder extends infer Order ? (Order extends TapOrder ? Omit<Order, 'id'> : never) : never;

/** Starts the thread; what is asked before it is up waits. */
export function openTapHub(): TapHub {
  // What a user has set for his own Node programs must not come in here.
  const worker = new Worker(MAIN, {
    workerData: SOCKET_TABLES,
    execArgv: [],
    env: {},
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  });
  worker.unref();
  const waiting = new Map<number, (reply: TapReply | undefined) => void>();
  let [count, isOver] = [0, false];
  const lost = new Promise<string>((resolve) => {
    worker.once('error', (error) => resolve(error.message));
    worker.once('exit', (code) => {
      if (!isOver) resolve(`the thread of the taps ended with ${code}`);
      isOver = true;
      for (const settle of waiting.values()) settle(undefined);
      waiting.clear();
    });
  });
  worker.on('message', (reply: TapReply) => {
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
    if (waiting.size === 0) worker.unref();
  });
  const ask = async (question: Question): Promise<TapReply | undefined> => {
    if (isOver) return undefined;
    count += 1;
    const order: TapOrder = { ...question, id: count };
    return new Promise((resolve) => {
      waiting.set(order.id, resolve);
      worker.ref();
      worker.postMessage(order);
    });
  };
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
    relays: async (world) => {
      const reply = await ask({ kind: 'relays', world });
      return reply?.kind === 'relays' ? reply.relays : [];
    },
    drop: async (world) => void (await ask({ kind: 'drop', world })),
    lost,
    close: async () => {
      isOver = true;
      await worker.terminate();
    },
  };
}

function unheardOf(reply: TapReply | undefined): readonly string[] {
  return reply?.kind === 'done' ? reply.unheard : [];
}
