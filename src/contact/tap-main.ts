// A thread of its own: a runner that is busy with events must never slow a service down. It loads as little as it can: it is started for each
// run that has a world.

import { parentPort, workerData } from 'node:worker_threads';
import type { SocketTables } from '#child';
import { TapBoard } from './tap-board.ts';
import type { TapOrder } from './tap-orders.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the module that #child names for this
const { tables } = (await import(String(workerData))) as { readonly tables: SocketTables };
const board = new TapBoard(tables);

parentPort?.on('message', (order: TapOrder) => {
  void answer(order);
});

async function answer(order: TapOrder): Promise<void> {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(await board.carryOut(order));
}
