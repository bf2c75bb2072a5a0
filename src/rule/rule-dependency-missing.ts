import { oneLine } from '#domain';
import { citeExchange, isService } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** What one side advertises, the other does not have. */
export const ruleDependencyMissing: WeightedRule = {
  id: 'dependency-missing',
  sentence:
    'A dependency that runs and answers 401, 403 or 404 where a service had sent the test does not agree with the service.',
  weights: { INTEGRATION_ISSUE: 8, SYSTEM_CRITICAL: -3 },
  cites: 'the answer of the dependency, and the answer of the service that named the place',
  advises: 'compare the name that the service tells with the one that the dependency has',
  otherwise: 'if no answer of the service had named the place, the test would have made it up',
  opine: ({ decisive, exchanges, facts }) => {
    if (decisive?.fact.end !== 'error' || !/^40[134]$/u.test(decisive.fact.code ?? '')) return undefined;
    const { component, method } = decisive.fact;
    if (component === undefined || isService(facts, component)) return undefined;
    const path = method.replace(/^[A-Z]+ /u, '').replace(/\?.*$/u, '');
    const source = exchanges.find(({ fact }) => isService(facts, fact.component) && fact.answer.includes(path));
    if (source === undefined) return undefined;
    const service = source.fact.component ?? 'service';
    return {
      evidence: [citeExchange(decisive), citeExchange(source)],
      lead: {
        about: `${service}>${component}`,
        title: `${service} sends to ${oneLine(path, 120)}, which ${component} answers with ${decisive.fact.code ?? ''}`,
        action: `compare the names that ${service} tells with those that ${component} has`,
      },
    };
  },
};
