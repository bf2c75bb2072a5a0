import { cite } from './rule.ts';
import type { Rule } from './rule.ts';

/** Cut short by a person, by -x or by the end of the runner: nothing can be said, and that is said. */
export const ruleNotFinished: Rule = {
  id: 'not-finished',
  sentence: 'What was interrupted or never started is not judged.',
  decide: (effect) => {
    if (effect.outcome !== 'interrupted' && effect.outcome !== 'not-run') return undefined;
    const early = effect.reason === 'stopped-early';
    return {
      heading: 'UNCLASSIFIED',
      signature: early ? 'stopped-early' : 'interrupted',
      title: early
        ? 'the run stopped at its limit of failures before these ran'
        : 'the run was interrupted before these ended',
      evidence: [cite(effect.seq, effect.outcome)],
      remedy: { action: 'run them', verify: 'reality run --last-failed' },
      against: [],
    };
  },
};
