import { goesFirst, isOfOneName, isSuccess, listClauses, namesOf, oneLine } from '#domain';
import type { Evidence, ExchangeFact, Requirement } from '#domain';
import {
  LEAST_NUMBER,
  checkRefusal,
  citeExchange,
  contentWords,
  findDemand,
  findDisputed,
  followsFrom,
  isRefusal,
  isUnknownToBoth,
  listNumbers,
  mayConcern,
  namesWord,
  promises,
  speaksOf,
} from '#case';
import type { Case, Disputed } from '#case';
import { findValue } from './rule-within-limits.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** Two approved documents, one request, and whatever the service answers breaks one of them. */
export const rulePromisesMeet: WeightedRule = {
  id: 'promises-meet',
  sentence:
    'A failure in which the service answered as one approved requirement promises for this request, and the test wants what another one promises for the same, while neither says that it goes first, asks for a decision.',
  weights: { REQUIREMENT_GAP: 12, SYSTEM_CRITICAL: -8, INTEGRATION_ISSUE: -8, TEST_ARTIFACT: -10 },
  cites: 'the answer, and the words of the two requirements',
  advises: 'decide which of the two goes first, and write it down (`before`)',
  otherwise: 'if one of the two requirements said that it goes before the other, that would decide',
  opine: (seen) => {
    const met = findMet(seen) ?? findPermitted(seen) ?? findOpposed(seen) ?? findExceeded(seen);
    if (met === undefined) return undefined;
    const { one, other, evidence } = met;
    return {
      evidence,
      lead: {
        about: [one.id, other.id].toSorted().join(','),
        title: `${one.id} and ${other.id} are both approved and do not go together here: ${oneLine(one.text, 140)} / ${oneLine(other.text, 140)}`,
        action: `decide which of ${one.id} and ${other.id} goes first, and write it down`,
        where: 'requirements',
      },
    };
  },
};

interface Met {
  readonly one: Requirement;
  readonly other: Requirement;
  readonly evidence: readonly Evidence[];
}

function findMet(seen: Case): Met | undefined {
  const disputed = findDisputed(seen);
  if (disputed === undefined || !mayMeet(disputed, seen)) return undefined;
  const approved = seen.facts.contract.approved;
  const isOfWho = isOfWhoAsks(disputed, seen);
  for (const one of seen.cited.filter(({ status }) => status === 'approved')) {
    if (!wants(one, disputed, seen)) continue;
    const other = approved.find(
      (candidate) =>
        candidate !== one &&
        !goesFirst(one, candidate) &&
        answers(candidate, one, disputed, seen) &&
        (!isOfWho || isUnknownToBoth(one, candidate, disputed, seen)),
    );
    if (other !== undefined) return { one, other, evidence: [citeExchange(disputed.exchange)] };
  }
  return undefined;
}

/** Of whoever, whenever: what is said so is said of every case. */
const ALWAYS = /\b(?:any|anybody|anyone|always|whoever|whenever|whatever|at all times|without exception)\b/iu;

// One says that this is refused, the other that anybody may do it: by this test it was done.
function findPermitted(seen: Case): Met | undefined {
  const { approved } = seen.facts.contract;
  for (const exchange of seen.exchanges.filter(({ fact }) => fact.end === 'answered')) {
    const came = exchange.fact.code ?? 'ok';
    for (const one of seen.cited.filter((requirement) => refuses(requirement, exchange.fact))) {
      const wanted = namesOfCodes(one)[0] ?? '';
      if (promises(one, wanted, { exchange, came, wanted }, seen) === 'held') continue;
      const other = approved.find((candidate) => candidate !== one && permits(candidate, one, exchange.fact));
      if (other !== undefined) return { one, other, evidence: [citeExchange(exchange)] };
    }
  }
  return undefined;
}

function refuses(requirement: Requirement, fact: ExchangeFact): boolean {
  const { status } = requirement;
  return status === 'approved' && isOfItsRoute(requirement, fact) && namesOfCodes(requirement).some(isRefusal);
}

function permits(candidate: Requirement, one: Requirement, fact: ExchangeFact): boolean {
  if (goesFirst(one, candidate) || !isOfItsRoute(candidate, fact) || !ALWAYS.test(candidate.text)) return false;
  return namesOfCodes(candidate).length > 0 && namesOfCodes(candidate).every(isSuccess);
}

