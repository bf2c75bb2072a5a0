import { join } from 'node:path';
import { PROGRAMS, exec } from '../self/lab.ts';
import { inPlace } from './place.ts';
import type { Place } from './place.ts';
import type { Row } from './row.ts';
import { describeMs, median } from './statistics.ts';

const MAX_MS = 1000;
const PROGRAM_OF = { session: 'setsid-grandchild.sh', stdout: 'holds-stdout.sh' } as const;

export const grandchild: Row = {
  name: 'grandchild',
  what: 'grandchild in a session of its own; grandchild that holds stdout',
  target: 'named, blamed, killed; ends ≤ 1 s',
  how: 'from the exit of the suite’s process to the end of the suite in the journal; the leak must be there and removed',
  measure: async ({ rounds, say }) =>
    inPlace(async (place) => {
      place.configure({
        suites: Object.entries(PROGRAM_OF).map(([name, file]) => exec(name, ['bash', join(PROGRAMS, file)])),
      });
      const figures: Record<string, number[]> = { session: [], stdout: [] };
      for (let round = 1; round <= rounds; round += 1) {
        await place.reality('run', '--all', '-j', '1');
        for (const [name, list] of Object.entries(figures)) list.push(readEnd(place, name));
        say(`  ${round}/${rounds}`);
      }
      const [session, stdout] = [figures['session'] ?? [], figures['stdout'] ?? []];
      const longest = Math.max(...session, ...stdout);
      const value = `${describeMs(median(session))} and ${describeMs(median(stdout))}, longest ${describeMs(longest)}`;
      return { value, met: longest <= MAX_MS };
    }),
};

/** Milliseconds that the suite went on without its process; infinite when nobody was named or killed. */
function readEnd(place: Place, suite: string): number {
  let [startedMs, endedMs, aliveMs] = [0, Infinity, 0];
  let isNamed = false;
  for (const { atMs, event } of place.records()) {
    if (!('suite' in event) || event.suite !== suite) continue;
    if (event.kind === 'attempt-started') startedMs = atMs;
    if (event.kind === 'leak-found') isNamed = event.leak.kind === 'process' && event.removed;
    if (event.kind === 'attempt-ended') aliveMs = event.end.durationMs;
    if (event.kind === 'suite-ended') endedMs = atMs;
  }
  return isNamed ? Math.max(0, endedMs - startedMs - aliveMs) : Infinity;
}
