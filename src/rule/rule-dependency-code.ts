import { oneLine } from '#domain';
import { citeExchange, citeProbe, findAnsweredError, isUnexpected, textOfError, wasStoppedOnPurpose } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** The service says that what it needs failed, and what it needs is there by its own probe. */
export const ruleDependencyCode: WeightedRule = {
  id: 'dependency-code',
  sentence:
    'A service that reports the failure of a component which runs, and which nobody had stopped, does not come to terms with it.',
  weights: { INTEGRATION_ISSUE: 8 },
  cites: "the exchange with its code, and the component's own probe",
  advises: 'compare what the service asks of the component with what the component answers',
  otherwise: 'if the component had been down, its incident would be the cause',
  opine: (seen) => {
    const found = findAnsweredError(seen);
    if (found?.meaning?.blames !== 'dependency' || !isUnexpected(seen, found)) return undefined;
    const dependency = found.meaning.component ?? 'a component that it needs';
    if (wasStoppedOnPurpose(seen, dependency)) return undefined;
    const { exchange, code } = found;
    const { component = 'the service', answer } = exchange.fact;
    const probe = seen.probes.get(dependency);
    return {
      evidence: [citeExchange(exchange), ...(probe === undefined ? [] : [citeProbe(probe)])],
      lead: {
        about: `${component}>${dependency}`,
        title: `${component} reports with ${code} that ${dependency} fails, which runs: ${oneLine(textOfError(answer), 160)}`,
        action: `compare what ${component} asks of ${dependency} with what it answers`,
        where: `components.${component}.env`,
      },
    };
  },
};
