import { Worker } from 'node:worker_threads';
import { SOCKET_TABLES } from '#child';
import type { TapOrder, TapReply } from './tap-orders.ts';

const MAIN = new URL('tap-main.js', import.meta.url);

/** An order before it has its number. */
export type TapQuestion = TapOrder extends infer Order ? (Order extends TapOrder ? Omit<Order, 'id'> : never) : never;

export interface TapThread {
  /** Undefined when the thread has died. */
  readonly ask: (question: TapQuestion) => Promise<TapReply | undefined>;
  /** Why it ended before it was told to; never settles otherwise. */
  readonly lost: Promise<string>;
  readonly close: () => Promise<void>;
}

/** What is asked before it is up waits. It keeps nobody's process alive but while a question is open. */
export function startTapThread(): TapThread {
  // What a user has set for his own Node programs must not come in here.
  const options = { workerData: SOCKET_TABLES, execArgv: [], env: {}, resourceLimits: { maxYoungGenerationSizeMb: 4 } };
  const worker = new Worker(MAIN, options);
  worker.unref();
  const waiting = new Map<number, (reply: TapReply | undefined) => void>();
  let [count, isOver] = [0, false];
  const settle = (id: number, reply?: TapReply): void => {
    waiting.get(id)?.(reply);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
  };
  const lost = new Promise<string>((resolve) => {
    worker.once('error', (error) => resolve(error.message));
    worker.once('exit', (code) => {
      if (!isOver) resolve(`it ended with ${code}`);
      isOver = true;
      for (const id of waiting.keys()) settle(id);
    });
  });
  worker.on('message', (reply: TapReply) => settle(reply.id, reply));
  return {
    ask: async (question) => {
      if (isOver) return undefined;
      count += 1;
      const id = count;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        worker.ref();
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        worker.postMessage({ ...question, id });
      });
    },
    lost,
    close: async () => {
      isOver = true;
      await worker.terminate();
    },
  };
}
