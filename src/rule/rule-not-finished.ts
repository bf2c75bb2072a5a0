import type { Effect } from '#domain';
import { cite } from '#case';
import { rerunAll } from './rule.ts';
import type { Rule } from './rule.ts';

/** Cut short by a person, by -x or by the end of the runner: nothing can be said, and that is said. */
export const ruleNotFinished: Rule = {
  id: 'not-finished',
  sentence: 'What was interrupted, and what never started because the run ended, is not judged.',
  otherwise: 'if the run had come to its end, this would be judged',
  decide: (effect, facts) => {
    if (!isUnfinished(effect)) return undefined;
    const early = effect.reason === 'stopped-early';
    return {
      heading: 'UNCLASSIFIED',
      signature: early ? 'stopped-early' : 'interrupted',
      title: early
        ? 'the run was stopped early, before these could end'
        : 'the run was interrupted before these could end',
      evidence: [cite(effect.seq, effect.outcome)],
      remedy: { action: 'run them', verify: rerunAll(facts) },
      against: [],
    };
  },
};

function isUnfinished({ outcome, reason }: Effect): boolean {
  if (outcome !== 'interrupted' && outcome !== 'not-run') return false;
  return reason === undefined || reason === 'user-interrupt' || reason === 'stopped-early';
}
