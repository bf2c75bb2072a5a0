import { configuredName, oneLine, weighRealness } from '#domain';
import type { GuardedProcess, SuiteRealness, SuiteState } from '#domain';
import { cite } from '#case';
import type { RunFacts } from '#case';
import { rerun, suiteKey } from './rule.ts';
import type { StandingRule, Verdict } from './rule.ts';
import { listUnproved } from './unproved.ts';

/** A process that was not guarded may have used any mock: that nothing was found in it says nothing. */
export const standingUnguarded: StandingRule = {
  id: 'unguarded-pass',
  sentence:
    'A suite of which a process ran without the guard is mended where the guard was lost: its own environment, a loader, a program that starts others.',
  find: (facts) => {
    const suites = new Map(facts.state.suites.map((suite) => [suite.planned.name, suite]));
    const missed = facts.state.canaries.filter(({ refused }) => !refused);
    const blind = new Set(missed.map(({ engine }) => engine));
    return [
      ...missed.map((canary) => judgeCanary(canary, facts)),
      ...weighRealness(facts.state).flatMap((one) => {
        const suite = suites.get(one.suite);
        // Where the canary lived, that is the fault and not the suite's.
        if (suite === undefined || one.claim !== 'unguarded' || blind.has(suite.planned.engine)) return [];
        return [judgeUnguarded(one, suite, facts)];
      }),
    ];
  },
};

function judgeUnguarded({ why, guard }: SuiteRealness, suite: SuiteState, facts: RunFacts): Verdict {
  const { planned } = suite;
  const attempt = suite.attempts.at(-1);
  const programs = [...new Set((guard?.unguarded ?? []).map(({ program }) => program))].slice(0, 3).join(', ');
  const told = attempt?.attestations.filter(({ state }) => state === 'unguarded') ?? [];
  return {
    heading: 'TEST_ARTIFACT',
    signature: `unguarded|${configuredName(planned)}`,
    title: `${configuredName(planned)} ran without the guard${programs === '' ? '' : ` (${programs})`}: ${oneLine(why, 300)}`,
    evidence: [
      ...told.map(({ seq }) => cite(seq, 'attestation')),
      ...(guard?.unguarded ?? []).map(({ pid, startTime, program }: GuardedProcess) => ({
        kind: 'process' as const,
        pid,
        startTime,
        note: `${program}, not guarded`,
      })),
    ],
    remedy: {
      action:
        'let its processes keep NODE_OPTIONS, PYTHONPATH and REALITY_GUARD, and the files that these lead to, as they were given, and add to them instead',
      where: suiteKey(planned),
      verify: rerun(planned, facts),
    },
    against: [],
    suites: [planned.name],
    unproved: listUnproved(suite),
  };
}

type Canary = RunFacts['state']['canaries'][number];

function judgeCanary({ engine, note, seq }: Canary, facts: RunFacts): Verdict {
  const suites = facts.state.suites.filter(({ planned }) => planned.engine === engine && planned.lane !== 'unit');
  const [first] = suites;
  return {
    heading: 'TEST_ARTIFACT',
    signature: `canary|${engine}`,
    title: `the guard let a known mock pass in engine ${engine}: no suite of it can be said to be free of mocks (${oneLine(note, 300)})`,
    evidence: [cite(seq, 'canary')],
    remedy: {
      action: 'find out what keeps the guard from being loaded: a configuration of the tool, or a fault of the harness',
      verify: first === undefined ? 'reality doctor' : rerun(first.planned, facts),
    },
    against: [],
    suites: suites.map(({ planned }) => planned.name),
    locus: 'harness',
    unproved: suites.flatMap(listUnproved),
  };
}
