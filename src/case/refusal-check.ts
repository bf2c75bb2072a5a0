import { textOfError } from './error-text.ts';
import { holds, oneLine, singular, withoutCallId } from '#domain';
import type { ExchangeFact, Requirement } from '#domain';
import { namesWord } from './answer-codes.ts';
import type { Case } from './case.ts';
import { findAllowed } from './allowed-rate.ts';
import { saysUnknown } from './foreign-path.ts';
import { outlasts } from './outlasts.ts';
import { namesItem } from './own-making.ts';
import { readBody } from './request-body.ts';
import { READS } from './reads.ts';
import { mayConcern, promises, speaksOf } from './promises.ts';
import type { Disputed } from './promises.ts';
import { checkState, checkTold } from './refused-state.ts';
import { readMissing } from './missing-thing.ts';
import { findUnaskedOf } from './unasked.ts';
import { isMisasked } from './misasked.ts';

/** Whether what a service says in refusing is so, by what else was seen. */
export interface Checked {
  readonly isTrue: boolean;
  /** By which one knows. */
  readonly how: string;
  /** The approved requirement that promises such a refusal, where one does. */
  readonly by?: Requirement;
}

/** What can be held against the run; undefined where nothing tells. */
export function checkRefusal(disputed: Disputed, seen: Case): Checked | undefined {
  const { fact } = disputed.exchange;
  const { approved } = seen.facts.contract;
  const by = approved.find((one) => namesWord(one, disputed.came) && mayConcern(one, fact) && speaksOf(one, fact));
  for (const check of CHECKS) {
    const found = check(disputed, seen, by);
    if (found !== undefined) return by === undefined ? found : { by, ...found };
  }
  return undefined;
}

type Check = (disputed: Disputed, seen: Case, by: Requirement | undefined) => Checked | undefined;

/** The surest first. */
const CHECKS: readonly Check[] = [
  ({ exchange }) => checkExpiry(exchange.fact),
  ({ exchange }, seen) => checkCount(exchange.fact, seen),
  checkPromise,
  ({ exchange }) => checkSame(exchange.fact),
  checkThing,
  checkMade,
  checkQuestion,
  checkAsked,
  checkRepeated,
  checkTold,
  (_, seen, by) => checkState(by, seen),
];

const SAME = /\bsame\b|\bidentical\b|\bequal\b/iu;

// Of two fields that it names: from and to are the same account.
function checkSame(fact: ExchangeFact): Checked | undefined {
  const said = textOfError(fact.answer);
  if (!SAME.test(said)) return undefined;
  const named = Object.entries(readBody(fact.request) ?? {}).filter(([name]) => holds(said, name));
  const [one, other] = named;
  if (one === undefined || other === undefined || named.length > 2) return undefined;
  const isTrue = one[1] === other[1];
  return { isTrue, how: `${one[0]} and ${other[0]} are ${isTrue ? 'the same' : 'not the same'} in the request` };
}

// In the name of another it refuses only what it has asked that about; of what went on after the test it may have asked then.
function checkAsked({ exchange, came }: Disputed, seen: Case, by?: Requirement): Checked | undefined {
  const said = `${seen.facts.contract.code(came)?.meaning ?? ''}\n${by?.text ?? ''}`;
  const isWhole = exchange === seen.decisive && !outlasts(exchange.fact, seen.effect);
  const name = isWhole ? findUnaskedOf(seen, said) : undefined;
  return name === undefined
    ? undefined
    : { isTrue: false, how: `it never asked ${name} about this, as it does for others` };
}

/** Clocks of two processes, and a second that was begun. */
const SLACK_MS = 1500;

function checkExpiry({ answer, tokenEndsMs, epochMs, tookMs }: ExchangeFact): Checked | undefined {
  if (tokenEndsMs === undefined || epochMs === undefined || !/\bexpir/iu.test(textOfError(answer))) return undefined;
  const leftMs = Math.round(tokenEndsMs - epochMs - tookMs);
  if (Math.abs(leftMs) < SLACK_MS && leftMs > 0) return undefined;
  const how =
    leftMs > 0
      ? `the token that was given is good for another ${(leftMs / 1000).toFixed(1)} s`
      : `the token that was given had ended ${(-leftMs / 1000).toFixed(1)} s before`;
  return { isTrue: leftMs <= 0, how };
}

const TOO_MANY = /\btoo many\b|\brate.?limit|\bquota\b|\bslow down\b/iu;

