import type { Requirement } from './config.ts';
import { clauseHolds, holds } from './condition.ts';
import type { Sent } from './condition.ts';
import { isPromisedCode, listClauses } from './promise.ts';
import { ANY_REFUSAL } from './read-sentence.ts';
import type { Clause, Condition, Demanded, PromisedAnswer, Scalar } from './promised.ts';

/** Two approved requirements that promise different answers to one request, and of which neither says that it goes first. */
export interface Meeting {
  readonly ids: readonly [string, string];
  /** The request, in words: `count is 500`. */
  readonly example: string;
  /** What each of them promises then. */
  readonly answers: readonly [string, string];
}

/** Requests that two approved requirements answer differently, as far as their data, or what is sure of their sentences, tell. */
export function findMeetings(requirements: readonly Requirement[]): readonly Meeting[] {
  const told = requirements
    .filter(({ status }) => status === 'approved')
    .map((requirement) => ({ requirement, clauses: listClauses(requirement) }))
    .filter(({ clauses }) => clauses.length > 0);
  return told.flatMap((one, index) =>
    told.slice(index + 1).flatMap((other) => {
      if (goesFirst(one.requirement, other.requirement) || !isOfOneName(one.requirement, other.requirement)) return [];
      for (const mine of one.clauses)
        for (const theirs of other.clauses) {
          const example = findExample(mine, theirs);
          if (example === undefined) continue;
          return [
            {
              ids: [one.requirement.id, other.requirement.id],
              example,
              answers: [describeAnswer(mine.answer), describeAnswer(theirs.answer)],
            } satisfies Meeting,
          ];
        }
      return [];
    }),
  );
}

/** Whether one of two says that it goes before the other. */
export function goesFirst(one: Requirement, other: Requirement): boolean {
  return one.before?.includes(other.id) === true || other.before?.includes(one.id) === true;
}

/** Whether two may speak of one method or route: both name it, or one of them speaks of all. */
export function isOfOneName(one: Requirement, other: Requirement): boolean {
  const [mine, theirs] = [namesOf(one), namesOf(other)];
  return mine.length === 0 || theirs.length === 0 || mine.some((name) => theirs.includes(name));
}

/** Methods and routes, without codes. */
export function namesOf({ names = [] }: Requirement): readonly string[] {
  return names.filter((name) => !/^-?\d+$/u.test(name));
}

/** Whether two answers cannot both be given. */
export function differs(one: PromisedAnswer, other: PromisedAnswer): boolean {
  if (one.code !== undefined && other.code !== undefined && !isPromisedCode(one.code, other.code)) return true;
  const theirs = other.fields ?? {};
  return Object.entries(one.fields ?? {}).some(([name, value]) => name in theirs && theirs[name] !== value);
}

function describeAnswer({ code, fields }: PromisedAnswer): string {
  if (code !== undefined) return code;
  return Object.entries(fields ?? {})
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}

// A request that both hold of is the proof; none found is none told.
function findExample(mine: Clause, theirs: Clause): string | undefined {
  if (!differs(mine.answer, theirs.answer) || !isSure(mine, theirs)) return undefined;
  for (const first of mine.when)
    for (const second of theirs.when) {
      const found = isOfOneField(mine, theirs, [...first, ...second]) ? findRequest(first, second) : undefined;
      if (found !== undefined) return found;
    }
  return undefined;
}

// What was read from words is sure of a field only where both use the same word of it, and of a refusal only with its code.
function isSure(mine: Clause, theirs: Clause): boolean {
  if (mine.by === 'data' && theirs.by === 'data') return true;
  const [one, other] = [subjectsOf(mine), subjectsOf(theirs)];
  return [mine, theirs].every(({ answer }) => answer.code !== ANY_REFUSAL) && one.some((word) => other.includes(word));
}

// That one field is as a sentence says does not make a request good whose other field is wrong.
function isOfOneField(mine: Clause, theirs: Clause, demands: readonly Demanded[]): boolean {
  const isRead = [mine, theirs].some(({ by, answer }) => by === 'sentence' && answer.code === 'ok');
  const [first, ...others] = demands.map(({ about }) => about);
  return !isRead || others.every((about) => about.some((word) => first?.includes(word) === true));
}

