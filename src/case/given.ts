import { holds } from '#domain';
import type { ExchangeFact, Requirement } from '#domain';
import { isService } from './case.ts';
import type { Case } from './case.ts';
import { findDemand } from './demand.ts';
import { listDifferences } from './differences.ts';
import type { Difference } from './differences.ts';
import type { Found } from './found.ts';
import { findPassedOn } from './passed-on.ts';

export type Exchange = Found<ExchangeFact>;

/** A place in which an answer of a service is wrong, where what the service needs had answered it. */
export interface Made {
  readonly difference: Difference;
  /** The wrong answer of the service. */
  readonly answer: Exchange;
  /** What the service was answered meanwhile, the last first. */
  readonly given: readonly Exchange[];
  readonly requirements: readonly Requirement[];
}

/** Where the service breaks an approved requirement by a value, and nothing that it needs failed it meanwhile. */
export function listMade(seen: Case): readonly Made[] {
  const { approved = [], exchange } = findDemand(seen) ?? {};
  const answer = exchange;
  if (approved.length === 0 || answer === undefined || findPassedOn(seen) !== undefined) return [];
  const given = listAnswered(seen);
  return listDifferences(seen.effect.failure).flatMap((difference) => {
    const told = findFirstTold(seen, difference);
    return told === undefined ? [] : [{ difference, answer: told, given, requirements: approved }];
  });
}

/** What of that which was given explains a wrong value, and in what words. */
export interface Explained {
  readonly given: string;
  readonly text: string;
}

/** The first wrong value that what was given explains, with the answer that gave it. */
export function findExplained(
  seen: Case,
  explain: (made: Made) => Explained | undefined,
): (Explained & { readonly made: Made; readonly source: Exchange }) | undefined {
  for (const made of listMade(seen)) {
    const explained = explain(made);
    const source =
      explained === undefined ? undefined : made.given.find(({ fact }) => holds(fact.answer, explained.given));
    if (explained !== undefined && source !== undefined) return { ...explained, made, source };
  }
  return undefined;
}

/** The first answer of a service in which the wrong value stands: whatever was read later follows from it. */
export function findFirstTold({ exchanges, facts }: Case, { came }: Difference): Exchange | undefined {
  return exchanges.find(({ fact }) => isService(facts, fact.component) && holds(fact.answer, came));
}

/** What services were answered by what they need, the last first. */
export function listAnswered({ between, facts }: Case): readonly Exchange[] {
  return between.filter(({ fact }) => fact.end === 'answered' && isService(facts, fact.from)).toReversed();
}

const TEXT = /"((?:[^"\\]|\\.)*)"(\s*:)?/gu;
const NUMBER = /(?<![\w.-])-?\d+(?:\.\d+)?(?![\w.])/gu;

/** Texts in what was answered, without the names of fields. */
export function listTexts(answer: string): readonly string[] {
  return [...answer.matchAll(TEXT)].flatMap(([, text = '', colon]) => (colon === undefined ? [text] : []));
}

/** Numbers in a text, also those that are told as texts. */
export function listNumbers(text: string): readonly number[] {
  return [...new Set((text.match(NUMBER) ?? []).map(Number))];
}

/** How a number was made of what was given. */
export interface Recipe {
  /** Of the request, or of the words of the requirement. */
  readonly own: number;
  readonly given: number;
  readonly how: 'times' | 'plus' | 'as it is';
}

/** Numbers of the request and of the requirements: what a service has by itself. */
export function listOwn({ exchanges, facts }: Case, { requirements }: Made): readonly number[] {
  const asked = exchanges.filter(({ fact }) => isService(facts, fact.component));
  const texts = [...asked.flatMap(({ fact }) => [fact.method, fact.request]), ...requirements.map(({ text }) => text)];
  return [...new Set(texts.flatMap(listNumbers))].slice(0, MOST_NUMBERS);
}

/** Numbers that the service was given. */
export function listGiven({ given }: Made): readonly number[] {
  return [...new Set(given.flatMap(({ fact }) => listNumbers(fact.answer)))].slice(0, MOST_NUMBERS);
}

const MOST_NUMBERS = 60;

/** All ways in which numbers of the two kinds may go together. */
export function listRecipes(own: readonly number[], given: readonly number[]): readonly Recipe[] {
  return given.flatMap((one) => [
    { own: 0, given: one, how: 'as it is' as const },
    ...own.flatMap((other) => [
      { own: other, given: one, how: 'times' as const },
      { own: other, given: one, how: 'plus' as const },
    ]),
  ]);
}

/** What a recipe makes of another number in the place of what was given. */
export function follow({ own, how }: Recipe, given: number): number {
  switch (how) {
    case 'times':
      return own * given;
    case 'plus':
      return own + given;
    case 'as it is':
      return given;
    default:
      return how satisfies never;
  }
}

/** Times one, or plus nothing: then what was given has no part in it. */
export function isIdle({ own, given, how }: Recipe): boolean {
  if (how === 'as it is') return false;
  return how === 'times' ? given === 1 || given === 0 || own === 0 : given === 0;
}

/** Rounded to the number, and not to another one. */
export function makes(value: number, number: number): boolean {
  return Number.isInteger(number)
    ? Math.abs(value - number) < 0.5 - EPSILON
    : Math.abs(value - number) < EPSILON * Math.max(1, Math.abs(number));
}

export const EPSILON = 1e-6;

/** As it was written: `1.2500` is 1.25. */
export function findText({ given }: Made, number: number): string {
  const texts = given.flatMap(({ fact }) => fact.answer.match(/-?\d+(?:\.\d+)?/gu) ?? []);
  return texts.find((text) => Number(text) === number) ?? String(number);
}
