import { oneLine } from '#domain';
import type { ExchangeFact, ProbeFact } from '#domain';
import {
  citeExchange,
  citeProbe,
  findAnsweredError,
  findUnaskedOf,
  isUnexpected,
  listTroubles,
  textOfError,
} from '#case';
import type { AnsweredError, Case, Found } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** It complains of another that it did not ask. */
export const ruleUnaskedFarEnd: WeightedRule = {
  id: 'unasked-far-end',
  sentence:
    'A service that reports the failure of a component which it asked nothing in this test, as relays between the two would have seen, though it asks it for others and the component is well, fails by itself.',
  weights: { SYSTEM_CRITICAL: 12, INTEGRATION_ISSUE: -16, TEST_ARTIFACT: -4 },
  cites: "the service's answer, and the component's own probe",
  advises: 'look at why the service takes the component for one that fails, without asking it',
  otherwise: 'if the service had asked that component, the answer would decide',
  opine: (seen) => {
    const found = findUnasked(seen);
    if (found === undefined) return undefined;
    const { exchange, code, probe } = found;
    const name = probe.fact.component;
    const { component = 'the service', method } = exchange.fact;
    return {
      evidence: [citeExchange(exchange), citeProbe(probe)],
      lead: {
        about: `${component}|${code}`,
        title: `${component} answers ${oneLine(method, 80)} with ${code} in the name of ${name}, which runs and was not asked`,
        action: `look at why ${component} takes ${name} for one that fails, without asking it`,
        suspects: [method],
      },
    };
  },
};

interface Unasked extends AnsweredError {
  readonly probe: Found<ProbeFact>;
}

function findUnasked(seen: Case): Unasked | undefined {
  const found = findAnsweredError(seen);
  if (found?.meaning?.blames !== 'dependency' || !isUnexpected(seen, found)) return undefined;
  const { exchange, meaning } = found;
  const name = findUnaskedOf(seen, [meaning.component, textOfError(exchange.fact.answer)].join(' '));
  const probe = name === undefined ? undefined : seen.probes.get(name);
  const isWell = probe?.fact.ok === true && hasOneDoor(seen, probe.fact.component);
  return isWell && !mayHaveTried(seen, probe.fact.component) ? { ...found, probe } : undefined;
}

// Relays hear one way to it; by another door it may have been asked all the same.
function hasOneDoor({ world }: Case, name: string): boolean {
  const doors = world?.ports.filter((one) => one.component === name).map((one) => one.name);
  return new Set(doors).size === 1;
}

/** What a client says of a connection, or of what came over one. */
const OF_CONNECTION =
  /\d+\.\d+\.\d+\.\d+|\bE[A-Z]{5,}|refused|time.?out|timed out|deadline|reset|hang up|closed|resolve|no such host|EOF|certificate|TLS|answered/iu;

// It tells of a connection, or was answered badly for another test: then it has its reasons.
function mayHaveTried(seen: Case, name: string): boolean {
  const isBad = (fact: ExchangeFact): boolean =>
    fact.component === name && fact.from !== undefined && fact.end !== 'answered' && !/^4\d\d$/u.test(fact.code ?? '');
  const all = seen.effect.attempt?.facts ?? [];
  return (
    listTroubles(seen).some(({ text }) =>
      OF_CONNECTION.test(text.replaceAll(/\bnot answer\w*|\bno answer\b/giu, '')),
    ) || all.some(({ fact }) => fact.kind === 'exchange' && isBad(fact))
  );
}