function subjectsOf({ when }: Clause): readonly string[] {
  return when.flatMap((list) => list.flatMap(({ about }) => about.slice(0, 1)));
}

function findRequest(first: readonly Demanded[], second: readonly Demanded[]): string | undefined {
  const fields = new Map<string, Demanded[]>();
  for (const demanded of [...first, ...second]) {
    const [field = ''] = demanded.about;
    fields.set(field, [...(fields.get(field) ?? []), demanded]);
  }
  const said: string[] = [];
  for (const [field, demands] of fields) {
    const sent = listCandidates(demands).find(
      (one) => demands.every((demanded) => isHeld(demanded, one)) && isOfOneSide(demands, one),
    );
    if (sent === undefined) return undefined;
    said.push(`${field} is ${describeSent(sent)}`);
  }
  return said.length === 0 ? 'any request' : said.join(' and ');
}

/**
 * Whether what is beyond one limit is within another one of the same side: `at most 40` takes a text of two letters no more than `at least 3`
 * does, and says nothing of it.
 */
export function isOfOneSide(demands: readonly Demanded[], sent: Sent): boolean {
  const broken = demands
    .filter(({ isNot }) => isNot)
    .flatMap(({ condition }) => sidesOf(condition).filter((side) => !isWithin(condition, side, sent)));
  const kept = demands.filter(({ isNot, condition }) => isNot === undefined && sidesOf(condition).length > 0);
  return broken.length === 0 || kept.every(({ condition }) => sidesOf(condition).some((side) => broken.includes(side)));
}

const SIDES = {
  least: ['minimum', 'exclusiveMinimum', 'minLength'],
  most: ['maximum', 'exclusiveMaximum', 'maxLength'],
} as const;
type Side = keyof typeof SIDES;

function sidesOf(condition: Condition): readonly Side[] {
  return (['least', 'most'] as const).filter((side) => SIDES[side].some((key) => condition[key] !== undefined));
}

function isWithin(condition: Condition, side: Side, sent: Sent): boolean {
  const only = Object.fromEntries(
    SIDES[side].flatMap((key) => (condition[key] === undefined ? [] : [[key, condition[key]]])),
  );
  return holds(only, sent) === true;
}

function isHeld(demanded: Demanded, sent: Sent): boolean {
  const clause: Clause = { requirement: '', when: [[demanded]], answer: {}, by: 'data' };
  return clauseHolds(clause, () => sent) === true;
}

/** What lies at the edges of conditions: where two can hold at once, they do so there. */
function listCandidates(demands: readonly Demanded[]): readonly Sent[] {
  const values = demands.flatMap(({ condition }) => valuesAbout(condition));
  const there = [...new Set(values)].flatMap((value): readonly Sent[] => [
    { kind: 'value', value, isThere: true },
    { kind: 'value', value, isThere: false },
  ]);
  return [...there, { kind: 'value', value: 'x', isThere: false }, { kind: 'missing' }];
}

function valuesAbout({ const: only, enum: few = [], ...rest }: Condition): readonly Scalar[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, minLength, maxLength } = rest;
  const limits = [minimum, maximum, exclusiveMinimum, exclusiveMaximum].filter((one) => one !== undefined);
  const lengths = [minLength, maxLength].filter((one) => one !== undefined);
  return [
    ...(only === undefined ? [] : [only]),
    ...few,
    ...limits.flatMap((one) => [one, one - 1, one + 1]),
    ...lengths
      .flatMap((one) => [one, one - 1, one + 1])
      .map((length) => 'x'.repeat(Math.max(0, Math.min(length, MOST_LETTERS)))),
  ];
}

const MOST_LETTERS = 10_000;

function describeSent(sent: Sent): string {
  if (sent.kind === 'missing') return 'missing';
  const { value, isThere } = sent;
  if (typeof value === 'string' && value.length > 20) return `a text of ${value.length} letters`;
  return isThere === false && value === 'x' ? 'unknown' : String(value);
}
