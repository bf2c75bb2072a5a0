// A process of its own: waits for the end of its pipe, then kills and removes what the dead runner left behind.
import { makeOwnedTree } from './owned-tree.ts';
import { killUntilQuiet } from './kill-until-quiet.ts';
import { removeDirectory } from './remove-directory.ts';
import { Sampler } from './sampler.ts';
import { type WatchdogBrief, type WatchdogOrder, decodeBrief, decodeOrder } from './watchdog-orders.ts';
import { unreachable } from '#domain';

/** A child that was forked in the instant of the runner's death shows its marker only after its exec. */
const QUIET_ROUNDS = 6;
const ROUND_MS = 20;

const brief = decodeBrief(process.argv.slice(2));
const directories = new Set<string>();
const remembered = new Map<number, number>();
let isDismissed = false;
let torn = '';

function obey(order: WatchdogOrder): void {
  switch (order.kind) {
    case 'guard':
      directories.add(order.directory);
      return;
    case 'release':
      directories.delete(order.directory);
      return;
    case 'remember':
      remembered.set(order.pid, order.startTime);
      return;
    case 'dismiss':
      isDismissed = true;
      return;
    default:
      unreachable(order);
  }
}

async function cleanUp({ marker, sinceTicks, excluded }: WatchdogBrief): Promise<void> {
  const tree = makeOwnedTree('watchdog', {
    marker,
    markedSinceTicks: sinceTicks,
    sinceTicks,
    directories: [...directories],
    excluded: new Set([...excluded, process.pid]),
  });
  const sampler = new Sampler(undefined);
  sampler.add(tree);
  for (const [pid, startTime] of remembered) {
    sampler.adopt(tree, { identity: { pid, startTime }, rules: {}, isOverLimit: false });
  }
  const look = () => {
    sampler.search(tree, true);
    return [...tree.owned.values()];
  };
  await killUntilQuiet(look, { quietRounds: QUIET_ROUNDS, roundMs: ROUND_MS, isThorough: true });
  for (const directory of directories) await removeDirectory(directory);
}

// Ctrl-C, a closed terminal and a polite kill are meant for the runner; we go when it has gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => undefined);
process.stdin.setEncoding('utf8');
process.stdin.on('error', () => undefined);
process.stdin.on('data', (text: string) => {
  const lines = (torn + text).split('\n');
  // What the runner could not finish to say is not obeyed.
  torn = lines.pop() ?? '';
  for (const order of lines.map(decodeOrder)) if (order !== undefined) obey(order);
});
process.stdin.on('close', () => {
  if (!isDismissed) void cleanUp(brief);
});
