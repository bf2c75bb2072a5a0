import { describeError } from '#domain';
import type { Effect, Evidence } from '#domain';
import { cite, headline, openCase } from '#case';
import type { RunFacts } from '#case';
import { RULES, rerun, rerunAll } from '#rule';
import type { StandingRule, Verdict } from '#rule';
import { recall } from './recall.ts';
import { weigh } from './weigh.ts';

/** The verdict on one failure: of the first decisive rule that speaks, else of all weighted ones together. */
export function decide(effect: Effect, facts: RunFacts): Verdict {
  for (const rule of RULES) {
    const verdict = guard(rule.id, effect, facts, () => rule.decide(effect, facts));
    if (verdict !== undefined) return { rules: [rule.id], otherwise: [rule.otherwise], ...verdict };
  }
  return guard('weighing', effect, facts, () =>
    recall(effect, facts, (seen) => weigh({ ...openCase(effect, facts), effect: seen })),
  );
}

// A rule that throws must never read as a pass, nor take the others' verdicts along: what it was asked about stays open.
function guard<Answer>(id: string, effect: Effect, facts: RunFacts, ask: () => Answer): Answer | Verdict {
  try {
    return ask();
  } catch (thrown) {
    return describeThrown(id, thrown, {
      about: headline(effect),
      evidence: [cite(effect.seq, effect.reason ?? effect.outcome)],
      verify: rerun(effect.suite.planned, facts),
    });
  }
}

/** What a standing rule finds; where it throws, that. */
export function findStanding({ id, find }: StandingRule, facts: RunFacts): readonly Verdict[] {
  try {
    return find(facts);
  } catch (thrown) {
    return [describeThrown(id, thrown, { about: 'what nobody felt', evidence: [], verify: rerunAll(facts) })];
  }
}

interface Asked {
  readonly about: string;
  readonly evidence: readonly Evidence[];
  readonly verify: string;
}

function describeThrown(id: string, thrown: unknown, { about, evidence, verify }: Asked): Verdict {
  return {
    heading: 'UNCLASSIFIED',
    rules: [],
    signature: `thrown|${id}`,
    title: `the rule ${id} failed, so this is not judged: ${about}`,
    evidence,
    remedy: { action: `judge it by hand, and report that the rule ${id} failed: ${describeError(thrown)}`, verify },
    against: [`the rule ${id} failed: a fault of reality itself`],
  };
}
