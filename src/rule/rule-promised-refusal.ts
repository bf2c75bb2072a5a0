import { placeOf } from './place.ts';
import { isSuccess, oneLine } from '#domain';
import type { ExchangeFact } from '#domain';
import { checkRefusal, citeExchange, findDisputed, isHook, isRefusal, isService, namesWord, speaksOf } from '#case';
import type { Case, Checked, Disputed } from '#case';
import { ruleLacksField } from './rule-lacks-field.ts';
import { findWrong } from './rule-wrong-sort.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The document says that this is refused, and it is as the service says. */
export const rulePromisedRefusal: WeightedRule = {
  id: 'promised-refusal',
  sentence:
    'A test that wants a success and is refused as an approved requirement promises, where what the service says in refusing is so by what else was seen (the end of a token, the number of messages, a thing that nobody made, a value beyond its limits), walked into it.',
  weights: { TEST_ARTIFACT: 10, SYSTEM_CRITICAL: -7, INTEGRATION_ISSUE: -5, REQUIREMENT_GAP: -4 },
  cites: 'the refusal, what shows that it is true, and the requirement',
  advises: 'bring about what the call needs, or want the refusal',
  otherwise: 'if the reason that the service gives were not true, it would refuse wrongly',
  opine: (seen) => {
    const found = findChecked(seen);
    if (found?.checked.isTrue !== true || found.checked.by === undefined || isAboutIt(seen, found.disputed))
      return undefined;
    const { disputed, checked } = found;
    const { method } = disputed.exchange.fact;
    const { id, text } = checked.by ?? { id: '', text: '' };
    return {
      evidence: [citeExchange(disputed.exchange)],
      lead: {
        about: `${method}|${id}`,
        title: `${oneLine(method, 80)} was refused with ${disputed.came} as ${id} promises (${oneLine(text, 120)}): ${checked.how}`,
        action: `bring about what ${oneLine(method, 80)} needs, or let the test want ${disputed.came}`,
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

/** The service says what is not so. */
export const ruleUntrueRefusal: WeightedRule = {
  id: 'untrue-refusal',
  sentence:
    'A service that refuses a call for a reason that is not so, by what else was seen (a token that is good, the first message of a connection, a thing that it told of before, a value within its limits), refuses wrongly.',
  weights: { SYSTEM_CRITICAL: 9, TEST_ARTIFACT: -8, INTEGRATION_ISSUE: -3, REQUIREMENT_GAP: -4 },
  cites: 'the refusal, and what shows that it is not true',
  advises: 'look at why the service takes the call for one to be refused',
  otherwise: 'if the reason that the service gives were true, the refusal would be right',
  opine: (seen) => {
    const found = findUntrue(seen);
    if (found === undefined) return undefined;
    const { disputed, checked } = found;
    const { method, component = 'the service' } = disputed.exchange.fact;
    return {
      evidence: [citeExchange(disputed.exchange)],
      lead: {
        about: disputed.came,
        title: `${component} refuses ${oneLine(method, 80)} with ${disputed.came}, though ${checked.how}`,
        action: `look at why ${component} takes this for a call to be refused with ${disputed.came}`,
        suspects: [seen.facts.contract.listedName(method), ...(checked.by === undefined ? [] : [checked.by.id])],
      },
    };
  },
};

/** The refusal by which the service says what is not so. */
export function findUntruth(seen: Case): Disputed['exchange'] | undefined {
  return findUntrue(seen)?.disputed.exchange;
}

function findUntrue(seen: Case): FoundCheck | undefined {
  const found = findChecked(seen) ?? findUnwanted(seen);
  if (found?.checked.isTrue !== false || isWrongOtherwise(found.disputed.exchange.fact, seen)) return undefined;
  return found;
}

// Within its limits, and of another sort than it has to be, or not there at all: then it is refused for that.
function isWrongOtherwise(fact: ExchangeFact, seen: Case): boolean {
  return findWrong(fact, seen) !== undefined || ruleLacksField.opine(seen) !== undefined;
}

interface FoundCheck {
  readonly disputed: Disputed;
  readonly checked: Checked;
}

function findChecked(seen: Case): FoundCheck | undefined {
  const disputed = isHook(seen.effect) || seen.isTold ? undefined : findDisputed(seen);
  if (disputed === undefined || !isRefused(disputed, seen) || !isSuccess(disputed.wanted)) return undefined;
  const checked = checkRefusal(disputed, seen);
  return checked === undefined ? undefined : { disputed, checked };
}

// What a test reads of an answer lacks where it was refused: that it compares no code makes the refusal no truer.
function findUnwanted(seen: Case): FoundCheck | undefined {
  const { decisive, effect, facts } = seen;
  if (decisive?.fact.end !== 'error' || !isService(facts, decisive.fact.component)) return undefined;
  if (seen.isTold || isHook(effect) || findDisputed(seen) !== undefined) return undefined;
  const disputed: Disputed = { exchange: decisive, came: decisive.fact.code ?? '', wanted: 'ok' };
  const checked = isUnwanted(disputed, seen) ? checkRefusal(disputed, seen) : undefined;
  return checked && { disputed, checked };
}

function isUnwanted(disputed: Disputed, seen: Case): boolean {
  return isRefused(disputed, seen) && !isHopedFor(disputed, seen);
}

function isRefused({ came }: Disputed, { facts }: Case): boolean {
  return isRefusal(came) && (facts.contract.code(came)?.blames ?? 'caller') === 'caller';
}

function isHopedFor({ came }: Disputed, { effect, cited }: Case): boolean {
  return effect.failure.expected === came || cited.some((one) => namesWord(one, came));
}

// Where the test means to show just this, its own requirement speaks of it; a draft against what is approved has to be decided.
function isAboutIt({ cited }: Case, { exchange, came }: Disputed): boolean {
  const approved = cited.filter(({ status }) => status === 'approved');
  if (cited.length > 0 && approved.length === 0) return true;
  return approved.some((one) => !namesWord(one, came) && speaksOf(one, exchange.fact));
}
