import { citeLeaks, describeLeaks } from './describe-leak.ts';
import type { StandingRule } from './rule.ts';

/** What is still there when a world was stopped, killed and swept: the next run will meet it. */
export const standingSurvivors: StandingRule = {
  id: 'world-survivor',
  sentence:
    'A process, port or folder that is still there after its world was stopped and swept is mended on the host.',
  find: ({ state }) => {
    const worlds = state.worlds.filter((world) => world.survivors.length > 0);
    if (worlds.length === 0) return [];
    const survivors = worlds.flatMap((world) => world.survivors);
    return [
      {
        heading: 'TEST_ARTIFACT',
        signature: 'survivors',
        title: `could not be removed after the world was stopped: ${describeLeaks(survivors)}`,
        evidence: citeLeaks(survivors),
        remedy: { action: 'end or remove by hand what the sentence names', verify: 'reality doctor' },
        against: [],
        suites: worlds.flatMap((world) => world.suites),
      },
    ];
  },
};
