import {
  citeExchange,
  findDemand,
  findFirstTold,
  findPassedOn,
  findProvenance,
  headline,
  isService,
  listDifferences,
  readDifference,
} from '#case';
import type { Case, Exchange } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** Rounding, a cent, one too many: whoever calculates is wrong, not who delivers. */
const SMALL_SHARE = 0.01;

/** What was delivered arrived, and what was made of it is a little off. */
export const ruleSmallDifference: WeightedRule = {
  id: 'small-difference',
  sentence:
    'A number that is off by one, or by less than one in a hundred, where what the service needs answered it well, was calculated wrongly by the service.',
  weights: { SYSTEM_CRITICAL: 6, INTEGRATION_ISSUE: -5 },
  cites: 'the answer of the service, and that of the component to it',
  advises: 'look at how the service rounds and counts',
  otherwise: 'if the numbers were far apart, the two sides might mean different things by them',
  opine: (seen) => {
    const { between, facts, effect } = seen;
    const demand = findDemand(seen);
    const asked = between.findLast(({ fact }) => fact.end === 'answered' && isService(facts, fact.from));
    const isBlamed = demand?.exchange !== undefined && demand.approved.length > 0 && isSmall(seen);
    if (demand?.exchange === undefined || !isBlamed || asked === undefined || isExplained(seen)) return undefined;
    const { component = 'the service', method } = findOrigin(seen, demand.exchange).fact;
    return {
      evidence: [citeExchange(demand.exchange), citeExchange(asked)],
      lead: {
        about: method,
        title: `${component} calculates wrongly with what it was answered: ${headline(effect)}`,
        action: `look at how ${component} rounds and counts`,
        suspects: [method, ...demand.approved.map(({ id }) => id)],
      },
    };
  },
};

function findOrigin(seen: Case, otherwise: Exchange): Exchange {
  const [difference] = listDifferences(seen.effect.failure);
  return (difference === undefined ? undefined : findFirstTold(seen, difference)) ?? otherwise;
}

// By an answer that was none, or by one of another value.
function isExplained(seen: Case): boolean {
  return findPassedOn(seen) !== undefined || findProvenance(seen)?.cameFollows !== undefined;
}

function isSmall({ effect: { failure, reason }, decisive }: Case): boolean {
  const sides = reason === 'assertion' ? readDifference(failure) : undefined;
  // A code is no number.
  if (sides === undefined || sides.includes(Number(decisive?.fact.code))) return false;
  const [one, other] = sides;
  const [apart, size] = [Math.abs(one - other), Math.max(Math.abs(one), Math.abs(other))];
  return size >= LEAST_SIZE && (apart <= 1 || apart / size < SMALL_SHARE);
}

/** Between none, one and two of a thing one more or less is all the difference there is. */
const LEAST_SIZE = 3;
