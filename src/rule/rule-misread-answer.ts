import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import type { ExchangeFact } from '#domain';
import { citeExchange, isService, listJsonValues, looksLikeJson, readAsserted } from '#case';
import type { Case, Found } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** The answer holds what the test misses, and what the test says came stands nowhere in it. */
export const ruleMisreadAnswer: WeightedRule = {
  id: 'misread-answer',
  sentence:
    'A test that misses something which the answer of the service holds, with all that is documented of it, that takes the beginning of an answer for the whole or a 0 that its requirement writes for no, or that finds beside what it was told what nobody told it, reads the answer wrongly.',
  weights: { TEST_ARTIFACT: 12, SYSTEM_CRITICAL: -7, INTEGRATION_ISSUE: -7, REQUIREMENT_GAP: -4 },
  cites: 'the answer, as it was recorded, which holds what the test misses',
  advises: 'read the answer as it is: the name of the field, its place, its end',
  otherwise: 'if the answer lacked what the test misses, the service would not have told it',
  opine: (seen) => {
    const misread =
      findMissed(seen) ??
      findLost(seen) ??
      findCut(seen) ??
      findUntold(seen) ??
      findForeign(seen) ??
      findDenied(seen) ??
      findUnlisted(seen) ??
      findNo(seen);
    if (misread === undefined) return undefined;
    const { exchange, what } = misread;
    const { method, answer } = exchange.fact;
    return {
      evidence: [citeExchange(exchange)],
      lead: {
        about: what.endsWith(NOT_THERE) ? NOT_THERE : method,
        title: `the test reads the answer to ${oneLine(method, 80)} wrongly: ${what}: ${oneLine(answer, 160)}`,
        action: 'read the answer as it is: the name of the field, its place, its end',
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

interface Misread {
  readonly exchange: Found<ExchangeFact>;
  readonly what: string;
}

type Answered = Case['exchanges'];

// Answers that are whole, and hold all that a document promises of them.
function listGood({ exchanges, facts, isTold }: Case): Answered {
  if (isTold) return [];
  return exchanges.filter(({ fact: { component, end, method, answer } }) => {
    if (end !== 'answered' || !isService(facts, component) || listJsonValues(answer) === undefined) return false;
    const must = facts.contract.fieldsOf(method)?.must;
    return must !== undefined && must.every((name) => answer.includes(`"${name}"`));
  });
}

// What came is nothing that was said, and what is wanted was.
function findMissed(seen: Case): Misread | undefined {
  const sides = readAsserted(seen);
  if (sides === undefined || !TELLS.test(sides.wanted)) return undefined;
  if (seen.exchanges.some(({ fact }) => holds(fact, sides.came))) return undefined;
  const exchange = listGood(seen).findLast(({ fact }) => holds(fact, sides.wanted));
  if (exchange === undefined || exchange.fact !== seen.decisive?.fact) return undefined;
  const field = listJsonValues(exchange.fact.answer)?.find(({ value }) => String(value) === sides.wanted)?.field ?? '';
  return { exchange, what: `it misses ${oneLine(sides.wanted, 60)}, which stands there as ${field}` };
}

/** A number of two digits, or a word: less stands in an answer by chance. */
const TELLS = /^-?\d{2,}(?:\.\d+)?$|^(?!true$|false$)\p{L}.{2,200}$/su;

// An answer that says nothing, says it: in the same way, as far as languages can tell.
function holds({ answer }: ExchangeFact, side: string): boolean {
  const values = listJsonValues(answer);
  if (values === undefined) return answer.includes(side);
  return (
    values.some(({ value }) => (value === null ? NULL.test(side) : String(value) === side.toLowerCase())) ||
    values.some(({ value }) => value === side)
  );
}

const NULL = /^(?:null|none|nil|<nil>)$/iu;

/** One helper that hands on nothing misreads every method. */
const NOT_THERE = 'in something that is not there';

// A field that the answer has, looked for one step beside it.
function findLost(seen: Case): Misread | undefined {
  const { raise, decisive } = seen;
  if (raise.kind !== 'no-value' || raise.field === '') return undefined;
  const exchange = listGood(seen).findLast(({ fact }) => fact.answer.includes(`"${raise.field}"`));
  if (exchange === undefined || exchange.fact !== decisive?.fact) return undefined;
  return { exchange, what: `it looks for ${raise.field} ${NOT_THERE}` };
}

/** What languages say of JSON that ends too early. */
const ENDS_EARLY =
  /Unterminated string|Unexpected end of (?:JSON|input)|unexpected end of JSON input|unexpected EOF|Expecting (?:value|',' delimiter|property name|':' delimiter)|Expected .* in JSON at position/u;

function findCut({ effect: { failure }, exchanges, facts }: Case): Misread | undefined {
  if (!ENDS_EARLY.test(failure.message)) return undefined;
  const exchange = exchanges.findLast(({ fact }) => isService(facts, fact.component) && fact.end === 'answered');
  if (exchange === undefined || exchange.fact.answer.length < 2 || !looksLikeJson(exchange.fact.answer))
    return undefined;
  return { exchange, what: 'it takes the beginning for the whole' };
}

// Everything that is documented stands in a flat answer: what is not there at all was never promised there.
function findUntold(seen: Case): Misread | undefined {
  const sides = readAsserted(seen);
  const isApproved = seen.cited.length > 0 && seen.cited.every(({ status }) => status === 'approved');
  if (sides?.came !== 'undefined' || !isApproved) return undefined;
  const exchange = listGood(seen).find(({ fact }) => fact === seen.decisive?.fact);
  if (exchange === undefined || !isFlat(exchange.fact.answer) || isSpokenOf(sides.wanted, seen)) return undefined;
  return { exchange, what: 'it looks for something that is no field of it' };
}

function isFlat(answer: string): boolean {
  return /^\s*\{[^[\]{}]*\}\s*$/u.test(answer);
}

function isSpokenOf(wanted: string, { cited }: Case): boolean {
  const word = /\p{L}{3,}/u.exec(wanted)?.[0];
  return word === undefined || cited.some(({ text }) => text.toLowerCase().includes(word.toLowerCase()));
}

const WORDS = /\p{L}[\p{L}\d_-]{2,}/gu;
/** Of a longer talk only the end is kept. */
const MOST_KEPT = 6;

// Beside what the test was told stands what nobody told it: it kept that from elsewhere.
function findForeign(seen: Case): Misread | undefined {
  const sides = readAsserted(seen);
  const { exchanges, decisive } = seen;
  if (sides === undefined || decisive?.fact.end !== 'answered' || exchanges.length > MOST_KEPT) return undefined;
  const said = exchanges.map(({ fact }) => `${fact.method} ${fact.request} ${fact.answer}`).join('\n');
  const words = sides.came.match(WORDS) ?? [];
  const foreign = words.find((word) => !said.includes(word) && !sides.wanted.includes(word));
  const isMixed = words.some((word) => sides.wanted.includes(word) && decisive.fact.answer.includes(word));
  if (foreign === undefined || !isMixed || said.includes('…') || !isList(sides.came)) return undefined;
  return { exchange: decisive, what: `${oneLine(foreign, 60)} was told to another` };
}

function isList(side: string): boolean {
  return /^\s*\[/u.test(side);
}

const DENIES = /\b(?:is|was) (?:still |yet )?not (?:yet )?(\p{L}[\p{L}\d_-]{3,40})\b/u;

// It says that something has not become what the last answer says that it is.
function findDenied(seen: Case): Misread | undefined {
  const { effect, exchanges } = seen;
  const word = effect.reason === 'assertion' ? DENIES.exec(effect.failure.message)?.[1] : undefined;
  const exchange = listGood(seen).at(-1);
  if (word === undefined || exchange === undefined || exchange !== exchanges.at(-1)) return undefined;
  const isTold = listJsonValues(exchange.fact.answer)?.some(({ value }) => value === word) === true;
  return isTold ? { exchange, what: `it denies ${word}, which stands there` } : undefined;
}

const NOT_LISTED =
  /(?:^|\s)(['"]?)([\w.-]{1,60})\1 (?:is|was) (?:not|nowhere) (?:listed|found|there|contained|included|in)\b/u;

// It says that a thing is not there which an answer named, and the last one lists by that name.
function findUnlisted(seen: Case): Misread | undefined {
  const { effect, exchanges } = seen;
  const name = effect.reason === 'assertion' ? NOT_LISTED.exec(effect.failure.message)?.[2] : undefined;
  const exchange = listGood(seen).at(-1);
  if (name === undefined || exchange === undefined || exchange !== exchanges.at(-1)) return undefined;
  const told = new Set(exchanges.slice(0, -1).flatMap(({ fact }) => fieldsOf(fact, name)));
  const [field, ...others] = fieldsOf(exchange.fact, name).filter((one) => told.has(one));
  if (field === undefined || others.length > 0 || isOfMany(name, told)) return undefined;
  return { exchange, what: `it misses ${oneLine(name, 60)}, which stands there as ${field}` };
}

// A small number stands in many fields.
function isOfMany(name: string, fields: ReadonlySet<string>): boolean {
  return fields.size > 1 && /^\d$/u.test(name);
}

function fieldsOf({ answer }: ExchangeFact, name: string): readonly string[] {
  return (listJsonValues(answer) ?? []).flatMap(({ field, value }) => (String(value) === name ? [field] : []));
}

// Nothing is what the requirement writes, and what it was told.
function findNo(seen: Case): Misread | undefined {
  const { effect, cited } = seen;
  const { message, actual, expected } = effect.failure;
  const isNo = /^assert 0(?:\n|$)/u.test(message) || (actual === '0' && expected === 'true');
  const kept = cited.find(({ status, text }) => status === 'approved' && /(?<![\w.])0(?!\w|\.\d)/u.test(text));
  const exchange = listGood(seen).at(-1);
  if (effect.reason !== 'assertion' || !isNo || kept === undefined || exchange === undefined) return undefined;
  const isTold = listJsonValues(exchange.fact.answer)?.some(({ value }) => value === 0) === true;
  return isTold ? { exchange, what: `it takes 0 for no, where ${kept.id} says 0` } : undefined;
}
