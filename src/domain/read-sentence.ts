import type { Requirement } from './config.ts';
import type { Clause, Condition, Demanded } from './promised.ts';

// What a sentence says of when and what, as far as its words are sure. Anything doubtful is left out: then nobody knows.

/** A refusal of which no document says the code. */
export const ANY_REFUSAL = 'refused';

const NUMBER = String.raw`(-?\d[\d_,]*(?:\.\d+)?)(?!\w|\.\d)`;
/** The few words that stand before an amount, and the one after it: `duration_seconds of up to 10800`, `1 to 30000 whole grams`. */
const BEFORE = String.raw`((?:[a-z][a-z_]*[ ,(]+){0,6})`;
const AFTER = String.raw`(?: (?:whole |full )?([a-z][a-z_]*))?`;

interface Form {
  readonly pattern: RegExp;
  readonly limits: (first: number, second: number) => Condition;
  /** Whether its words alone make it a limit, and not an amount that something else depends on. */
  readonly isLimit: boolean;
}

function form(words: string, limits: Form['limits'], isLimit: boolean, amount = NUMBER): Form {
  return { pattern: new RegExp(`${BEFORE}${words}${amount}${AFTER}`, 'giu'), limits, isLimit };
}

/** What each tells lies within, and what does not is refused. */
const FORMS: readonly Form[] = [
  form('', (minimum, maximum) => ({ minimum, maximum }), true, `${NUMBER} (?:to|and|-|–) ${NUMBER}`),
  form(
    String.raw`\b(?:at most|no more than|not more than|up to|a maximum of|as many as) `,
    (maximum) => ({ maximum }),
    true,
  ),
  form(
    String.raw`\b(?:at least|no less than|not less than|no fewer than|a minimum of) `,
    (minimum) => ({ minimum }),
    true,
  ),
  form(
    String.raw`\b(?:more than|over|above|exceeding|longer than|greater than|beyond) `,
    (maximum) => ({ maximum }),
    false,
  ),
  form(String.raw`\b(?:fewer than|less than|below|under|shorter than) `, (minimum) => ({ minimum }), false),
];

/** An amount of its own that is taken: `an order of 500 pieces is taken like any other`. */
const EXACTLY = new RegExp(
  String.raw`\bof ${NUMBER} ([a-z][a-z_]{2,}) (?:is|are|will be|can be|may be) (?:taken|accepted|allowed|served|possible|fine|welcome)\b`,
  'iu',
);
/** What is not there. */
const UNKNOWN =
  /\b(?:unknown|non-?existent|no such) ([a-z][a-z_]+(?:(?:,| or| and) [a-z][a-z_]+)*)|\b([a-z][a-z_]+) (?:that|which) (?:(?:does|do|did) not exist|(?:is|are|was|were) (?:not there|not found|missing|unknown)|cannot be found)/iu;

const OF_LENGTH = /^(?:characters?|letters?)$/iu;
/** Of time and of rate: nothing that a field of one request tells. */
const OF_TIME =
  /^(?:ms|s|sec|seconds?|milliseconds?|min|minutes?|hours?|days?|times?|messages?|requests?|connections?|clients?|fps|%)$/iu;
const REFUSES = /\b(?:refus|reject|error|denied|invalid|too |not (?:taken|accepted|allowed|possible))/iu;
const TAKES = /\b(?:takes?|taken|accepted|allowed|welcome|may|can|holds?)\b/iu;
const SMALL =
  /^(?:and|the|for|with|from|are|is|was|has|have|may|must|not|whoever|who|a|an|of|to|or|be|in|on|outside|between|takes?|holds?|whole|full|default)$/iu;

/** Clauses of a sentence that names one amount, or what is not there. */
export function readSentence(requirement: Requirement): readonly Clause[] {
  const code = findRefusal(requirement);
  const told = readExactly(requirement) ?? readWithin(requirement, code) ?? readUnknown(requirement, code);
  return (told ?? []).map(({ demanded, answer }) => ({
    requirement: requirement.id,
    when: [[demanded]],
    answer: { code: answer },
    by: 'sentence',
  }));
}

