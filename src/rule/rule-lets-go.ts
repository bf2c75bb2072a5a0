import { cite, citeExchange, citeProbe, findPassing, headline, isWellByItself } from '#case';
import type { Case, Passing } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** What stands before the service lets its clients go. */
export const ruleLetsGo: WeightedRule = {
  id: 'lets-go',
  sentence:
    'A connection that was closed by a component which is no more than the way to a service under test (each call to it was one to that service, and the answers are the same to the byte), while the service is well when it is asked directly, also for as long, is lost between the two.',
  weights: { INTEGRATION_ISSUE: 12, SYSTEM_CRITICAL: -8, REQUIREMENT_GAP: -8, TEST_ARTIFACT: -6 },
  cites: 'the exchange or wait on that connection, what went over both ways, and the probe of the service',
  advises: 'compare when the one in front lets connections go with what its clients need',
  otherwise: 'if the service had closed connections to those who ask it directly, it would be the service',
  opine: (seen) => {
    const last = seen.exchanges.at(-1);
    const passing = isClosed(seen) ? findPassing(seen, last?.fact.component) : undefined;
    if (last === undefined || passing === undefined || !isFaultless(seen, passing)) return undefined;
    const { front, behind, seq, bytes } = passing;
    const probe = seen.probes.get(behind);
    return {
      evidence: [
        citeExchange(last),
        cite(seq, `${front} passed on what it was asked: ${bytes} bytes came back, as many as ${behind} had answered`),
        ...(probe === undefined ? [] : [citeProbe(probe)]),
      ],
      lead: {
        about: `${front}>${behind}`,
        title: `${front} lets go of a connection to ${behind}, which is well when it is asked directly: ${headline(seen.effect)}`,
        action: `compare when ${front} closes connections with what the clients of ${behind} need`,
        where: `components.${front}`,
      },
    };
  },
};

/** How clients say that the other side ended a connection. */
const CLOSED =
  /\bclosed the connection\b|\bconnection (?:was |is )?(?:closed|reset|lost)\b|\bsocket hang up\b|\bECONNRESET\b/iu;

function isClosed({ exchanges, effect: { failure } }: Case): boolean {
  return exchanges.at(-1)?.fact.end === 'closed' || CLOSED.test(failure.message);
}

/** Of two tests that wait for the same time, the one is a little faster. */
const ABOUT = 0.9;

// It is there, answered whoever asked it itself, and a test that lasted as long beside this one passed.
function isFaultless(seen: Case, { front, behind }: Passing): boolean {
  const { attempt, test } = seen.effect;
  if (test === undefined || seen.probes.get(front)?.fact.ok === false || !isWellByItself(seen, behind)) return false;
  return attempt?.tests.some((one) => one.outcome === 'passed' && one.durationMs >= test.durationMs * ABOUT) === true;
}
