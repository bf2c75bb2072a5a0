import { BIN } from '../self/lab.ts';
import { timeCommand } from './command.ts';
import type { Row } from './row.ts';
import { describeRatio, interleave, ratioOfPairs } from './statistics.ts';

/** Costs little, so it may be looked at more often than the others. */
const TIMES = 5;

export const help: Row = {
  name: 'help',
  what: '`reality --help` over `node -e 0`',
  target: '≤ 2×, never above 3×',
  how: 'wall time of both commands in turn',
  measure: async ({ rounds, say }) => {
    const contenders = {
      bare: async () => timeCommand([process.execPath, '-e', '0']),
      help: async () => timeCommand([process.execPath, BIN, '--help']),
    };
    const { bare = [], help: ours = [] } = await interleave(rounds * TIMES, contenders, say);
    const ratio = ratioOfPairs(ours, bare);
    return { value: describeRatio(ratio), met: ratio <= 2 };
  },
};
