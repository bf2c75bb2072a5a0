import { cite } from './cite.ts';
import { holds, singular } from '#domain';
import type { Evidence, ExchangeFact } from '#domain';
import { isService } from './case.ts';
import type { Case } from './case.ts';
import { isReading } from './reads.ts';
import { citeExchange } from './cite-fact.ts';
import { listDifferences } from './differences.ts';
import type { Difference } from './differences.ts';
import type { Found } from './found.ts';
import { listNumbers } from './given.ts';
import { isOwnMaking } from './own-making.ts';
import { findPassedOn } from './passed-on.ts';
import { wasStoppedOnPurpose } from './purpose.ts';
import { isSentElsewhere } from './stand-for.ts';

/** A value that a service told wrongly, in which what it needs has no part. */
export interface WrongByItself {
  readonly difference: Difference;
  readonly how: string;
  readonly evidence: readonly Evidence[];
  readonly method: string;
  readonly component?: string | undefined;
}

/** An answer for which nobody was asked, though the requirement is of the two and the service asks for others: what it told was kept, or made up. */
export function findUnasked(seen: Case): WrongByItself | undefined {
  const { effect, decisive } = seen;
  const difference = decisive === undefined ? undefined : findToldWrong(seen, decisive);
  if (decisive === undefined || difference === undefined || !isNew(seen, decisive.fact)) return undefined;
  const { component = '', method } = decisive.fact;
  const dependency = findFarSide(seen, component);
  const edge = `${component}>${dependency}`;
  const contact = effect.attempt?.contacts.find((one) => one.edge === edge && one.calls > 0);
  if (contact === undefined || !isUnasked(seen, dependency)) return undefined;
  const note = `${edge}: ${contact.calls} calls in all, and none for this`;
  return {
    difference,
    how: `without asking ${dependency}, as it does for others`,
    evidence: [citeExchange(decisive), cite(contact.seq, note)],
    method,
    component,
  };
}

/** A value that was told for another test, and for none that this one made. */
export function findKept(seen: Case): WrongByItself | undefined {
  if (seen.cited.every(({ status }) => status !== 'approved') || findPassedOn(seen) !== undefined) return undefined;
  for (const difference of listDifferences(seen.effect.failure)) {
    const found = seen.exchanges.find(({ fact }) => fact.kept?.includes(difference.came) === true);
    if (found === undefined || !isService(seen.facts, found.fact.component)) continue;
    const { component, method } = found.fact;
    const how = 'which another component had told for another test';
    return { difference, how, evidence: [citeExchange(found)], method, component };
  }
  return undefined;
}

/** The other side of the way on which the requirement stands. */
function findFarSide({ cited }: Case, component: string): string {
  const edges = cited.flatMap(({ status, edge }) => (status === 'approved' && edge !== undefined ? [edge] : []));
  return edges.find((edge) => edge.startsWith(`${component}>`))?.slice(component.length + 1) ?? '';
}

function findToldWrong({ effect }: Case, { fact: { end, answer } }: Found<ExchangeFact>): Difference | undefined {
  const isTold = ({ came }: Difference): boolean => holds(answer, came) || listNumbers(answer).includes(Number(came));
  return end === 'answered' ? listDifferences(effect.failure).find(isTold) : undefined;
}

// For what was made before this test others may have been asked then.
function isNew(seen: Case, { method }: ExchangeFact): boolean {
  return !isReading(method) || !seen.facts.contract.isTemplated(method) || isOwnMaking(seen);
}

function isUnasked(seen: Case, dependency: string): boolean {
  if (findPassedOn(seen) !== undefined || wasStoppedOnPurpose(seen, dependency)) return false;
  if (isSentElsewhere(seen.facts, seen.decisive?.fact.component ?? '')) return false;
  // Another may stand between the two, and answer for it.
  return !seen.between.some(({ fact }) => fact.from === seen.decisive?.fact.component);
}

/** The component of which a text speaks, and which a service that refuses never asked about this, though it asks it for others. */
export function findUnaskedOf(seen: Case, text: string): string | undefined {
  const { decisive, facts, effect, between } = seen;
  const { component = '' } = decisive?.fact ?? {};
  const words = new Set((text.toLowerCase().match(/[\w-]+/gu) ?? []).map(singular));
  const isAskedOf = (name: string): boolean =>
    effect.attempt?.contacts.some((one) => one.edge === `${component}>${name}` && one.calls > 0) === true;
  const isMeant = (name: string): boolean => words.has(singular(name.toLowerCase())) && isAskedOf(name);
  if (between.length > 0 || isSentElsewhere(facts, component)) return undefined;
  return facts.requiresOf(component).find((name) => isMeant(name) && !wasStoppedOnPurpose(seen, name));
}
