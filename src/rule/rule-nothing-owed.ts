import { placeOf } from './place.ts';
import { configuredName } from '#domain';
import type { Requirement } from '#domain';
import { LEAST_PATIENCE_MS, citeExchange, isService } from '#case';
import type { Case } from '#case';
import { isAboutTime } from './rule-noisy-host.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** Each question was answered, and nobody promised to say anything unasked. */
export const ruleNothingOwed: WeightedRule = {
  id: 'nothing-owed',
  sentence:
    'A test whose time was over after all that it had asked over HTTP was answered, which had left nothing unread, and whose requirements speak of nothing that a service says unasked, waits for itself.',
  weights: { TEST_ARTIFACT: 8, SYSTEM_CRITICAL: -5 },
  cites: 'the answers, and what the process of the test was doing',
  advises: 'find the promise that nobody keeps in the test',
  otherwise:
    'if a question had been left without an answer, or a notification had been promised, the service would be what is waited for',
  opine: (seen) => {
    const { effect, exchanges, cited, logs } = seen;
    if (!isWaitOver(seen) || effect.attempt?.busy !== undefined) return undefined;
    const own = findAnswers(seen);
    if (own.length === 0 || own.length < exchanges.length || isPolling(seen)) return undefined;
    if (cited.some(saysUnasked) || logs.length > 0 || !isQuiet(seen)) return undefined;
    const name = configuredName(effect.suite.planned);
    return {
      evidence: own.slice(-2).map(citeExchange),
      lead: {
        about: name,
        title: `a test of ${name} went on waiting after all that it had asked was answered`,
        action: 'find what the test waits for: nothing that it asked is open, and nothing else was promised',
        ...placeOf(effect.failure),
      },
    };
  },
};

/** How a test tells by itself that it has waited long enough. */
const OWN_LIMIT =
  /\b(?:within|after|for|in) \d+(?:\.\d+)? ?(?:ms|milliseconds?|s|sec|seconds?|min|minutes?)\b|timed? ?out|deadline exceeded|took too long/iu;
/** So much of its time a test has only waited, where its last answer came before that. */
const IDLE_SHARE = 0.8;

// By the limit of its runner, or by one of its own: then long after the last answer.
function isWaitOver(seen: Case): boolean {
  const { reason, failure } = seen.effect;
  if (reason !== 'assertion') return reason === 'time-limit';
  const isOfTime = failure.expected === undefined && OWN_LIMIT.test(failure.message);
  return isOfTime && isIdle(seen) && !seen.cited.some(isAboutTime);
}

function isIdle({ effect: { test }, exchanges }: Case): boolean {
  const tookMs = test?.durationMs ?? 0;
  const busyMs = exchanges.reduce((sum, { fact }) => sum + fact.tookMs, 0);
  const moments = exchanges.flatMap(({ fact: { epochMs, tookMs: ownMs } }) =>
    epochMs === undefined ? [] : [epochMs, epochMs + ownMs],
  );
  const spanMs = moments.length === 0 ? 0 : Math.max(...moments) - Math.min(...moments);
  return tookMs > LEAST_PATIENCE_MS && Math.max(busyMs, spanMs) <= tookMs * (1 - IDLE_SHARE);
}

// Over anything but HTTP a service may speak by itself.
function findAnswers({ exchanges, facts }: Case): Case['exchanges'] {
  return exchanges.filter(
    ({ fact }) => isService(facts, fact.component) && fact.protocol === 'http' && fact.end === 'answered',
  );
}

/** By these words a requirement promises something without a question, or after a while. */
const UNASKED = /notif|event|push|broadcast|publish|subscri|stream|told|tells all|sent|by itself|within|until|after/iu;

function saysUnasked({ kind, text, status }: Requirement): boolean {
  return status === 'approved' && (kind === 'notification' || UNASKED.test(text));
}

const POLLS = 4;

// Asked again and again, the service may well be owing a change.
function isPolling({ exchanges }: Case): boolean {
  const counts = new Map<string, number>();
  for (const { fact } of exchanges) counts.set(fact.method, (counts.get(fact.method) ?? 0) + 1);
  return [...counts.values()].some((count) => count >= POLLS);
}

function isQuiet({ hangs, probes, facts }: Case): boolean {
  const isDeaf = hangs.some(({ fact }) => fact.peers.some(({ unreadByPeer }) => unreadByPeer > 0));
  return !isDeaf && [...probes.values()].every(({ fact }) => fact.ok || !isService(facts, fact.component));
}