function isOfItsRoute(requirement: Requirement, fact: ExchangeFact): boolean {
  return namesOf(requirement).length > 0 && mayConcern(requirement, fact);
}

function namesOfCodes({ text, names = [] }: Requirement): readonly string[] {
  return [...text.matchAll(/(?<![\w.-])([2-4]\d\d|-\d{3,5})(?!\w|\.\d)/gu)]
    .map(([, code = '']) => code)
    .concat(names.filter((name) => /^(?:[2-4]\d\d|-\d+)$/u.test(name)));
}

// What is promised in general yields to what is said of the case: only a sentence that speaks of this case can be at odds with another.
function wants(requirement: Requirement, disputed: Disputed, seen: Case): boolean {
  const { wanted, came, exchange } = disputed;
  // Of what lies beyond its limits it promises nothing.
  if (isSuccess(wanted) && findValue(requirement, exchange.fact.request)?.isWithin === false) return false;
  const said = promises(requirement, wanted, disputed, seen);
  // That one field is as it should be does not make a request good whose refusal is about another.
  if (said === 'held') return isRefusal(wanted) || speaksOf(requirement, exchange.fact);
  if (said === 'denied' || namesWord(requirement, came)) return false;
  if (isRefusal(wanted)) return namesWord(requirement, wanted);
  return isOfAll(requirement, exchange.fact) || isOfThisCase(requirement, exchange.fact);
}

function isOfAll(requirement: Requirement, fact: ExchangeFact): boolean {
  return isOfItsRoute(requirement, fact) && ALWAYS.test(requirement.text);
}

function isOfThisCase(requirement: Requirement, fact: ExchangeFact): boolean {
  return speaksOf(requirement, fact) && (PERMITS.test(requirement.text) || namesValue(requirement, fact));
}

/** By these something is taken that might have been refused. */
const PERMITS =
  /\b(?:may|can|also|too|even|any|again|whatever|whichever|allowed|accepted|taken|welcome|optional|regardless|irrespective|(?:do|does) not matter|no matter|ignored)\b/iu;

// Of this very case speaks what names a value that was sent.
function namesValue(requirement: Requirement, { request }: ExchangeFact): boolean {
  const values = [...request.matchAll(/:\s*(?:"([^"\\]{2,60})"|(-?\d+(?:\.\d+)?))/gu)].map(
    ([, text, number]) => text ?? number,
  );
  return values.some((value) => value !== undefined && namesWord(requirement, value));
}

function answers(requirement: Requirement, wanted: Requirement, disputed: Disputed, seen: Case): boolean {
  if (namesWord(requirement, disputed.wanted) && isRefusal(disputed.wanted)) return false;
  const said = promises(requirement, disputed.came, disputed, seen);
  if (isSuccess(disputed.came) && !isOfOneField(requirement, wanted, disputed.exchange.fact)) return false;
  // Of two refusals the wrong one may have come for a reason that is not so: then only what holds of the request counts.
  return said === 'held' || (said === 'spoken' && isSuccess(disputed.wanted) && isOfOneName(requirement, wanted));
}

// That one field keeps to its limits takes no request whose refusal is about something else; of what its route names all speak.
function isOfOneField(limiting: Requirement, refusing: Requirement, { method }: ExchangeFact): boolean {
  const limits = listClauses(limiting).filter(({ by, answer }) => by === 'sentence' && answer.code === 'ok');
  const [words, ofRoute] = [contentWords(refusing.text), contentWords(method)];
  const isShared = (word: string): boolean => words.has(word) && !ofRoute.has(word);
  return limits.every(({ when }) =>
    when.flat().some(({ about, condition }) => condition.const !== undefined || about.some(isShared)),
  );
}

/** By these who asks is refused, whatever he asks for. */
const WHO_ASKS =
  /^40[137]$|\b(?:authenticat|authoris|authoriz|token|role|permission|credential|signed in|log(?:ged)? in)/iu;

