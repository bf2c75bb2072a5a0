// A process of its own: a runner that is busy with events must never slow a service down. It loads as little as it can: it is started for
// each run that has a world, and ends with the channel to its runner.

import type { SocketTables } from '#child';
import { TapBoard } from './tap-board.ts';
import type { TapOrder } from './tap-orders.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the module that #child names for this
const { tables } = (await import(process.argv[2] ?? '')) as { readonly tables: SocketTables };
const board = new TapBoard(tables);

process.on('disconnect', () => process.exit());
process.on('message', (order: TapOrder) => {
  void answer(order);
});

async function answer(order: TapOrder): Promise<void> {
  const reply = await board.carryOut(order);
  if (process.connected) process.send?.(reply);
}
