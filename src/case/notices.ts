import type { ExchangeFact } from '#domain';
import { namesWord } from './answer-codes.ts';
import { isService } from './case.ts';
import type { Case } from './case.ts';
import { readCompared } from './differences.ts';
import type { Found } from './found.ts';
import { findMissed } from './missed.ts';
import { READS } from './reads.ts';

type Notice = Found<ExchangeFact>;

/** What the test waited for in vain, and what was told meanwhile. */
export interface Waited {
  readonly name: string;
  /** Whether an approved document knows the name. */
  readonly isKnown: boolean;
  /** Told by this name, to whomever. */
  readonly told: readonly Notice[];
  /** Told by other names on connections of the test, after it had changed something. */
  readonly others: readonly Notice[];
}

/** Undefined where nothing was waited for by name, or nothing of its connections is known. */
export function findWaited(seen: Case): Waited | undefined {
  const name = / (.+)$/u.exec(findMissed(seen)?.name ?? '')?.[1];
  if (name === undefined || listConnections(seen).size === 0) return undefined;
  const told = seen.notices.filter(({ fact }) => fact.method === name);
  const others = listOwn(seen).filter((one) => one.fact.method !== name && isAfterChange(one, seen));
  return { name, isKnown: isDocumented(name, seen), told, others };
}

/** Whether an approved requirement names what is told. */
export function isDocumented(name: string, { facts }: Case): boolean {
  return facts.contract.approved.some((one) => namesWord(one, name));
}

/** What a test wants of a notification stands in single words of its text. */
const LOOKED_FOR = /={2,3} ?(['"`])([^'"`]{1,60})\1/gu;
/** The kit quotes the condition. */
const CONDITION = / for which /u;

/** What was waited for had been told on a connection of the test, after all that it had done and before it listened. */
export function findToldBefore(seen: Case): Notice | undefined {
  const { message } = seen.effect.failure;
  const { name, told } = findWaited(seen) ?? {};
  if (name === undefined || told === undefined) return undefined;
  const words = [...message.matchAll(LOOKED_FOR)].map(([, , word = '']) => word);
  if (CONDITION.test(message) && words.length === 0) return undefined;
  const own = listConnections(seen);
  return told.find(
    (one) =>
      own.has(one.fact.connection ?? '') &&
      isAfterChange(one, seen) &&
      words.every((word) => one.fact.answer.includes(`"${word}"`)),
  );
}

/** What each of several connections was told as often as is wanted, and all of them together as often as came. */
export function findCountedTwice(seen: Case): readonly Notice[] | undefined {
  const [came, wanted] = (readCompared(seen.effect.failure) ?? []).map(Number);
  if (seen.effect.reason !== 'assertion' || came === undefined || wanted === undefined || wanted < 1) return undefined;
  const own = listOwn(seen);
  const groups = [...group(own, ({ fact }) => fact.method), ...group(own, ({ fact }) => fact.answer)];
  return groups.find((all) => {
    const each = group(all, ({ fact }) => fact.connection ?? '');
    return each.length > 1 && all.length === came && each.every((one) => one.length === wanted);
  });
}

function group(all: readonly Notice[], keyOf: (one: Notice) => string): readonly (readonly Notice[])[] {
  const found = new Map<string, Notice[]>();
  for (const one of all) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
  return [...found.values()];
}

function listOwn(seen: Case): readonly Notice[] {
  const own = listConnections(seen);
  return seen.notices.filter(({ fact }) => own.has(fact.connection ?? ''));
}

function listConnections({ exchanges }: Case): ReadonlySet<string> {
  return new Set(exchanges.flatMap(({ fact }) => fact.connection ?? []));
}

// What was told before the last thing that the test did is of something else.
function isAfterChange({ fact }: Notice, seen: Case): boolean {
  return (fact.epochMs ?? 0) >= (findLastChange(seen)?.fact.epochMs ?? 0);
}

const WITHIN = /\bwithin (\d+) ms\b/u;
/** Clocks of processes and timers are not that exact. */
const MOST_OF = 0.9;

// After it the test waited; what it did after that wait was to clear away.
function findLastChange({ exchanges, facts, effect: { failure } }: Case): Found<ExchangeFact> | undefined {
  const waitMs = MOST_OF * Number(WITHIN.exec(failure.message)?.[1] ?? Number.POSITIVE_INFINITY);
  const own = exchanges.filter(({ fact }) => isService(facts, fact.component));
  const changes = own.filter((one) => !READS.test(one.fact.method));
  const waited = changes.findLast(({ fact: { epochMs = 0, tookMs } }) => {
    const next = own.find((one) => (one.fact.epochMs ?? 0) > epochMs);
    return next !== undefined && (next.fact.epochMs ?? 0) - epochMs - tookMs >= waitMs;
  });
  return waited ?? changes.at(-1);
}
