import { placeOf } from './place.ts';
import { isSuccess, oneLine } from '#domain';
import type { Requirement } from '#domain';
import {
  checkRefusal,
  citeExchange,
  contentWords,
  findDifferingCode,
  findProse,
  findUnwantedCode,
  isRefusal,
  isService,
  listRelated,
  namesWord,
  unquote,
} from '#case';
import type { Case, DifferingCode, Kept } from '#case';
import { REFUSED_INPUT, speaksOfRefusal } from './rule-refusal-not-promised.ts';
import { findValue } from './rule-within-limits.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The service kept to the document, and the test does not. */
export const ruleAnswerAsRequired: WeightedRule = {
  id: 'answer-as-required',
  sentence:
    'A test that wants another code or word than the one with which the service answered, while an approved requirement names that one and not the other (the one that it cites; of a refusal also one that speaks of the same thing), or the very words or another form of a refusal that came with the code of its requirement, and that no document gives, contradicts its requirement.',
  weights: { TEST_ARTIFACT: 10, SYSTEM_CRITICAL: -6, REQUIREMENT_GAP: -6 },
  cites: 'the answer of the service, and the words of the requirement',
  advises: 'let the test want what the requirement says',
  otherwise: 'if the requirement named what the test wants, the service would break it',
  opine: (seen) => {
    const kept = findKept(seen);
    if (kept === undefined) return undefined;
    const { exchange, code, wanted, requirement } = kept;
    return {
      evidence: [citeExchange(exchange)],
      lead: {
        about: `${requirement.id}|${code}|${wanted}`,
        title: `the test wants ${wanted} where ${requirement.id} says ${code}, which the service answered: ${oneLine(requirement.text, 120)}`,
        action: `let the test want ${code}, or change ${requirement.id} first`,
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

function findKept(seen: Case): Kept | undefined {
  return (
    findProse(seen) ?? findKeptCode(seen, findDifferingCode(seen) ?? findUnwantedCode(seen) ?? findDifferingWord(seen))
  );
}

function findKeptCode(seen: Case, differing: DifferingCode | undefined): Kept | undefined {
  if (differing === undefined) return undefined;
  const cited = seen.cited.filter(({ status }) => status === 'approved');
  const known = seen.cited.length > 0 ? cited : listOwed(seen, differing);
  if (known.some((one) => namesWord(one, differing.wanted))) return undefined;
  if (isTakenInGeneral(differing, known)) return undefined;
  const requirement = known.find((one) => namesWord(one, differing.code));
  if (requirement === undefined || !isDue(requirement, differing) || !isBorneOut(differing, seen)) return undefined;
  return { ...differing, requirement };
}

// Of what is taken in general no sentence says that nothing is refused.
function isTakenInGeneral({ exchange, wanted }: DifferingCode, known: readonly Requirement[]): boolean {
  return exchange.fact.end === 'answered' && REFUSED_INPUT.test(wanted) && !known.some(speaksOfRefusal);
}

// Where a success is wanted, that a document names the refusal which came tells nothing yet: it has to be of this very request.
function isBorneOut({ exchange, code, wanted }: DifferingCode, seen: Case): boolean {
  if (!isRefusal(code) || !isSuccess(wanted)) return true;
  return checkRefusal({ exchange, came: code, wanted }, seen)?.isTrue === true;
}

// Its code for what lies beyond its limits is not due for what lies within them.
function isDue(requirement: Requirement, { exchange: { fact } }: DifferingCode): boolean {
  const value = findValue(requirement, fact.request);
  return value === undefined || value.isWithin === (fact.end === 'answered');
}

// What a test that cites nothing wants may be a wish, or a right: only of two refusals a document that speaks of the thing tells which is due.
function listOwed(seen: Case, { exchange: { fact }, wanted }: DifferingCode): readonly Requirement[] {
  return fact.end === 'error' && isRefusal(wanted) ? listRelated(seen, fact) : [];
}

const WORD = /^\p{L}[\p{L} _-]{2,60}$/u;
const TELLS_NOTHING = /^(?:true|false|null|undefined|none|nan)$/iu;

/** The last answer that holds the word with which a comparison failed. */
function findDifferingWord({ effect, exchanges, facts, isTold }: Case): Omit<Kept, 'requirement'> | undefined {
  const [code, wanted] = [effect.failure.actual, effect.failure.expected].map((side = '') => unquote(side));
  if (effect.reason !== 'assertion' || isTold || code === undefined || wanted === undefined) return undefined;
  if (code === wanted || ![code, wanted].every((side) => WORD.test(side) && !TELLS_NOTHING.test(side)))
    return undefined;
  const exchange = exchanges.findLast(
    ({ fact }) => isService(facts, fact.component) && fact.answer.includes(`"${code}"`),
  );
  // A word that the documents know is a state like any other: which of them is due, no word alone tells.
  const isKnown = [...contentWords(wanted)].some((word) => facts.contract.knowsWord(word));
  return exchange === undefined || isKnown ? undefined : { exchange, code, wanted };
}
