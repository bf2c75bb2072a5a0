import type { AttemptState } from '#domain';
import { cite, isHook } from '#case';
import type { Verdict } from '#rule';
import type { Judged } from './judged.ts';

/** Rules that find the service at odds with what it needs. */
const TROUBLES: ReadonlySet<string> = new Set(['wrong-far-end', 'dependency-code']);

/**
 * A set-up that nothing explains by itself, in an attempt in which the service was at odds with one thing that it needs, follows from
 * that; with it what it kept from running. Where there are several such troubles, it stays open.
 */
export function explainHooks(judged: readonly Judged[]): readonly Judged[] {
  if (!judged.some(isOpenHook)) return judged;
  const troubles = new Map<AttemptState, Map<string, Judged>>();
  for (const one of judged) {
    const { attempt } = one.effect;
    if (attempt === undefined || !isTrouble(one.verdict)) continue;
    const known = troubles.get(attempt) ?? new Map<string, Judged>();
    if (!known.has(one.verdict.signature)) known.set(one.verdict.signature, one);
    troubles.set(attempt, known);
  }
  return judged.map((one) => follow(one, troubles));
}

function follow(one: Judged, troubles: ReadonlyMap<AttemptState, ReadonlyMap<string, Judged>>): Judged {
  const { effect, leader, verdict } = one;
  const subject = leader ?? effect;
  if (subject.attempt === undefined || !isOpenHook({ effect: subject, verdict })) return one;
  const [trouble, ...others] = troubles.get(subject.attempt)?.values() ?? [];
  if (trouble === undefined || others.length > 0) return one;
  const evidence = [cite(subject.seq, subject.reason ?? subject.outcome)];
  return { effect, leader: leader ?? trouble.effect, verdict: { ...trouble.verdict, evidence } };
}

function isOpenHook({ effect, verdict }: Judged): boolean {
  return isHook(effect) && verdict.heading === 'UNCLASSIFIED' && effect.failure.source === 'raised';
}

function isTrouble({ heading, rules = [] }: Verdict): boolean {
  return heading === 'INTEGRATION_ISSUE' && TROUBLES.has(rules[0] ?? '');
}
