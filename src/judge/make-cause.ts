import type { Cause, Determinism, Evidence, Heading, Locus, Owner, Severity } from '#domain';
import { causeId } from '#rule';
import type { Verdict } from '#rule';

/** A cause while it is gathered: mutable, because a run may hold 100,000 effects of one. */
export interface Draft {
  readonly verdict: Verdict;
  readonly evidence: Map<string, Evidence>;
  readonly effects: string[];
  /** Effects that never ran because of another one: they come last. */
  readonly leftOut: string[];
  readonly rules: Set<string>;
  readonly against: Set<string>;
  readonly otherwise: Set<string>;
  readonly suites: Set<string>;
  readonly requirements: Set<string>;
}

const EVIDENCE_PER_CAUSE = 12;
const SENTENCES_PER_CAUSE = 8;

export function openDraft(verdict: Verdict): Draft {
  return {
    verdict,
    evidence: new Map(),
    effects: [],
    leftOut: [],
    rules: new Set(),
    against: new Set(),
    otherwise: new Set(),
    suites: new Set(),
    requirements: new Set(),
  };
}

/** What one more verdict of the same cause adds to it. */
export function addVerdict(draft: Draft, verdict: Verdict): void {
  for (const one of verdict.evidence) {
    if (draft.evidence.size >= EVIDENCE_PER_CAUSE) break;
    draft.evidence.set(JSON.stringify(one), one);
  }
  addSome(draft.rules, verdict.rules ?? []);
  addSome(draft.against, verdict.against);
  addSome(draft.otherwise, verdict.otherwise ?? []);
  for (const one of verdict.suites ?? []) draft.suites.add(one);
}

function addSome(to: Set<string>, sentences: readonly string[]): void {
  for (const one of sentences) if (to.size < SENTENCES_PER_CAUSE) to.add(one);
}

/** What only the whole run tells of a cause. */
export interface Surroundings {
  readonly severity: Severity;
  readonly determinism: Determinism;
  readonly leadsTo: readonly string[];
  readonly shares: readonly string[];
}

export function makeCause(draft: Draft, around: Surroundings): Cause {
  const { verdict, evidence, effects, leftOut, rules, against, otherwise, suites, requirements } = draft;
  const { heading, runnerUp, locus = LOCUS_OF[heading] } = verdict;
  return {
    id: causeId(verdict),
    heading,
    title: verdict.title,
    rules: [...rules],
    evidence: [...evidence.values()],
    effects: [...effects, ...leftOut],
    blocked: leftOut,
    leadsTo: around.leadsTo,
    locus,
    owner: OWNER_OF[locus],
    severity: around.severity,
    determinism: around.determinism,
    scores: verdict.scores ?? {},
    ...(runnerUp === undefined ? {} : { runnerUp }),
    wouldChange: [...otherwise],
    requirements: [...requirements].toSorted(),
    shares: around.shares,
    suites: [...suites],
    remedy: verdict.remedy,
    against: [...against],
  };
}

const LOCUS_OF: Readonly<Record<Heading, Locus>> = {
  SYSTEM_CRITICAL: 'service',
  INTEGRATION_ISSUE: 'interface',
  TEST_ARTIFACT: 'test',
  REQUIREMENT_GAP: 'requirements',
  UNCLASSIFIED: 'unknown',
};

const OWNER_OF: Readonly<Record<Locus, Owner>> = {
  service: 'service developers',
  interface: 'interface owners',
  dependency: 'operators',
  test: 'test developers',
  harness: 'test developers',
  host: 'operators',
  requirements: 'requirement owners',
  unknown: 'undecided',
};