interface Read {
  readonly demanded: Demanded;
  readonly answer: string;
}

function readExactly({ text }: Requirement): readonly Read[] | undefined {
  const [, amount, noun = ''] = EXACTLY.exec(text) ?? [];
  if (amount === undefined || OF_TIME.test(noun)) return undefined;
  return [{ demanded: { about: [singular(noun)], condition: { const: read(amount) } }, answer: 'ok' }];
}

function readWithin(requirement: Requirement, code = ANY_REFUSAL): readonly Read[] | undefined {
  const within = readLimits(requirement, code !== ANY_REFUSAL);
  if (within === undefined) return undefined;
  const { isLimit, ...demanded } = within;
  const beyond: Read = { demanded: { ...demanded, isNot: true }, answer: code };
  return isLimit ? [{ demanded, answer: 'ok' }, beyond] : [beyond];
}

function readUnknown({ text }: Requirement, code: string | undefined): readonly Read[] | undefined {
  const [, named, other] = UNKNOWN.exec(text) ?? [];
  const about = (named ?? other)?.split(/,? (?:or|and) |, /u).map(singular);
  if (about === undefined || code === undefined) return undefined;
  return [{ demanded: { about, condition: { is: 'unknown' } }, answer: code }];
}

// Of several codes nobody knows which is meant.
function findRefusal({ text, names = [] }: Requirement): string | undefined {
  const told = [...text.matchAll(/(?<![\w.-])(4\d\d|-\d{3,5})(?!\w|\.\d)/gu)].map(([, code]) => code);
  const codes = new Set(told.length > 0 ? told : names.filter((name) => /^4\d\d$|^-\d+$/u.test(name)));
  const [only] = codes;
  return codes.size === 1 ? only : undefined;
}

type Limited = Demanded & { readonly isLimit: boolean };

// Of several amounts nobody knows which one a request has to keep to.
function readLimits(requirement: Requirement, hasCode: boolean): Limited | undefined {
  const { text } = requirement;
  if (!/\d/u.test(text)) return undefined;
  for (const one of FORMS) {
    const [first, ...others] = text.matchAll(one.pattern);
    if (first === undefined) continue;
    const isMeant = hasCode || REFUSES.test(text) || (one.isLimit && promisesLimit(requirement));
    return others.length > 0 || !isMeant ? undefined : readForm(one, first);
  }
  return undefined;
}

function promisesLimit({ kind, text }: Requirement): boolean {
  return kind === 'limit' || TAKES.test(text);
}

function readForm({ limits, isLimit }: Form, [, before = '', one = '', ...rest]: RegExpExecArray): Limited | undefined {
  const [other, after] = rest.length > 1 ? rest : [undefined, ...rest];
  if (OF_TIME.test(after ?? '')) return undefined;
  const told = limits(read(one), read(other ?? ''));
  const words = [after ?? '', ...before.split(/[ ,(]+/u).toReversed()].filter(
    (word) => word !== '' && !SMALL.test(word),
  );
  const about = [...new Set(words.filter((word) => !OF_LENGTH.test(word)).map(singular))];
  return { about, isLimit, condition: OF_LENGTH.test(after ?? '') ? asLength(told) : told };
}

function asLength({ minimum, maximum }: Condition): Condition {
  return {
    ...(minimum === undefined ? {} : { minLength: minimum }),
    ...(maximum === undefined ? {} : { maxLength: maximum }),
  };
}

function read(text: string): number {
  return Number(text.replaceAll(/[_,]/gu, ''));
}

/** A word as fields are named by it, without the s of many. */
export function singular(word: string): string {
  return word.toLowerCase().replace(/(?<=..)s$/u, '');
}
