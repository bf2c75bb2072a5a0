import type { Failure } from '#domain';
import { isService } from './case.ts';
import type { Case } from './case.ts';
import { citeExchange } from './cite-fact.ts';
import { findDemand } from './demand.ts';
import { listDifferences } from './differences.ts';
import { findFirstTold } from './given.ts';
import type { Exchange } from './given.ts';
import { headline } from './headline.ts';
import { findPassedOn } from './passed-on.ts';
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
  otherwise: 'were the numbers far apart, the two sides might mean different things by them',
  opine: (seen) => {
    const { between, facts, effect } = seen;
    const demand = findDemand(seen);
    const asked = between.findLast(({ fact }) => fact.end === 'answered' && isService(facts, fact.from));
    const isBlamed = demand?.exchange !== undefined && demand.approved.length > 0 && isSmall(seen);
    if (demand?.exchange === undefined || !isBlamed || asked === undefined || findPassedOn(seen) !== undefined)
      return undefined;
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

const COMPARED = /(-?\d+(?:\.\d+)?)\s*(?:!==?|===?)\s*(-?\d+(?:\.\d+)?)/u;

function isSmall({ effect: { failure, reason } }: Case): boolean {
  const [one, other] = reason === 'assertion' ? readSides(failure) : [];
  if (one === undefined || other === undefined || one === other) return false;
  const [apart, size] = [Math.abs(one - other), Math.max(Math.abs(one), Math.abs(other))];
  return size >= LEAST_SIZE && (apart <= 1 || apart / size < SMALL_SHARE);
}

/** Between none, one and two of a thing one more or less is all the difference there is. */
const LEAST_SIZE = 3;
const NUMBERS = /-?\d+(?:\.\d+)?/gu;

function readSides({ actual = '', expected, message }: Failure): readonly number[] {
  const [, left = '', right = ''] = COMPARED.exec(message) ?? [];
  return expected === undefined ? findOnlyPair(left, right) : findOnlyPair(actual, expected);
}

// The one number in which two values differ that are alike otherwise.
function findOnlyPair(left: string, right: string): readonly number[] {
  if (left.replaceAll(NUMBERS, '') !== right.replaceAll(NUMBERS, '')) return [];
  const others = right.match(NUMBERS) ?? [];
  const pairs = (left.match(NUMBERS) ?? []).map((one, index) => [one, others[index] ?? one]);
  const apart = pairs.filter(([one, other]) => one !== other);
  return apart.length === 1 ? apart.flat().map(Number) : [];
}
