import { oneLine } from '#domain';
import type { ExchangeFact } from '#domain';
import { citeExchange, findPassedOn, meantComponent } from '#case';
import type { PassedOn } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** Seen between the two, by nobody's word. */
export const ruleDependencyAnswer: WeightedRule = {
  id: 'dependency-answer',
  sentence:
    'A service that fails a test while what it needs, which runs, leaves it without an answer, refuses it, or answers what it cannot read, is not at one with that.',
  weights: { INTEGRATION_ISSUE: 10, SYSTEM_CRITICAL: -4, REQUIREMENT_GAP: -3 },
  cites: 'the exchange between the two, and the answer of the service',
  advises: 'compare what the service asks of the component with what the component answers',
  otherwise: 'if the component had answered as it does while tests pass, the service alone would be to blame',
  opine: (seen) => {
    const passedOn = findPassedOn(seen);
    if (passedOn === undefined) return undefined;
    const { exchange, service, dependency } = passedOn;
    return {
      evidence: [citeExchange(exchange), ...(seen.decisive === undefined ? [] : [citeExchange(seen.decisive)])],
      lead: {
        about: `${service}>${meantComponent(seen.facts, service, dependency)}`,
        title: `${service} fails by what ${dependency} does: ${describeHow(passedOn)}`,
        action: `compare what ${service} asks of ${dependency} with what ${dependency} answers`,
        where: `components.${service}.env`,
      },
    };
  },
};

function describeHow({ exchange: { fact }, service, how, field = '' }: PassedOn): string {
  const asked = oneLine(fact.method, 80);
  const answer = oneLine(fact.answer, 120);
  switch (how) {
    case 'unreadable':
      return `${service} cannot read its answer to ${asked}: ${answer}`;
    case 'without-field':
      return `its answer to ${asked} has no ${field}: ${answer}`;
    case 'other-shape':
      return `${service} raises an error of the form of data after its answer to ${asked}: ${answer}`;
    case 'failed':
      return describeEnd(fact);
    default:
      return how satisfies never;
  }
}

function describeEnd(fact: ExchangeFact): string {
  const asked = oneLine(fact.method, 80);
  switch (fact.end) {
    case 'answered':
      return `it answers ${asked} with nothing but an error: ${oneLine(fact.answer, 120)}`;
    case 'error':
      return `it answers ${asked} with ${fact.code ?? 'an error'}: ${oneLine(fact.answer, 120)}`;
    case 'refused':
      return `it refuses the connection for ${asked}`;
    case 'silent':
      return fact.lateMs === undefined
        ? `it does not answer ${asked} within ${Math.round(fact.tookMs)} ms`
        : `it answers ${asked} only after ${fact.lateMs} ms`;
    case 'closed':
      return `it closes the connection before it answers ${asked}`;
    case 'told':
      return `it tells ${asked} of its own accord`;
    default:
      return fact.end satisfies never;
  }
}
