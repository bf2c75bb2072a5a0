import { Lab, mocha } from '../self/lab.ts';
import type { Measured, Row } from './row.ts';
import { describeMs, median } from './statistics.ts';

const LIMIT_MS = 2000;
const GRACE_MS = 1000;
const MORE_MS = 500;

export const endlessLoop: Row = {
  name: 'endless-loop',
  what: 'synchronous endless loop, 2 s limit',
  target: 'ends ≤ grace + 0.5 s after the limit, names the function, keeps other results',
  how: 'how long the attempt went on after its limit; grace 1 s; the function must stand in the journal, the test before it and the suite after it must have passed',
  measure: async ({ rounds, say }) => {
    const all: (number | undefined)[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      all.push(await measureOnce());
      say(`  ${round}/${rounds} ${all.at(-1) ?? 'not named, or results lost'}`);
    }
    return describe(all);
  },
};

function describe(all: readonly (number | undefined)[]): Measured {
  const beyond = all.filter((value) => value !== undefined);
  if (beyond.length < all.length) return { value: 'function not named, or results lost', met: false };
  const longest = Math.max(...beyond);
  const value = `${describeMs(median(beyond))} after the limit, longest ${describeMs(longest)}; function named, results kept`;
  return { value, met: longest <= GRACE_MS + MORE_MS };
}

/** Milliseconds beyond the limit; undefined when the loop was not named or a result is missing. */
async function measureOnce(): Promise<number | undefined> {
  const lab = new Lab();
  try {
    lab.configure({
      limits: { grace: `${GRACE_MS}ms` },
      suites: [mocha('spins', 'busy-in-test.js', { timeout: `${LIMIT_MS}ms` }), mocha('good', 'passes.js')],
    });
    await lab.run(['run', '--all', '-j', '1']);
    const events = lab.events();
    const [end] = events.flatMap((event) =>
      event.kind === 'attempt-ended' && event.suite === 'spins' ? [event.end] : [],
    );
    const named = events.some((event) => event.kind === 'hang-diagnosed' && event.busy?.name === 'spinForEver');
    const kept = lab.suite('spins').tests[0]?.outcome === 'passed' && lab.suite('good').outcome === 'passed';
    return named && kept && end !== undefined ? end.durationMs - LIMIT_MS : undefined;
  } finally {
    await lab.close();
  }
}
