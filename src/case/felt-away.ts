import type { ExchangeFact, Requirement } from '#domain';
import { findLocalPorts } from './addresses.ts';
import { isService } from './case.ts';
import type { Case } from './case.ts';
import { isOfNothing } from './decisive-exchange.ts';
import { escapePattern } from './escape-pattern.ts';
import type { Found } from './found.ts';
import { listAway } from './purpose.ts';
import type { Away } from './purpose.ts';

/** A component that was away on purpose, and the answer in which a test felt it. */
export interface FeltAway extends Away {
  readonly exchange: Found<ExchangeFact>;
}

/** What a test felt of a component that a suite had stopped; undefined where the service speaks of a fault of its own. */
export function findFeltAway(seen: Case): FeltAway | undefined {
  if (seen.isTold || seen.logs.some(({ fact }) => fact.nature === 'stack')) return undefined;
  for (const away of listAway(seen)) {
    const exchange = listMeant(seen).find((one) => isFeltIn(one.fact, away.component, seen));
    if (exchange !== undefined) return { ...away, exchange };
  }
  return undefined;
}

// The one that the failure is about; where that one asks for nothing by name, what came before it.
function listMeant({ decisive, exchanges }: Case): readonly Found<ExchangeFact>[] {
  if (decisive === undefined) return [];
  return exchanges.some(isOfNothing) ? exchanges : [decisive];
}

function isFeltIn(fact: ExchangeFact, away: string, seen: Case): boolean {
  if (fact.component === away) return fact.end === 'silent' || fact.end === 'closed';
  const meaning = seen.facts.contract.code(fact.code ?? '');
  if (fact.end !== 'error' || meaning?.blames !== 'dependency' || !isService(seen.facts, fact.component)) return false;
  return meaning.component === away || isTold(fact.answer, away, seen);
}

function isTold(text: string, away: string, { world }: Case): boolean {
  const ports = new Set(world?.ports.filter(({ component }) => component === away).map(({ port }) => port));
  return findLocalPorts(text).some((port) => ports.has(port)) || isNamedIn(text, away);
}

function isNamedIn(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w/.@-])${escapePattern(name)}(?![\\w/@-]|\\.\\w)`, 'iu').test(text);
}

/** How documents say that somebody is not there, or comes back. */
const ABSENCE =
  /\b(?:away|down|gone|lost|back|again|out of reach|unreachable|unavailable|offline|absent|not (?:there|answer|running|respond|connected|reachable)|(?:dis|re)connect|ends?\b|ended|die|dies|dead|stop|fail|hang|hung|kill|crash|restart|paus|without|outage|even (?:if|when))/iu;

/** Whether a document speaks of what happens while that component is away. */
export function speaksOfAbsence({ text, edge }: Requirement, component: string): boolean {
  const isOfIt = isNamedIn(text, component) || edge?.split('>').includes(component) === true;
  return isOfIt && ABSENCE.test(text);
}