function checkCount(fact: ExchangeFact, seen: Case): Checked | undefined {
  const { nth } = fact;
  if (nth === undefined || !saysTooMany(fact, seen)) return undefined;
  const allowed = findAllowed(fact, seen);
  const how = `it is message ${nth} on its connection${allowed === undefined ? '' : `, of ${allowed} that are allowed in a minute`}`;
  if (nth === 1) return { isTrue: false, how };
  return allowed === undefined ? undefined : { isTrue: nth > allowed, how };
}

function saysTooMany({ answer, code = '' }: ExchangeFact, { facts }: Case): boolean {
  const said = `${textOfError(answer)}\n${facts.contract.code(code)?.meaning ?? ''}`;
  return code === '429' || TOO_MANY.test(said);
}

// What the documents allow, by the values of this very request.
function checkPromise(disputed: Disputed, seen: Case): Checked | undefined {
  for (const by of seen.facts.contract.approved) {
    if (promises(by, disputed.came, disputed, seen) === 'held')
      return { isTrue: true, how: 'the request is of that kind', by };
  }
  const by = seen.facts.contract.approved.find((one) => isKept(one, disputed, seen));
  return by === undefined ? undefined : { isTrue: false, how: `the request is not what ${by.id} refuses`, by };
}

// The refusal speaks of what this one says, by its code, and the request is not of that kind.
function isKept(one: Requirement, disputed: Disputed, seen: Case): boolean {
  const isOfIt = namesWord(one, disputed.came) && speaksOf(one, disputed.exchange.fact);
  return isOfIt && promises(one, disputed.came, disputed, seen) === 'denied';
}

// By a route that nobody promised it cannot be asked for either.
function checkThing(disputed: Disputed, seen: Case): Checked | undefined {
  const { named = [], protocol, method, beside } = disputed.exchange.fact;
  if (protocol === 'http' && beside === undefined && seen.facts.contract.name(method) === 'undocumented')
    return undefined;
  if (named.length === 0 || !named.every(({ state }) => state === 'told')) return undefined;
  if (disputed.came !== '404' && !saysUnknown(disputed, seen)) return undefined;
  return { isTrue: false, how: `${named.map(({ name }) => name).join(' and ')} was told before, and not deleted` };
}

// It says that there is no such thing, and the test had just been told of it as made.
function checkMade({ exchange, came }: Disputed, { exchanges }: Case): Checked | undefined {
  const missing = came === '404' ? readMissing(exchange.fact) : undefined;
  if (missing === undefined) return undefined;
  const before = exchanges.slice(0, exchanges.indexOf(exchange)).filter(({ fact }) => fact.end === 'answered');
  const made = before.find(({ fact }) => isMaking(fact, missing.kind) && namesItem(fact.answer, missing.name));
  const isGone = before.some(({ fact }) => fact.method.startsWith('DELETE ') && holds(fact.method, missing.name));
  if (made === undefined || isGone) return undefined;
  return { isTrue: false, how: `${made.fact.method} had made ${missing.kind} ${missing.name} before` };
}

function isMaking({ method }: ExchangeFact, kind: string): boolean {
  const collection =
    method
      .replace(/^POST |\?.*$/gu, '')
      .split('/')
      .at(-1) ?? '';
  return method.startsWith('POST ') && singular(collection) === singular(kind);
}

// What another answered to a question that nobody meant bears out nothing.
function checkQuestion({ exchange }: Disputed, seen: Case): Checked | undefined {
  const asked = exchange === seen.decisive ? seen.between.at(-1) : undefined;
  if (asked?.fact.end !== 'error' || !isMisasked(asked, seen)) return undefined;
  const { component = asked.fact.address, method } = asked.fact;
  return { isTrue: false, how: `it asked ${component} for something else: ${oneLine(method, 80)}` };
}

// What was done by the same words is done; unless something else was done to it since.
function checkRepeated({ exchange }: Disputed, { exchanges }: Case, by?: Requirement): Checked | undefined {
  const { method, request } = exchange.fact;
  const own = exchanges.filter(({ fact }) => !READS.test(fact.method));
  const before = own[own.indexOf(exchange) - 1]?.fact;
  if (by === undefined || READS.test(method) || before?.end !== 'answered') return undefined;
  const isSame = before.method === method && withoutCallId(before.request) === withoutCallId(request);
  return isSame ? { isTrue: true, how: 'the test had done just this before' } : undefined;
}
