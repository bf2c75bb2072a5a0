import { holds, withoutCallId } from '#domain';
import type { Elsewhere, ExchangeFact } from '#domain';
import { findDifferingCode, namesWord } from './answer-codes.ts';
import { isService } from './case.ts';
import type { Case } from './case.ts';
import { listDifferences } from './differences.ts';
import type { Difference } from './differences.ts';
import type { Found } from './found.ts';
import { isMisasked } from './misasked.ts';
import { findOrigin } from './origin.ts';
import { findProvenance } from './provenance.ts';
import { READS } from './reads.ts';

/** An answer to this test, and one to a test that passed, which shows that this one is as it should be. */
export interface ToldElsewhere extends Difference {
  readonly exchange: Found<ExchangeFact>;
  readonly other: Elsewhere;
}

/** What the test wants was told for another question of a test that passed, and what came goes with its own question. */
export function findCopied(seen: Case): ToldElsewhere | undefined {
  for (const difference of listCompared(seen)) {
    const { came, wanted } = difference;
    for (const exchange of listShowing(seen, came)) {
      const other = precedentOf(exchange, 'wanted');
      if (other === undefined || !isOfOneField(exchange.fact.answer, other.answer, difference)) continue;
      if (isOwed(wanted, exchange, seen)) continue;
      if (isParallel(exchange.fact, other, difference) || isRight(exchange, { came, other, seen }))
        return { ...difference, exchange, other };
    }
  }
  return undefined;
}

/** What came was told to a test that passed and cites the same requirement: to the same question, or in the same proportion to its numbers. */
export function findToldAlike(seen: Case): ToldElsewhere | undefined {
  return findCodeAlike(seen) ?? findValueAlike(seen);
}

/** The test asks for a thing that another test made, and is told of it what that one was told. */
export function findOfAnother(seen: Case): ToldElsewhere | undefined {
  for (const difference of listApart(seen)) {
    for (const exchange of listShowing(seen, difference.came)) {
      const made = precedentOf(exchange, 'made');
      if (made === undefined) continue;
      const isKnown = [made, precedentOf(exchange, 'same')].some(
        (one) =>
          one !== undefined &&
          isOfOneField(exchange.fact.answer, one.answer, { ...difference, wanted: difference.came }),
      );
      if (isKnown) return { ...difference, exchange, other: made };
    }
  }
  return undefined;
}

function listApart({ effect, isTold: isFromText }: Case): readonly Difference[] {
  return effect.reason === 'assertion' && !isFromText ? listDifferences(effect.failure) : [];
}

// Small numbers and what languages print for nothing stand everywhere.
function listCompared(seen: Case): readonly Difference[] {
  return listApart(seen).filter(({ came, wanted }) => [came, wanted].every(isTelling));
}

function isTelling(value: string): boolean {
  const number = Number(value);
  return Number.isNaN(number) ? /\p{L}\p{L}/u.test(value) && !IDLE.test(value) : Math.abs(number) >= LEAST;
}

const LEAST = 10;
const IDLE = /^(?:true|false|null|none|undefined|nan|nil)$/iu;

function listShowing({ exchanges, facts }: Case, came: string): readonly Found<ExchangeFact>[] {
  return exchanges.filter(
    ({ fact }) => fact.end === 'answered' && isService(facts, fact.component) && holds(fact.answer, came),
  );
}

function precedentOf({ fact }: Found<ExchangeFact>, how: Elsewhere['how']): Elsewhere | undefined {
  return fact.elsewhere?.find((one) => one.how === how);
}

/** Fields with their plain values, also of a text that was cut. */
const FIELD = /"([^"\\]{1,60})"\s*:\s*(?:"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?))/gu;

function fieldsWith(answer: string, value: string): readonly string[] {
  const fields = [...answer.matchAll(FIELD)];
  return fields.flatMap(([, field = '', text, number]) =>
    number === value || text === value || (text !== undefined && holds(text, value)) ? [field] : [],
  );
}

function isOfOneField(answer: string, other: string, { came, wanted }: Difference): boolean {
  const fields = fieldsWith(answer, came);
  return fieldsWith(other, wanted).some((field) => fields.includes(field));
}

// Said of this very thing by another route, by another component or in a document: then it may be owed.
function isOwed(wanted: string, { fact }: Found<ExchangeFact>, seen: Case): boolean {
  const { exchanges } = seen;
  const told = exchanges.filter((one) => holds(one.fact.answer, wanted));
  const isOfOthers = told.every(
    (one) => routeOf(one.fact) === routeOf(fact) && questionOf(one.fact) !== questionOf(fact),
  );
  if (!isOfOthers) return true;
  return findOrigin(wanted, { ...seen, exchanges: exchanges.filter((one) => !told.includes(one)) }) !== 'nowhere';
}

function routeOf({ method }: ExchangeFact): string {
  return method.replace(/\?.*$/u, '').replaceAll(/\d+/gu, '#');
}

function questionOf({ method, request }: Pick<Elsewhere, 'method' | 'request'>): string {
  return `${method} ${withoutCallId(request)}`;
}

