import { oneLine } from '#domain';
import type { Requirement } from '#domain';
import { citeLog, findDemand, headline, suspectsOf } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** What was promised, and by an answer of the service itself not kept. */
export const ruleRequirementBroken: WeightedRule = {
  id: 'requirement-broken',
  sentence:
    'A test that cites an approved requirement, and by which an answer or a log line of the service breaks it, shows a fault of the service.',
  weights: { SYSTEM_CRITICAL: 6 },
  cites: 'the requirement, the answer of the service, and its log lines of that moment',
  advises: 'make the service do what the requirement says',
  otherwise: 'if the requirement were a draft, disputed or not there, this would be a decision to take and no fault',
  opine: (seen) => {
    const demand = findDemand(seen);
    if (demand === undefined || demand.seen.length === 0) return undefined;
    const own = demand.approved.filter((one) => one.edge === undefined);
    const [first] = own;
    if (first === undefined || own.length < demand.approved.length) return undefined;
    const shown = headline(seen.effect);
    return {
      evidence: [...demand.seen, ...seen.logs.slice(0, 2).flatMap(citeLog)],
      lead: {
        about: own.map((one) => one.id).join(','),
        title: `${describeBroken(first)}: ${shown}`,
        action: `make the service do what ${first.id} says: ${oneLine(first.text, 200)}`,
        suspects: suspectsOf(demand),
        broken: { ids: own.map(({ id }) => id), shown },
      },
    };
  },
};

/** `REQ-WS-011 is broken (ping answers pong …)`. */
export function describeBroken({ id, text }: Requirement): string {
  return `${id} is broken (${oneLine(text, 120)})`;
}
