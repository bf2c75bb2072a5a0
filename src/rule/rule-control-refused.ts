import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { cite } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** As the control socket of the world, and nobody else, says no: src/world/control-server.ts and running-world.ts. */
const REFUSED = /\{"id":\d+,"ok":false,"error":"(no component \S+; there are [^"]*|verb must be one of [^"]*)"/u;

/** The test steers the world, and steers it wrongly. */
export const ruleControlRefused: WeightedRule = {
  id: 'control-refused',
  sentence:
    'A test whose request to the control socket of its world was refused, for a component or verb that there is not, names the wrong thing.',
  weights: { TEST_ARTIFACT: 12, SYSTEM_CRITICAL: -8, INTEGRATION_ISSUE: -8, REQUIREMENT_GAP: -4 },
  cites: 'the answer of the control socket, in the failure',
  advises: 'ask the control socket for what there is',
  otherwise: 'if the control socket had done what it was asked, the service would be judged by what came then',
  opine: ({ effect: { failure, seq } }) => {
    const said = REFUSED.exec(failure.message)?.[1];
    if (said === undefined) return undefined;
    return {
      evidence: [cite(seq, `the control socket refused: ${oneLine(said, 160)}`)],
      lead: {
        about: said,
        title: `the test asks its world for what there is not: ${oneLine(said, 160)}`,
        action: 'ask the control socket for a component of this world, and by a verb that it knows',
        ...placeOf(failure),
      },
    };
  },
};