function isFollowing(seen: Case): boolean {
  const found = findProvenance(seen);
  if (found?.cameFollows === undefined || found.wantedFollows !== undefined) return false;
  const { delivered, formula } = found.cameFollows;
  return delivered === undefined ? formula !== String(found.came) : !isMisasked(delivered, seen);
}

interface Shown {
  readonly came: string;
  readonly other: Elsewhere;
  readonly seen: Case;
}

// By its number alone a thing is as good as another, and of what the test had changed before it may want what others wanted of theirs.
function isRight(exchange: Found<ExchangeFact>, { came, other, seen }: Shown): boolean {
  const { exchanges } = seen;
  const [own, others] = [exchange.fact, other].map((one) => questionOf(one).replaceAll(NUMBER, '#'));
  const before = exchanges.slice(0, exchanges.indexOf(exchange));
  if (own === others || before.some(({ fact }) => !READS.test(fact.method))) return false;
  return isFollowing(seen) || isTold(exchange, came, seen);
}

/** The same question was answered with it, while a test of the same requirement passed. */
function isTold(exchange: Found<ExchangeFact>, came: string, seen: Case): boolean {
  const same = precedentOf(exchange, 'same');
  if (same === undefined || !citesAlike(same.test, seen)) return false;
  return isOfOneField(exchange.fact.answer, same.answer, { came, wanted: came });
}

// The two questions are apart by one number, and so are the two answers: by the same number, or by the same factor.
function isParallel(own: ExchangeFact, other: Elsewhere, { came, wanted }: Difference): boolean {
  const apart = findApart(questionOf(own), questionOf(other));
  if (apart === undefined) return false;
  const values = findApart(came, wanted);
  if (values === undefined) return false;
  if (values[0] === apart[0] && values[1] === apart[1]) return true;
  // The number of a thing is no amount.
  const isOfThing = own.method.replace(/\?.*$/u, '') !== other.method.replace(/\?.*$/u, '');
  return !isOfThing && apart[1] !== 0 && values[1] !== 0 && isNear(values[0] / values[1], apart[0] / apart[1]);
}

const NUMBER = /-?\d+(?:\.\d+)?/gu;

/** The one number in which two texts differ that are alike otherwise. */
function findApart(one: string, other: string): readonly [number, number] | undefined {
  if (one.replaceAll(NUMBER, '#') !== other.replaceAll(NUMBER, '#')) return undefined;
  const hoped = other.match(NUMBER) ?? [];
  const pairs = (one.match(NUMBER) ?? []).map((number, index) => [Number(number), Number(hoped[index])] as const);
  const [first, ...others] = pairs.filter(([came, wanted]) => came !== wanted);
  return first === undefined || others.length > 0 ? undefined : first;
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-6 * Math.max(Math.abs(one), Math.abs(other));
}

// Made rightly of what was delivered: then it is for those two to know what is right, and a test that passed agrees with them.
function findValueAlike(seen: Case): ToldElsewhere | undefined {
  const found = findProvenance(seen);
  const difference = { came: String(found?.came), wanted: String(found?.wanted) };
  if (found === undefined || found.cameFollows?.delivered === undefined || !isFollowing(seen)) return undefined;
  if (findOrigin(difference.wanted, seen) !== 'nowhere') return undefined;
  const { exchange } = found;
  const other = listAgreeing(exchange, seen).find((one) => isProportional(exchange.fact, one, found.came));
  return other && { ...difference, exchange, other };
}

function listAgreeing({ fact }: Found<ExchangeFact>, seen: Case): readonly Elsewhere[] {
  return (fact.elsewhere ?? []).filter(({ how, test }) => (how === 'same' || how === 'like') && citesAlike(test, seen));
}

function citesAlike(ordinal: number, { effect: { attempt }, cited }: Case): boolean {
  const ids = attempt?.tests[ordinal]?.requirements ?? [];
  return cited.some(({ id, status }) => status === 'approved' && ids.includes(id));
}

function isProportional(own: ExchangeFact, other: Elsewhere, came: number): boolean {
  const fields = fieldsWith(own.answer, String(came));
  const told = [...other.answer.matchAll(FIELD)].filter(([, field = '']) => fields.includes(field));
  const apart = findApart(questionOf(own), questionOf(other));
  const factor = apart === undefined ? 1 : apart[0] / apart[1];
  const isSame = questionOf(own) === questionOf(other);
  if (apart === undefined && !isSame) return false;
  return told.some(([, , , number]) => number !== undefined && isNear(Number(number) * factor, came));
}

// Two ways to say that it went well, of which no document names the one that is wanted.
function findCodeAlike(seen: Case): ToldElsewhere | undefined {
  const found = findDifferingCode(seen);
  if (found === undefined || ![found.code, found.wanted].every((code) => WELL.test(code))) return undefined;
  const { exchange, code: came, wanted } = found;
  if (seen.facts.contract.approved.some((one) => namesWord(one, wanted))) return undefined;
  const other = listAgreeing(exchange, seen).find((one) => one.code === came);
  return other && { came, wanted, exchange, other };
}

const WELL = /^2\d\d$/u;
