import { killOnce } from '../self/kill-nine.ts';
import type { Row } from './row.ts';
import { describeMs, median } from './statistics.ts';

const LATEST_MS = 3500;
const WITHIN_MS = 2000;

export const killNine: Row = {
  name: 'kill-nine',
  what: '`kill -9` of the runner',
  target: '0 processes and listeners after 2 s, no result lost whose line is in the journal',
  how: 'at random moments of a run with a world and programs that slip away; `--kills 1000` for the long form',
  measure: async ({ kills, say }) => {
    const gone: number[] = [];
    let [late, faults] = [0, 0];
    for (let number = 1; number <= kills; number += 1) {
      const result = await killOnce(LATEST_MS);
      gone.push(result.goneAfterMs ?? Infinity);
      if ((result.goneAfterMs ?? Infinity) > WITHIN_MS) late += 1;
      faults += result.faults.length;
      say(`  ${number}/${kills} gone after ${Math.round(result.goneAfterMs ?? Infinity)} ms`);
    }
    const times = `all gone after ${describeMs(median(gone))}, longest ${describeMs(Math.max(...gone))}`;
    return {
      value: `${kills} kills: ${late} with anything left after 2 s, ${faults} results lost or doubled; ${times}`,
      met: late === 0 && faults === 0,
    };
  },
};
