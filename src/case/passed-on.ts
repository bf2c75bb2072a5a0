import type { ExchangeFact } from '#domain';
import type { Case } from './case.ts';
import { isOfTest } from './asked-item.ts';
import { listDifferences } from './differences.ts';
import type { Found } from './found.ts';
import { isMisasked } from './misasked.ts';
import { nameOf } from './name-of.ts';
import { wasStoppedOnPurpose } from './purpose.ts';
import { listTroubles } from './trouble.ts';

/** What a component answered a service, by which the answer of the service to the test went wrong. */
export interface PassedOn {
  readonly exchange: Found<ExchangeFact>;
  /** Who asked. */
  readonly service: string;
  /** Who answered, or its address where nobody owns it. */
  readonly dependency: string;
  readonly how: 'failed' | 'unreadable' | 'without-field' | 'other-shape';
  /** Of `without-field`. */
  readonly field?: string;
}

/** The last exchange of a service with what it needs that explains the failure; undefined where the test hoped for a refusal itself. */
export function findPassedOn(seen: Case): PassedOn | undefined {
  if (seen.between.length === 0 || !isFelt(seen)) return undefined;
  for (const exchange of seen.between.toReversed()) {
    const { from: service = '', component, address } = exchange.fact;
    const dependency = component ?? address;
    if (wasStoppedOnPurpose(seen, dependency)) continue;
    // It is not to blame for what is told of a question that nobody meant.
    const how = isMisasked(exchange, seen) ? undefined : howWrong(seen, exchange.fact);
    if (how !== undefined) return { exchange, service, dependency, ...how };
  }
  return undefined;
}

// A name that the test code lacks, or a folder it cannot read, has nothing to do with what others asked each other.
function isFelt({ effect: { reason }, decisive, raise }: Case): boolean {
  if (reason === 'assertion' || reason === 'time-limit') return true;
  if (raise.kind === 'unknown-name' || raise.kind === 'missing-file' || raise.kind === 'missing-program') return false;
  return decisive !== undefined;
}

function howWrong(seen: Case, fact: ExchangeFact): Pick<PassedOn, 'how' | 'field'> | undefined {
  if (fact.end !== 'answered')
    return isHopedFor(seen, fact) || isOfTest(seen, fact) || isOfAnother(seen, fact) ? undefined : { how: 'failed' };
  if (isErrorInside(fact)) return isHopedFor(seen, fact) ? undefined : { how: 'failed' };
  if (isUnreadable(seen, fact)) return { how: 'unreadable' };
  const field = findLostField(seen, fact);
  if (field !== undefined) return { how: 'without-field', field };
  return isOfOtherShape(seen, fact) ? { how: 'other-shape' } : undefined;
}

const ERROR_KEYS = /^(?:errors?|fault|exception)$/iu;
const BESIDE =
  /^(?:errors?|fault|exception|code|status|message|detail|details|path|timestamp|success|ok|request_?id|trace_?id)$/iu;

// Answered as if all were well, with nothing in it but an error.
function isErrorInside({ answer, protocol }: ExchangeFact): boolean {
  if (protocol !== 'http') return false;
  try {
    const value: unknown = JSON.parse(answer);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const told = Object.entries(value).filter(([, one]) => one !== null && one !== '' && one !== false);
    return told.some(([key]) => ERROR_KEYS.test(key)) && told.every(([key]) => BESIDE.test(key));
  } catch {
    return false;
  }
}

/** What languages raise for data of another sort than was reckoned with; the last ones only right after such data came. */
const OTHER_SHAPE =
  /\b(?:Cannot read propert(?:y|ies) of (?:undefined|null)|is not iterable|is not a function or its return value is not iterable|object is not subscriptable|indices must be integers|'(?:NoneType|dict|list|str|int|float)' object has no attribute|unsupported operand type|conversion from \w+ to \w+ is not supported|argument must be (?:a |an )?(?:string|str|int|number|bytes)|InvalidOperation|could not convert string to float|invalid literal for int|ClassCastException|NumberFormatException|NullPointerException|interface conversion: |parsing "[^"]*": invalid syntax)/u;

// The dependency answered, and what the service raised at that moment is of data in another form; it is no sign where such an answer goes with success.
function isOfOtherShape(seen: Case, fact: ExchangeFact): boolean {
  if (fact.usual === true || !looksLikeJson(fact.answer)) return false;
  return seen.logs.some(({ fact: { nature, text } }) => nature === 'stack' && OTHER_SHAPE.test(text));
}

const REFUSAL = /^(?:4\d\d|-\d{1,5})$/u;

// `no such product` of the one is `no such product` of the other.
function isHopedFor({ effect: { failure } }: Case, { end, code = '' }: ExchangeFact): boolean {
  return end === 'error' && REFUSAL.test(failure.expected ?? '') && REFUSAL.test(code);
}

