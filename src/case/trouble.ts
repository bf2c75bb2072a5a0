import type { Evidence, ExchangeFact, LogFact } from '#domain';
import { citeExchange, citeLog } from './cite-fact.ts';
import type { Case } from './case.ts';
import { isService } from './case.ts';

/** A text in which a service itself speaks of trouble: a line of its log, or an error answer. */
export interface Trouble {
  readonly component: string;
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

/** All of them, log first. */
export function listTroubles({ logs, decisive, facts }: Case): readonly Trouble[] {
  const ofLogs = logs.map((one) => ({
    component: one.fact.component,
    text: one.fact.text,
    evidence: citeLog(one),
  }));
  const fact: ExchangeFact | LogFact | undefined = decisive?.fact;
  if (decisive === undefined || fact?.end !== 'error' || fact.component === undefined) return ofLogs;
  if (!isService(facts, fact.component)) return ofLogs;
  return [...ofLogs, { component: fact.component, text: fact.answer, evidence: [citeExchange(decisive)] }];
}
