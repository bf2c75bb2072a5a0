import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { citeExchange, isService, listJsonValues, readAsserted } from '#case';
import type { Case, Sides } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** Both sides are one value, written in two ways; the test has its own. */
export const ruleSameOtherwise: WeightedRule = {
  id: 'same-otherwise',
  sentence:
    'A test that compares one value in two forms (binary fractions, fields in another order, letters composed otherwise or large for small, a number and its text, thousands apart, or in the order of texts for that of numbers, or not rounded where its requirement rounds), while the service told it in the form in which the test had sent it or in which JSON has it, wants the form of its own.',
  weights: { TEST_ARTIFACT: 11, SYSTEM_CRITICAL: -7, INTEGRATION_ISSUE: -18, REQUIREMENT_GAP: -4 },
  cites: 'the answer with the value, and the two sides of the comparison',
  advises: 'compare what the values mean, and not how they are written',
  otherwise: 'if the service had changed the form of what it was sent, it would be wrong',
  opine: (seen) => {
    const sides = readAsserted(seen);
    const how = sides === undefined ? undefined : describeForm(sides, seen);
    const exchange = seen.exchanges.findLast(({ fact }) => isService(seen.facts, fact.component));
    if (sides === undefined || how === undefined || exchange?.fact.end !== 'answered') return undefined;
    return {
      evidence: [citeExchange(seen.decisive ?? exchange)],
      lead: {
        about: how,
        title: `both sides are the same but for ${how}: ${oneLine(sides.came, 80)} and ${oneLine(sides.wanted, 80)}`,
        action: `compare without ${how}`,
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

function describeForm(sides: Sides, seen: Case): string | undefined {
  if (isFraction(sides, seen)) return 'how fractions are rounded';
  if (isUnrounded(sides, seen)) return 'what the requirement rounds';
  if (isGrouped(sides, seen)) return 'how thousands are written';
  if (areSortedAsTexts(sides)) return 'the order of texts in place of that of numbers';
  if (areSameFields(sides)) return 'the order of the fields';
  if (isComposed(sides, seen)) return 'how letters are composed';
  if (isSpelt(sides, seen)) return 'large and small letters';
  return isItsText(sides, seen) ? 'a number and its text' : undefined;
}

const DIGITS = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/u;
const NEAR = 1e-9;
/** More digits than a person writes, and as many as a binary fraction has. */
const NOISY_DIGITS = 14;

// Who calculated the side that has the digits of a binary fraction? The service, where it stands in an answer.
function isFraction({ came, wanted }: Sides, { exchanges, between }: Case): boolean {
  if (![came, wanted].every((side) => DIGITS.test(side))) return false;
  const [one, other] = [Number(came), Number(wanted)];
  const isNear = one !== other && Math.abs(one - other) <= NEAR * Math.max(Math.abs(one), Math.abs(other));
  const noisy = [came, wanted].filter((side) => digitsOf(side) >= NOISY_DIGITS);
  const isTold = [...exchanges, ...between].some(
    ({ fact }) => fact.answer.includes(noisy[0] ?? '') || fact.answer.endsWith('…'),
  );
  return isNear && noisy.length === 1 && (noisy[0] === wanted || !isTold);
}

// What came is what is wanted, as the requirement has it. A half has to be decided.
function isUnrounded({ came, wanted }: Sides, { cited }: Case): boolean {
  if (![came, wanted].every((side) => DIGITS.test(side)) || Number.isInteger(Number(wanted))) return false;
  const apart = Math.abs(Number(came) - Number(wanted));
  const isRounded = cited.some(({ text, status }) => status === 'approved' && /\bround/iu.test(text));
  return isRounded && Number.isInteger(Number(came)) && apart > NEAR && apart < HALF;
}

const GROUPED = /^-?\d{1,3}(?:[.,'’\u00A0\u202F ]\d{3})+$/u;

// Told as a number, and wanted as people of some country write it.
function isGrouped({ came, wanted }: Sides, { exchanges }: Case): boolean {
  const isSame = GROUPED.test(wanted) && /^-?\d+$/u.test(came) && wanted.replaceAll(/[^\d-]/gu, '') === came;
  return isSame && exchanges.some(({ fact }) => holdsNumber(fact.answer, Number(came)));
}

const HALF = 0.5 - NEAR;
const LISTED = /-?\d+(?:\.\d+)?/gu;

function areSortedAsTexts({ came, wanted }: Sides): boolean {
  if (![came, wanted].every((side) => /^\[[\d\s,.-]*\]$/u.test(side))) return false;
  const [all = [], hoped = []] = [came, wanted].map((side) => side.match(LISTED) ?? []);
  const numbers = all.toSorted((one, other) => Number(one) - Number(other));
  const isOther = all.join(' ') !== hoped.join(' ') && all.join(' ') === numbers.join(' ');
  return isOther && all.toSorted().join(' ') === hoped.join(' ');
}

function digitsOf(text: string): number {
  return text.replaceAll(/\D/gu, '').length;
}

function areSameFields({ came, wanted }: Sides): boolean {
  const [one, other] = [came, wanted].map(sortFields);
  return came !== wanted && one !== undefined && one === other;
}

// The order of a list means something, that of fields does not.
function sortFields(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? JSON.stringify(sorted(value)) : undefined;
  } catch {
    return undefined;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return fields.map(([name, one]) => [name, sorted(one)]);
}

function isComposed({ came, wanted }: Sides, { exchanges }: Case): boolean {
  return (
    came !== wanted &&
    came.normalize() === wanted.normalize() &&
    exchanges.some(({ fact }) => fact.request.includes(came))
  );
}

/** By these a document says how something is written. */
const OF_LETTERS = /\b(?:capital|upper|lower|case|letters?|trim\w*|normali[sz]\w*)\b/iu;

function isSpelt({ came, wanted }: Sides, { exchanges, cited }: Case): boolean {
  if (came === wanted || came.toLowerCase() !== wanted.toLowerCase() || cited.some(({ text }) => OF_LETTERS.test(text)))
    return false;
  return exchanges.some(({ fact }) => fact.request.includes(`"${came}"`));
}

// Told as who told it to the service has it, or as it was sent: nobody says which of number and text it is.
function isItsText({ came, wanted }: Sides, { exchanges, between }: Case): boolean {
  if (![came, wanted].every((side) => DIGITS.test(side)) || Number(came) !== Number(wanted)) return false;
  if (came === wanted) return exchanges.some(({ fact }) => holdsNumber(fact.answer, Number(came)));
  // Nobody told it in this form: the test wrote it so itself.
  if (!exchanges.some(({ fact }) => fact.answer.includes(came))) return true;
  const isQuoted = ({ fact }: Case['exchanges'][number]): boolean =>
    [fact.answer, fact.request].some((text) => text.includes(`"${came}"`));
  return between.some(isQuoted) || exchanges.some(({ fact }) => fact.request.includes(`"${came}"`));
}

// The very number was told, and a text of it is wanted.
function holdsNumber(answer: string, number: number): boolean {
  return listJsonValues(answer)?.some(({ value }) => value === number) === true;
}
