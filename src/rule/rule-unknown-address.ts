import { placeOf } from './place.ts';
import type { Evidence, ExchangeFact } from '#domain';
import { cite, citeExchange, findRefusal, isService } from '#case';
import type { Case, Found, Refusal } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** Ports are leased anew for each world: one that was never leased was written down somewhere. */
export const ruleUnknownAddress: WeightedRule = {
  id: 'unknown-address',
  sentence:
    'A connection that was refused at an address which no component of the world ever had: a port of yesterday, or one written into the test.',
  weights: { TEST_ARTIFACT: 10 },
  cites: 'the refused address, against the leases of the world',
  advises: 'take the address from the world that the suite is given',
  otherwise: 'if a component had had that address, its state would decide',
  opine: (seen) => {
    const refusal = findRefusal(seen);
    if (refusal?.holder.kind !== 'nobody' || findToldBy(seen, refusal) !== undefined) return undefined;
    const { address } = refusal;
    return {
      evidence: citeRefusal(seen, refusal),
      lead: {
        about: address,
        title: `the test connects to ${address}, which no component of its world ever had`,
        action:
          'take the address from the world that the suite is given (`world()` or `REALITY_…`), in place of one of its own',
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

/** The answer of a service that named an address which nobody has; not where the service was given its port by its settings. */
export function findToldBy({ exchanges, facts }: Case, { address }: Refusal): Found<ExchangeFact> | undefined {
  const port = /:(\d+)$/u.exec(address)?.[1];
  const told = exchanges.find(({ fact }) => isService(facts, fact.component) && fact.answer.includes(address));
  const settings = Object.values(facts.settingsOf(told?.fact.component ?? '') ?? {});
  return port === undefined || settings.some((value) => value.includes(port)) ? undefined : told;
}

export function citeRefusal({ effect }: Case, { address, exchange, holder }: Refusal): readonly Evidence[] {
  return [
    cite(effect.seq, `connection refused by ${address}`),
    ...(exchange === undefined ? [] : [citeExchange(exchange)]),
    ...(holder.kind === 'nobody' ? [] : [cite(holder.seq, `${address} belonged to ${holder.component}`)]),
    { kind: 'socket', address, note: holder.kind === 'nobody' ? 'leased by nobody' : `of ${holder.component}` },
  ];
}