// That somebody may not ask goes before all that he asks; unless both speak of what is not there.
function isOfWhoAsks({ came, wanted }: Disputed, { facts: { contract } }: Case): boolean {
  return [came, wanted].some((code) => WHO_ASKS.test(code) || WHO_ASKS.test(contract.code(code)?.meaning ?? ''));
}

// A fault of the service is no promise; nor is that there is no such name.
function mayMeet(disputed: Disputed, seen: Case): boolean {
  const { came, wanted, exchange } = disputed;
  const { contract } = seen.facts;
  if (isSuccess(came) && isSuccess(wanted)) return false;
  const blames = contract.code(came)?.blames ?? 'caller';
  const isOfName = contract.name(exchange.fact.method) === 'documented' && /^(?:-32601|405|501)$/u.test(came);
  return blames === 'caller' && !isOfName && checkRefusal(disputed, seen)?.isTrue !== false;
}

/** What cannot be both, of one thing. */
const OPPOSITES: readonly (readonly [RegExp, RegExp])[] = [
  [/\bnewest\b|\blatest\b|\byoungest\b|\bmost recent\b/iu, /\boldest\b|\bearliest\b|\bin the order in which\b/iu],
  [/\ball\b|\bevery\b/iu, /\bonly\b|\bnone\b|\bnothing but\b/iu],
  [/\bascending\b|\bsmallest first\b|\blowest first\b/iu, /\bdescending\b|\b(?:greatest|largest|highest) first\b/iu],
  [/\brounded up\b/iu, /\brounded down\b|\bcut off\b/iu],
  [/\bcase[- ]sensitive\b/iu, /\bcase[- ]insensitive\b|\bin whatever case\b/iu],
  [/\brequired\b|\bmandatory\b/iu, /\boptional\b|\bmay be left out\b/iu],
  [/\bis kept\b|\bare kept\b|\bstays?\b|\bremains?\b/iu, /\b(?:is|are) (?:gone|deleted|removed)\b/iu],
  [/\bUTC\b/u, /\blocal time\b/iu],
];

// Of one route, and of the same thing in it.
function findOpposed(seen: Case): Met | undefined {
  const demand = findDemand(seen);
  if (demand === undefined || demand.seen.length === 0) return undefined;
  for (const one of demand.approved) {
    const other = seen.facts.contract.approved.find(
      (candidate) => candidate !== one && !goesFirst(one, candidate) && isOpposed(one, candidate),
    );
    if (other !== undefined) return { one, other, evidence: demand.seen };
  }
  return undefined;
}

function isOpposed(one: Requirement, other: Requirement): boolean {
  if (namesOf(one).length === 0 || namesOf(other).length === 0 || !isOfOneName(one, other)) return false;
  const words = contentWords(other.text);
  const isOfOneThing = [...contentWords(one.text)].some((word) => words.has(word));
  const isOneOf = ([left, right]: (typeof OPPOSITES)[number], text: string): string =>
    `${left.test(text) ? 'l' : ''}${right.test(text) ? 'r' : ''}`;
  return (
    isOfOneThing &&
    OPPOSITES.some(
      (pair) =>
        `${isOneOf(pair, one.text)}${isOneOf(pair, other.text)}`.match(/^(?:lr|rl)$/u) !== null &&
        isOneOf(pair, one.text).length === 1,
    )
  );
}

// What came is more or less than the one allows, and just what the other says.
function findExceeded(seen: Case): Met | undefined {
  const { decisive, effect, facts } = seen;
  if (effect.reason !== 'assertion' || decisive?.fact.end !== 'answered') return undefined;
  const said = listNumbers(effect.failure.message);
  const came = listNumbers(decisive.fact.answer).filter((value) => value >= LEAST_NUMBER && said.includes(value));
  for (const one of seen.cited.filter(({ status }) => status === 'approved')) {
    if (!listNumbers(one.text).some((limit) => said.includes(limit) && !came.includes(limit))) continue;
    const other = facts.contract.approved.find(
      (candidate) =>
        !seen.cited.includes(candidate) &&
        mayConcern(candidate, decisive.fact) &&
        !goesFirst(one, candidate) &&
        came.some((value) => followsFrom(seen, candidate, value)),
    );
    if (other !== undefined) return { one, other, evidence: [citeExchange(decisive)] };
  }
  return undefined;
}
