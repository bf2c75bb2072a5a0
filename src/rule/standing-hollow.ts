import { configuredName, isBelow, weighRealness } from '#domain';
import type { EdgeContact, SuiteRealness, SuiteState } from '#domain';
import { cite, groupBy } from '#case';
import type { RunFacts } from '#case';
import { rerun, suiteKey } from './rule.ts';
import type { StandingRule, Verdict } from './rule.ts';
import { listUnproved } from './unproved.ts';

/** A pass below its declared contact looks like proof and is none: nothing is red, and nobody would miss it. */
export const standingHollow: StandingRule = {
  id: 'hollow-pass',
  sentence:
    'A suite that passes without the contact it declares is mended in the suite: it would pass whatever the component did.',
  find: (facts) => {
    const suites = new Map(facts.state.suites.map((suite) => [suite.planned.name, suite]));
    const hollow = weighRealness(facts.state).filter(({ claim }) => claim === 'hollow');
    // Repeats of a suite share one cause.
    const bySuite = groupBy(hollow, ({ suite }) => configuredOf(suites.get(suite)) ?? suite);
    return [...bySuite.values()].flatMap(([first]) => {
      const suite = suites.get(first?.suite ?? '');
      return first === undefined || suite === undefined ? [] : [judgeHollow(first, suite, facts)];
    });
  },
};

function configuredOf(suite: SuiteState | undefined): string | undefined {
  return suite === undefined ? undefined : configuredName(suite.planned);
}

function judgeHollow({ edges, why }: SuiteRealness, suite: SuiteState, facts: RunFacts): Verdict {
  const { planned } = suite;
  const short = edges.filter(({ below }) => below);
  const names = short.map(({ edge }) => edge);
  const what = names.length === 0 ? 'what it declares' : names.join(' and ');
  const unplugged = facts.state.unplugged.filter(
    (one) => one.suite === planned.name && one.result === 'does-not-need-it' && names.includes(one.edge),
  );
  return {
    heading: 'TEST_ARTIFACT',
    signature: `hollow|${configuredName(planned)}|${names.toSorted().join(' ')}`,
    title: `${configuredName(planned)} passes without touching ${what} as it declares: ${why}`,
    evidence: [
      ...short.flatMap((edge) => edge.seqs.map((seq) => cite(seq, describeEdge(edge)))),
      ...unplugged.map(({ seq, edge }) => cite(seq, `it passes with ${edge} refused as well`)),
      cite(suite.seq, 'passed all the same'),
    ],
    remedy: {
      action: `let its tests ask ${what} and assert on what comes back, or declare under "contact" what is really meant`,
      where: suiteKey(planned),
      verify: `${rerun(planned, facts)} --unplug`,
    },
    against: short.every(isSampled)
      ? ['contact was seen in the tables of sockets alone: a short call may have been missed']
      : [],
    suites: [planned.name],
    unproved: listUnproved(suite),
  };
}

function describeEdge(edge: EdgeContact): string {
  return `${edge.edge}: ${edge.level}${isBelow(edge) ? ` of ${edge.declared ?? ''}` : ''}`;
}

function isSampled({ seenBy }: EdgeContact): boolean {
  return seenBy.length > 0 && seenBy.every((one) => one === 'sockets');
}