// What it names stands only in a question that came after the one which the failure is about: of a neighbour, most likely.
function isOfAnother({ decisive, exchanges }: Case, { method, end }: ExchangeFact): boolean {
  if (decisive === undefined || end !== 'error') return false;
  const name = nameOf(method);
  const isIn = ({ fact }: Found<ExchangeFact>): boolean => `${fact.method} ${fact.request}`.includes(name);
  const first = exchanges.findIndex(isIn);
  return name.length > 1 && first > exchanges.indexOf(decisive);
}

/** How languages say that what they read is no JSON. */
export const NO_JSON: RegExp =
  /is not valid JSON|Unexpected (?:token|end of JSON|non-whitespace)|Unterminated string|JSONDecodeError|Expecting (?:value|property name|',' delimiter)|invalid character|Expected (?:property name|double-quoted|',' or)|Expected .* in JSON|Bad (?:control|escaped) character/u;
/** Besides, how programs say that it is of another sort than they take it for. */
const CANNOT_READ =
  /cannot unmarshal|JsonParseException|JsonSyntaxException|MismatchedInput|UnicodeDecodeError|invalid (?:start|continuation) byte|(?:could not|cannot|failed to|unable to) (?:parse|decode|deserialize)/iu;

function isUnreadable(seen: Case, { answer }: ExchangeFact): boolean {
  if (!listTroubles(seen).some(({ text }) => NO_JSON.test(text) || CANNOT_READ.test(text))) return false;
  const isOfAnotherSort = listTroubles(seen).some(({ text }) => /cannot unmarshal|MismatchedInput/u.test(text));
  return isOfAnotherSort || !looksLikeJson(answer);
}

/** By its beginning, and as a whole where it was not cut. */
export function looksLikeJson(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.endsWith('…')) return /^(?:[[{"\d-]|true|false|null)/u.test(trimmed);
  try {
    JSON.parse(trimmed);
    return true;
  } catch {
    return false;
  }
}

const NAMED_FIELDS: readonly RegExp[] = [
  /\bKeyError: ['"]([A-Za-z_][\w-]*)['"]/u,
  /\(reading '([A-Za-z_]\w*)'\)/u,
  /\bmissing (?:field|property|key) ['"`]?([A-Za-z_]\w*)/iu,
  /\bhas no (?:field|property|key) ['"`]?([A-Za-z_]\w*)/iu,
  /\bUnrecognized field "(\w+)"/u,
];

// The documents may tell what the dependency answers; else the trouble of the service names a field that stands nowhere but in its own code.
function findLostField(seen: Case, fact: ExchangeFact): string | undefined {
  const { facts, exchanges } = seen;
  const { answer, method } = fact;
  if (!looksLikeJson(answer)) return undefined;
  const promised = facts.contract.fieldsOf(method)?.must.find((name) => !answer.includes(`"${name}"`));
  if (promised !== undefined) return promised;
  const named = listTroubles(seen).flatMap(({ text }) =>
    NAMED_FIELDS.flatMap((pattern) => pattern.exec(text)?.[1] ?? []),
  );
  const isForeign = (name: string): boolean =>
    !answer.includes(`"${name}"`) &&
    !isBuiltIn(name) &&
    !facts.contract.mentions(name) &&
    !exchanges.some((one) => one.fact.request.includes(name) || one.fact.answer.includes(`"${name}"`));
  return named.find(isForeign) ?? findNothing(seen, fact);
}

/** What calculations, languages and formats make of nothing. */
const NOTHING = /^(?:0|NaN|nan|null|None|undefined|nil|<nil>|)$/u;

// Told as nothing where there is no number beside it, and what the service then tells is nothing as well.
function findNothing({ effect: { failure, reason }, decisive }: Case, { answer }: ExchangeFact): string | undefined {
  const isOfNothing = listDifferences(failure).some(({ came, wanted }) => NOTHING.test(came) && !NOTHING.test(wanted));
  // A service that told an error passed nothing on.
  if (reason !== 'assertion' || !isOfNothing || decisive?.fact.end === 'error') return undefined;
  const fields = readFields(answer);
  const hasNumber = fields.some(([, value]) => typeof value !== 'boolean' && NUMBER.test(String(value)));
  return hasNumber ? undefined : fields.find(([, value]) => value === null)?.[0];
}

const NUMBER = /^-?\d+(?:\.\d+)?$/u;

function readFields(answer: string): readonly (readonly [string, unknown])[] {
  try {
    const value: unknown = JSON.parse(answer);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  } catch {
    return [];
  }
}

/** Every text and list has these: they name no field. */
function isBuiltIn(name: string): boolean {
  return [Object.prototype, Array.prototype, String.prototype, Number.prototype].some((one) => name in one);
}
