import type { Evidence } from '#domain';
import { cite, citeExchange, citeProbe, findPassedOn, isService, wasStoppedOnPurpose } from '#case';
import type { Case, Raise } from '#case';
import { isImpatient } from './rule-impatient-test.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The process is there and does not answer. */
export const ruleSilentService: WeightedRule = {
  id: 'silent-service',
  sentence:
    'A service that runs and leaves a request without an answer, or does not answer its own probe afterwards, hangs.',
  weights: { SYSTEM_CRITICAL: 8 },
  cites: "the exchange without an answer, and the service's probe",
  advises: 'find out what the service was doing instead of answering',
  otherwise:
    'if the service had answered, or had waited for a component that was slow by its own probe, it would not hang',
  opine: (seen) => {
    const silence = findSilence(seen);
    // One that waits for another, or was given no time, does not hang.
    if (silence === undefined || findPassedOn(seen) !== undefined || isImpatient(seen)) return undefined;
    const { component, evidence, doing } = silence;
    return {
      evidence,
      lead: {
        about: component,
        title: `${component} runs and ${doing}`,
        action: `find out what ${component} does instead of answering: a stack of its threads, its log at that moment`,
      },
    };
  },
};

interface Silence {
  readonly component: string;
  /** `does not answer GET /x`, `answers GET /x only after 8000 ms`. */
  readonly doing: string;
  readonly evidence: readonly Evidence[];
}

/** A name of its own that is missing, and a language that the service does not speak. */
const OF_THE_TEST: ReadonlySet<Raise['kind']> = new Set(['unknown-name', 'no-tls']);

/** What a service under test left unanswered, in this test or when it was asked afterwards. */
export function findSilence(seen: Case): Silence | undefined {
  if (OF_THE_TEST.has(seen.raise.kind)) return undefined;
  const dead = [...seen.probes.values()].find(({ fact }) => !fact.ok && isAsked(seen, fact.component));
  const mute = findMute(seen);
  if (mute !== undefined) {
    const { component = '', method, lateMs } = mute.fact;
    const doing = lateMs === undefined ? `does not answer ${method}` : `answers ${method} only after ${lateMs} ms`;
    const probe = dead?.fact.component === component ? [citeProbe(dead)] : [];
    return isAsked(seen, component) ? { component, doing, evidence: [citeExchange(mute), ...probe] } : undefined;
  }
  if (dead !== undefined)
    return { component: dead.fact.component, doing: 'does not answer its probe', evidence: [citeProbe(dead)] };
  return findDeaf(seen);
}

function findMute({ decisive }: Case): Case['decisive'] {
  return decisive?.fact.end === 'silent' || decisive?.fact.end === 'closed' ? decisive : undefined;
}

// What the test had sent lay unread before the service when the time was over: the kernel saw it.
function findDeaf(seen: Case): Silence | undefined {
  for (const { seq, fact } of seen.hangs) {
    const deaf = fact.peers.find((one) => one.unreadByPeer > 0 && isAsked(seen, one.component ?? ''));
    if (deaf?.component === undefined) continue;
    const note = `${deaf.component} had left ${deaf.unreadByPeer} bytes unread that the test had sent`;
    return { component: deaf.component, doing: 'does not answer its probe', evidence: [cite(seq, note)] };
  }
  return undefined;
}

// A service that was to answer: one that a suite had stopped or paused was not.
function isAsked(seen: Case, component: string): boolean {
  return isService(seen.facts, component) && !wasStoppedOnPurpose(seen, component);
}
