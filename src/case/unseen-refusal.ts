import type { ExchangeFact, Failure } from '#domain';
import type { ContractIndex } from './contract-index.ts';
import { listComparisons } from './comparison.ts';
import type { Found } from './found.ts';
import { listJsonValues } from './json-values.ts';
import { isReading } from './reads.ts';

type Exchange = Found<ExchangeFact>;

/**
 * The first change that a test asked for and was refused, where it went on as if it had been made: what it then wants holds what was sent in vain, or
 * their sum with what was taken, or is nothing at all. A refusal that was hoped for leaves no such trace.
 */
export function findUnseenRefusal(
  exchanges: readonly Exchange[],
  failure: Failure,
  contract: ContractIndex,
): Exchange | undefined {
  const refused = exchanges.filter(({ fact }) => isRefusedChange(fact, contract));
  const [first] = refused;
  const isLast = first === exchanges.at(-1) && !OF_NOTHING.test(failure.message);
  if (first === undefined || isLast || speaksOfCode(failure, first.fact)) return undefined;
  const taken = exchanges.filter(({ fact }) => fact.end === 'answered');
  return isMissed(failure, refused, taken) ? first : undefined;
}

function isRefusedChange({ end, code = '', method, protocol }: ExchangeFact, contract: ContractIndex): boolean {
  if (end !== 'error' || protocol !== 'http' || isReading(method) || !/^4\d\d$/u.test(code)) return false;
  return (contract.code(code)?.blames ?? 'caller') === 'caller';
}

function speaksOfCode({ message, expected = '', actual = '' }: Failure, { code = '' }: ExchangeFact): boolean {
  return [expected, actual].includes(code) || new RegExp(`(?<![\\w.-])${code}(?![\\w.])`, 'u').test(message);
}

/** By these languages name a thing that is not there, where people speak of things: `order undefined is not listed`. */
const OF_NOTHING = /(?<=\b\p{L}{3,} )(?:undefined|null|None|NaN)\b(?= \p{L})/u;

function isMissed(failure: Failure, refused: readonly Exchange[], taken: readonly Exchange[]): boolean {
  if (OF_NOTHING.test(failure.message)) return true;
  const asked = listComparisons(failure).find(({ how }) => how === 'told');
  if (asked === undefined) return false;
  const { came, wanted } = asked;
  const sent = refused.flatMap(({ fact }) => valuesOf(fact.request));
  const known = new Set(taken.flatMap(({ fact }) => [...valuesOf(fact.request), ...valuesOf(fact.answer)]));
  const [hoped, shown] = [wanted, came].map((side) => new Set(side.match(TOKEN)));
  const isLost = sent.some((value) => !known.has(value) && hoped?.has(value) === true && shown?.has(value) === false);
  return isLost || isSum(Number(wanted), Number(came), refused, taken);
}

const TOKEN = /-?\d+(?:\.\d+)?|\p{L}[\p{L}\d_-]{2,}/gu;

function valuesOf(text: string): readonly string[] {
  return (listJsonValues(text) ?? []).map(({ value }) => String(value));
}

// What was taken adds up to what came, and only with what was refused to what is wanted.
function isSum(wanted: number, came: number, refused: readonly Exchange[], taken: readonly Exchange[]): boolean {
  const [{ fact }] = [refused[0] ?? { fact: undefined }];
  if (fact === undefined || !Number.isFinite(wanted) || !Number.isFinite(came)) return false;
  const fields = new Set((listJsonValues(fact.request) ?? []).map(({ field }) => field));
  const sum = (all: readonly Exchange[], field: string): number =>
    all
      .filter((one) => one.fact.method === fact.method)
      .flatMap((one) => listJsonValues(one.fact.request) ?? [])
      .reduce((total, one) => total + (one.field === field && typeof one.value === 'number' ? one.value : 0), 0);
  return [...fields].some((field) => {
    const [lost, had] = [sum(refused, field), sum(taken, field)];
    return lost !== 0 && had === came && had + lost === wanted;
  });
}
