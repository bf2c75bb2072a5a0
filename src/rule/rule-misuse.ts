import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import type { AttemptState, Effect } from '#domain';
import { cite, isRaisedInService, normaliseText } from '#case';
import type { Raise } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** Something that was read could not be understood; `undefined` was not read from anywhere. */
const UNREADABLE =
  /(?<!"undefined") is not valid JSON|Unexpected end of JSON input|JSONDecodeError|Expecting value: line/u;

/** Raised before anything was asked of anybody: the service cannot have caused it. */
export const ruleMisuse: WeightedRule = {
  id: 'misuse-before-contact',
  sentence:
    'An exception of the language or of a library, raised in a test that exchanged nothing with any component, comes from how the test code calls it.',
  weights: { TEST_ARTIFACT: 6 },
  cites: 'the exception with its first frame',
  advises: 'correct the call at the line that raised it',
  otherwise: 'if an answer of the service had come before, that answer could have caused it',
  opine: ({ raise, exchanges, effect }) => {
    const { seq, failure, attempt } = effect;
    if ((raise.kind !== 'misuse' && raise.kind !== 'no-value') || isRaisedInService(failure.frames)) return undefined;
    if (exchanges.some(({ fact }) => fact.end === 'answered' || fact.end === 'error')) return undefined;
    const isRecorded = attempt !== undefined && isHeard(attempt);
    if (!isRecorded && mayBeAnswer(raise, effect)) return undefined;
    return {
      evidence: [cite(seq, `raised: ${oneLine(failure.message, 120)}`)],
      lead: {
        about: `${failure.type}|${normaliseText(failure.message)}`,
        title: `the test code raised ${oneLine(`${failure.type}: ${failure.message}`, 220)}${isRecorded ? ' before it asked anything of the service' : ''}`,
        action: 'correct the call at the line that raised it',
        ...placeOf(failure),
      },
    };
  },
};

/** What the suite asked was recorded, or went over a relay that read it: what is not among it was not asked. */
function isHeard({ facts, contacts }: AttemptState): boolean {
  return (
    facts.some(({ fact }) => fact.kind === 'exchange' && fact.from === undefined) ||
    contacts.some(({ edge, seenBy, calls }) => !edge.includes('>') && seenBy.includes('tap') && calls > 0)
  );
}

/** Where nothing is recorded, an answer may well have come before it. */
function mayBeAnswer({ kind }: Raise, { failure, reason }: Effect): boolean {
  return kind === 'no-value' ? reason !== 'teardown' : UNREADABLE.test(failure.message);
}
