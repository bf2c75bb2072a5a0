import { textOfError } from './error-text.ts';
import type { ExchangeFact, Requirement } from '#domain';
import { contentWords, namesWord } from './answer-codes.ts';
import type { Case } from './case.ts';
import { findAllowed } from './allowed-rate.ts';
import { mayConcern, promises, speaksOf } from './promises.ts';
import type { Disputed } from './promises.ts';
import { findUnaskedOf } from './unasked.ts';

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
  const found =
    checkExpiry(fact) ??
    checkCount(fact, seen) ??
    checkPromise(disputed, seen) ??
    checkThing(fact) ??
    checkAsked(disputed, seen, by) ??
    checkState(by, seen);
  return found === undefined || by === undefined ? found : { by, ...found };
}

// In the name of another it refuses only what it has asked that about.
function checkAsked({ exchange, came }: Disputed, seen: Case, by: Requirement | undefined): Checked | undefined {
  const said = `${seen.facts.contract.code(came)?.meaning ?? ''}\n${by?.text ?? ''}`;
  const name = exchange === seen.decisive ? findUnaskedOf(seen, said) : undefined;
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

function checkThing({ code, named = [] }: ExchangeFact): Checked | undefined {
  if (code !== '404' || named.length === 0 || !named.every(({ state }) => state === 'told')) return undefined;
  return { isTrue: false, how: `${named.map(({ name }) => name).join(' and ')} was told before, and not deleted` };
}

const LACKS = /\bno[tr]?\b|\bnever\b|\bwithout\b/iu;
const READS = /^(?:GET|HEAD|OPTIONS) |^(?:get|list|read|find|is|has)_|^ping$|^auth/u;

// A thing is not in a state into which nobody brought it: what a refusal says is lacking, lacks.
function checkState(by: Requirement | undefined, seen: Case): Checked | undefined {
  const { between, cited, decisive } = seen;
  // What another component said is no state of the service; and a wish that nobody wrote down has to be decided.
  if (cited.length === 0 || between.some(({ fact }) => fact.end !== 'answered')) return undefined;
  if (by === undefined || decisive === undefined || !lacks(by, decisive.fact)) return undefined;
  const things = [...decisive.fact.request.matchAll(/:\s*"([\w./-]{2,80})"/gu)].map(([, value = '']) => value);
  const before = seen.exchanges.slice(0, seen.exchanges.indexOf(decisive));
  const isOfIt = ({ fact }: (typeof before)[number]): boolean =>
    fact.end === 'answered' && !READS.test(fact.method) && things.some((thing) => fact.request.includes(thing));
  if (things.length === 0 || before.some(isOfIt)) return undefined;
  return { isTrue: true, how: 'nothing that the test asked before brought it about' };
}

function lacks({ text, names = [] }: Requirement, { method, answer }: ExchangeFact): boolean {
  const said = contentWords(answer);
  const isAlike = [...contentWords(text)].some((word) => said.has(word));
  return isAlike && names.includes(method) && LACKS.test(text) && LACKS.test(answer);
}
