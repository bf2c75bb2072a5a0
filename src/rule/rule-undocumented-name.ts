import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import type { ProbeFact } from '#domain';
import { citeExchange, citeProbe } from '#case';
import type { Case } from '#case';
import { findAbsence } from './rule-absent-name.ts';
import type { Opinion, WeightedRule } from './weighted-rule.ts';

/** The service is right to say that it does not have what nobody promised. */
export const ruleUndocumentedName: WeightedRule = {
  id: 'undocumented-name',
  sentence:
    'A test that calls a method or route which the contract does not list, and which the service does not have, or that connects to another path than the one at which the service answers its probe, is wrong.',
  weights: { TEST_ARTIFACT: 11, SYSTEM_CRITICAL: -3 },
  cites: 'the exchange with its code, and that the contract does not list the name',
  advises: 'correct the name in the test, or have it written into the contract',
  otherwise: 'if the contract listed the name, the service would lack it',
  opine: (seen) => {
    const astray = findAstray(seen);
    if (astray !== undefined) return astray;
    const found = findAbsence(seen);
    if (found === undefined || seen.facts.contract.name(found.exchange.fact.method) !== 'undocumented')
      return undefined;
    const { method } = found.exchange.fact;
    return {
      evidence: [citeExchange(found.exchange)],
      lead: {
        about: method,
        title: `the test asks for ${oneLine(method, 100)}, which the contract does not list`,
        action: `correct ${oneLine(method, 100)} in the test, or have it written into the contract`,
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

const PATH = /\bwss?:\/\/[^/\s]+(\/[^\s:?]*)/u;

const isHandshake = ({ fact }: Case['exchanges'][number]): boolean =>
  fact.protocol === 'websocket' && fact.method === 'connect' && fact.end === 'error';

function findPath({ ok, note }: ProbeFact): string | undefined {
  return ok ? PATH.exec(note)?.[1] : undefined;
}

// The service does not take a connection there, and takes it elsewhere.
function findAstray({ exchanges, probes, effect: { failure } }: Case): Opinion | undefined {
  const refused = exchanges.findLast(isHandshake);
  const { path = '', component = '' } = refused?.fact ?? {};
  const probe = probes.get(component);
  const own = probe === undefined ? undefined : findPath(probe.fact);
  if (refused === undefined || probe === undefined || own === undefined || own === path) return undefined;
  return {
    evidence: [citeExchange(refused), citeProbe(probe)],
    lead: {
      about: path,
      title: `the test connects to ${oneLine(path, 80)}, where ${component} answers at ${own}`,
      action: `connect to ${own}, as the world tells it`,
      ...placeOf(failure),
    },
  };
}
