import { present } from '#domain';
import type { Evidence, ExchangeFact, Requirement } from '#domain';
import { isService } from './case.ts';
import { tellsFile } from './decisive-exchange.ts';
import type { Case } from './case.ts';
import type { Found } from './found.ts';
import { findMissed } from './missed.ts';
import { citeExchange, citeLog, citeProbe } from './cite-fact.ts';

/** What a test demands of the behaviour of a service, as the registry sees it. */
export interface Demand {
  readonly approved: readonly Requirement[];
  /** Drafts, and what documents disagree on. */
  readonly open: readonly Requirement[];
  /** What the service did in this test: an answer, or a line of its log. Never empty in `answered`. */
  readonly seen: readonly Evidence[];
  readonly exchange?: Found<ExchangeFact>;
  /** What was waited for in vain, of its own accord: then it is not about the exchange before. */
  readonly missed?: string;
}

/** A failure that compares what a service did: a failed assertion, or an error answer that was not hoped for. */
export function findDemand(seen: Case): Demand | undefined {
  const { decisive, facts, cited, effect } = seen;
  if (!isAboutBehaviour(seen)) return undefined;
  const exchange =
    decisive !== undefined && isAnswer(decisive.fact) && isService(facts, decisive.fact.component)
      ? decisive
      : seen.exchanges.findLast(({ fact }) => isAnswer(fact) && isService(facts, fact.component));
  const told = exchange === undefined ? seen.logs.slice(0, 1).flatMap(citeLog) : [citeExchange(exchange)];
  if (told.length === 0 && effect.reason !== 'assertion') return undefined;
  return {
    approved: cited.filter((one) => one.status === 'approved'),
    open: cited.filter((one) => one.status !== 'approved'),
    seen: told,
    ...present({ exchange, missed: findMissed(seen)?.name }),
  };
}

function isAnswer({ end }: ExchangeFact): boolean {
  return end === 'answered' || end === 'error';
}

// What breaks in the test code before or beside the answer says nothing about the service.
function isAboutBehaviour(seen: Case): boolean {
  const { effect, decisive, raise } = seen;
  const { reason, outcome, failure } = effect;
  if (outcome !== 'failed' && outcome !== 'errored') return false;
  if (raise.kind !== 'other') return false;
  if (reason === 'assertion' || isOfToldFile(seen)) return true;
  return decisive?.fact.end === 'error' && failure.code !== undefined && failure.code === decisive.fact.code;
}

// What is wrong with a file of which the service had told, and which is there, is wrong with what the service made.
function isOfToldFile({ effect: { reason, failure }, exchanges, facts }: Case): boolean {
  if (reason !== 'exception') return false;
  return exchanges.some(({ fact }) => isService(facts, fact.component) && tellsFile(fact, failure.message));
}

/** Probes by which the services are well, as far as they were asked. */
export function citeHealth({ probes, facts }: Case): readonly Evidence[] {
  return [...probes.values()].filter(({ fact }) => fact.ok && isService(facts, fact.component)).map(citeProbe);
}

/** Methods, routes and requirements that may be what is broken. */
export function suspectsOf({ approved, exchange, missed }: Demand): readonly string[] {
  const method = exchange === undefined ? [] : [exchange.fact.method];
  const named = missed === undefined ? [...method, ...approved.flatMap((one) => one.names ?? [])] : [missed];
  return [...new Set([...named, ...approved.map((one) => one.id)])];
}
