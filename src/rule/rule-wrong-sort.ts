import { placeOf } from './place.ts';
import { oneLine, present, sortOf } from '#domain';
import type { ExchangeFact } from '#domain';
import {
  citeExchange,
  contentWords,
  escapePattern,
  findAnsweredError,
  isShown,
  looksLikeJson,
  readBody,
  textOfError,
  wantsRefusal,
} from '#case';
import type { AnsweredError, Case } from '#case';
import { readLimits } from './rule-within-limits.ts';
import { WRONG_REQUEST } from './rule-lacks-field.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The refusal says what the request should have been, and it is not that. */
export const ruleWrongSort: WeightedRule = {
  id: 'wrong-sort',
  sentence:
    'A request that was refused as wrong, in words by which a field has to be of another sort or size than it has in the request, or the body in another form than it has, is wrong; not where an approved requirement allows what was sent.',
  weights: { TEST_ARTIFACT: 10, SYSTEM_CRITICAL: -6, REQUIREMENT_GAP: -3 },
  cites: 'the refused request, and the words of the refusal',
  advises: 'send what the refusal asks for',
  otherwise: 'if the request were as the refusal wants it, the service would misread it',
  opine: (seen) => {
    const found = findAnsweredError(seen);
    if (found === undefined || !isRefusedRequest(found) || wantsRefusal(seen, found) || !isShown(seen, found))
      return undefined;
    const { fact } = found.exchange;
    const wrong = findWrong(fact, seen);
    if (wrong === undefined) return undefined;
    return {
      evidence: [citeExchange(found.exchange)],
      lead: {
        about: `${fact.method}|${wrong.split(' ')[0] ?? ''}`,
        title: `the test sends ${oneLine(fact.method, 80)} ${wrong}, and is told so: ${oneLine(textOfError(fact.answer), 160)}`,
        action: 'send what the refusal asks for',
        ...placeOf(seen.effect.failure),
        ...present({ missent: tellSort(wrong, fact) }),
      },
    };
  },
};

/** In what a request is not as the words of its refusal want it. */
export function findWrong(fact: ExchangeFact, seen: Case): string | undefined {
  return findWrongForm(fact) ?? findWrongField(fact, seen);
}

// `with amount [900]`: a list.
function tellSort(wrong: string, { request }: ExchangeFact): string | undefined {
  const [, name = ''] = wrong.split(' ');
  const value = readBody(request)?.[name];
  return value === undefined ? undefined : `${name} ${sortOf(value)}`;
}

function isRefusedRequest({ code }: AnsweredError): boolean {
  return code === '-32700' || WRONG_REQUEST.has(code);
}

const NO_JSON =
  /\bnot (?:valid )?JSON\b|\binvalid JSON\b|\bmalformed\b|\bparse\b|\bcontent[- ]type\b|\bunsupported media\b/iu;

function findWrongForm({ request, answer }: ExchangeFact): string | undefined {
  const isCut = request.endsWith('…');
  return !isCut && request !== '' && !looksLikeJson(request) && NO_JSON.test(textOfError(answer))
    ? 'without JSON'
    : undefined;
}

/** What a refusal wants, and what a value has to be for that. */
const SORTS: readonly (readonly [RegExp, (value: unknown) => boolean])[] = [
  [/\bof type string\b|\bvalid string\b/iu, (value) => typeof value === 'string'],
  [/\bof type (?:u?int\d*|float\d*)\b|\bvalid (?:integer|number)\b/iu, (value) => typeof value === 'number'],
  [/\b(?:whole number|integer)\b/iu, Number.isInteger],
  [/\bnumber\b/iu, (value) => typeof value === 'number'],
  [/\b(?:text|string)\b/iu, (value) => typeof value === 'string'],
  [/\b(?:list|array)\b/iu, Array.isArray],
  [/\b(?:boolean|true or false|yes or no)\b/iu, (value) => typeof value === 'boolean'],
];

/** `three capital letters`. */
const LENGTH =
  /\b(one|two|three|four|five|six|seven|eight|nine|ten) (?:capital |small |upper-?case |lower-?case )?(?:letters|characters|digits)\b/iu;
const LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  'zero one two three four five six seven eight nine ten'.split(' ').map((word, count) => [word, count]),
);

function findWrongField(fact: ExchangeFact, seen: Case): string | undefined {
  const said = textOfError(fact.answer);
  const field = Object.entries(readBody(fact.request) ?? {}).find(([name]) =>
    new RegExp(`\\b${escapePattern(name)}\\b`, 'iu').test(said),
  );
  if (field === undefined) return undefined;
  const [name, value] = field;
  const isWrong = isOfOtherSort(value, said) || (isBeyond(field, said) && !isAllowed(field, fact, seen));
  return isWrong ? `with ${name} ${oneLine(JSON.stringify(value), 60)}` : undefined;
}

function isOfOtherSort(value: unknown, said: string): boolean {
  const length = LENGTHS[LENGTH.exec(said)?.[1]?.toLowerCase() ?? ''];
  const size = typeof value === 'string' ? Array.from(value).length : undefined;
  const isOf = SORTS.find(([words]) => words.test(said))?.[1];
  return isOf?.(value) === false || (length !== undefined && size !== length);
}

function isBeyond([, value]: readonly [string, unknown], said: string): boolean {
  const limits = readLimits(said);
  return limits !== undefined && typeof value === 'number' && (value < limits.least || value > limits.most);
}

// A refusal may name limits that are not those of the document.
function isAllowed([name, value]: readonly [string, unknown], { method }: ExchangeFact, { facts }: Case): boolean {
  if (!Number.isInteger(value)) return false;
  const known = facts.contract.approved.filter(
    (one) => one.names?.includes(facts.contract.listedName(method)) === true || contentWords(one.text).has(name),
  );
  return known.some(({ text }) => readLimits(text) !== undefined && !isBeyond([name, value], text));
}
