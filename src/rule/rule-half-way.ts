import { oneLine } from '#domain';
import type { Requirement } from '#domain';
import { findDemand, headline, readDifference } from '#case';
import type { Case } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** Between the two lies the true value, and the document does not say to which of them it belongs. */
export const ruleHalfWay: WeightedRule = {
  id: 'half-way',
  sentence:
    'A number that is rounded to one side, where the test rounds it to the other, the product or quotient of two numbers that were told lies just between them, and its approved requirement says that it is rounded and not which way a half goes, has to be decided.',
  weights: { REQUIREMENT_GAP: 14, SYSTEM_CRITICAL: -8, INTEGRATION_ISSUE: -8 },
  cites: 'the answer with its numbers, and the words of the requirement',
  advises: 'write down which way a half is rounded',
  otherwise:
    'if the value were nearer to one of the two, or the requirement said which way a half is rounded, that one would be right',
  opine: (seen) => {
    const demand = findDemand(seen);
    const silent = demand?.approved.find(isSilent);
    const half = silent === undefined ? undefined : findHalf(seen);
    if (demand === undefined || silent === undefined || half === undefined) return undefined;
    return {
      evidence: demand.seen,
      lead: {
        about: silent.id,
        title: `${silent.id} does not say which way a half is rounded (${half} here), decision needed: ${headline(seen.effect)}`,
        action: `write down in ${silent.id} which way a half is rounded: ${oneLine(silent.text, 160)}`,
        where: 'requirements',
      },
    };
  },
};

function isSilent({ text }: Requirement): boolean {
  return (
    /\bround|\bnearest\b|\bwhole\b/iu.test(text) && !/\bhalf|\bup\b|\bdown\b|\beven\b|\bcut\b|\btruncat/iu.test(text)
  );
}

const NUMBERS = /(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])/gu;
const MOST = 24;

function findHalf({ effect: { failure }, decisive, between }: Case): number | undefined {
  const [one, other] = readDifference(failure) ?? [];
  if (one === undefined || other === undefined || decisive === undefined) return undefined;
  const half = (one + other) / 2;
  const step = Math.abs(one - other);
  if (step === 0 || !isRound(step)) return undefined;
  const { method, request, answer } = decisive.fact;
  const told = [method.replace(/^[^?]*/u, ''), request, answer, ...between.map(({ fact }) => fact.answer)].join(' ');
  const numbers = [...new Set((told.match(NUMBERS) ?? []).map(Number))].slice(0, MOST);
  const isHalf = numbers.some((left) =>
    numbers.some((right) => isNear(left * right, half) || (right !== 0 && isNear(left / right, half))),
  );
  return isHalf ? half : undefined;
}

// One of the last place: 1, 0.1, 0.01.
function isRound(step: number): boolean {
  const places = Math.log10(step);
  return places <= 0 && isNear(places, Math.round(places));
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) < 1e-9;
}
