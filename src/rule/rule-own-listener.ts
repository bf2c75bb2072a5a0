import { oneLine } from '#domain';
import { isRaisedInService, normaliseText } from '#case';
import { blameTest } from './test-opinion.ts';
import type { WeightedRule } from './weighted-rule.ts';

const TAKEN = /\bEADDRINUSE\b|\[Errno 98\]|[Aa]ddress already in use/u;

/** The test opens a server of its own. */
export const ruleOwnListener: WeightedRule = {
  id: 'own-listener',
  sentence: 'A port that the test itself wants to listen on, and that is taken, is a matter of the tests.',
  weights: { TEST_ARTIFACT: 9 },
  cites: 'the exception that the test raised',
  advises: 'listen on port 0, and close what an earlier test opened',
  otherwise: 'if a component had wanted the port, the harness would have leased it another',
  opine: (seen) => {
    const { source, code, message, frames } = seen.effect.failure;
    if (source !== 'raised' || isRaisedInService(frames)) return undefined;
    if (code !== 'EADDRINUSE' && !TAKEN.test(message.split('\n')[0] ?? '')) return undefined;
    return blameTest(seen, `raised: ${oneLine(message, 120)}`, {
      about: normaliseText(message),
      title: `the test wants to listen on an address that is taken: ${oneLine(message, 160)}`,
      action: 'listen on port 0 and read the port that was given, and close what an earlier test opened',
    });
  },
};
