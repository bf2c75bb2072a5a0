import { count } from '#domain';
import type { CoverageRow, CriterionResult, Decision, GateResult, RunState, Totals } from '#domain';
import { countUnneeded } from './gates-realness.ts';
import type { Scope } from './scope.ts';

/** What a decision is made from. */
export interface Grounds {
  readonly state: RunState;
  readonly totals: Totals;
  readonly scope: Scope;
  readonly gates: readonly GateResult[];
  readonly criteria: readonly CriterionResult[];
  readonly coverage: readonly CoverageRow[];
}

/** The decision with the sentences that carry it, and what stays open under it. */
export interface Decided {
  readonly decision: Decision;
  readonly reasons: readonly string[];
  /** Of a rejected run: what would still be a condition once it is no longer rejected. */
  readonly open: readonly string[];
}

/** No criterion can be met by template: each sentence comes from a number. */
export function decide(grounds: Grounds): Decided {
  const rejecting = rejections(grounds);
  const failing = describeFailing(grounds);
  const conditions = conditionsOf(grounds, saidByGates(grounds));
  if (rejecting.length > 0) return { decision: 'REJECT', reasons: rejecting, open: conditions };
  if (failing.length + conditions.length > 0)
    return { decision: 'CONDITIONAL', reasons: [...failing, ...conditions], open: [] };
  const { passed, executed } = grounds.totals.inScope;
  const outside = grounds.totals.tests - grounds.totals.inScope.tests;
  const left = outside > 0 ? ` (${count(outside, 'test')} out of scope left out)` : '';
  const reasons = [`${passed} of ${executed} executed tests passed${left}, and every gate is met`];
  return { decision: 'ACCEPT', reasons, open: [] };
}

function rejections({ state, totals, gates, criteria }: Grounds): readonly string[] {
  const ended = state.ended?.how;
  const critical = totals.countedCauses.SYSTEM_CRITICAL;
  const { executed } = totals.counted;
  // What has a sentence of its own needs no gate to say it once more.
  const said = ['causes SYSTEM_CRITICAL', ...(executed === 0 ? ['pass rate'] : [])];
  const broken = gates.filter((gate) => !gate.met && !said.includes(gate.name));
  return [
    ...(critical > 0 ? [`${count(critical, 'cause')} SYSTEM_CRITICAL`] : []),
    ...(ended === 'completed' ? [] : [`the run did not complete (${ended ?? 'its process died'})`]),
    ...(executed === 0 ? [totals.executed === 0 ? 'no test was executed' : 'no test in scope was executed'] : []),
    ...broken.map((gate) => `gate not met: ${gate.name} (${gate.formula})`),
    ...criteria
      .filter((one) => one.group === 'primary' && isMissed(one))
      .map((one) => `primary criterion not met: ${one.name} (${numbersOf(one)})`),
  ];
}

// Green by the gates, yet something is to be mended.
function describeFailing({ totals }: Grounds): readonly string[] {
  const causes = Object.values(totals.countedCauses).reduce((sum, one) => sum + one, 0);
  const { effects } = totals.counted;
  return [
    ...(effects > 0
      ? [`${count(effects, 'test or suite', 'tests or suites')} not green, although the gates allow it`]
      : []),
    ...(causes > 0 && effects === 0 ? [`${count(causes, 'cause')} to mend that no test felt`] : []),
  ];
}

// A gate that is not met rejects, and tells the number.
function saidByGates({ gates }: Grounds): ReadonlySet<string> {
  return new Set(gates.filter((gate) => !gate.met).map(({ name }) => name));
}

// Not all was seen: what holds must be said with the condition it holds under.
function conditionsOf(grounds: Grounds, said: ReadonlySet<string>): readonly string[] {
  const { state, coverage, criteria } = grounds;
  const degraded = state.suites.filter(({ marks }) => marks.includes('degraded')).length;
  const unproved = coverage.filter((row) => row.critical && row.state !== 'verified').length;
  return [
    ...(state.started.origin === undefined
      ? []
      : ['the results were imported: nothing of them was observed by reality']),
    ...describeAccepted(grounds),
    ...describeThin(grounds, said),
    ...(degraded > 0 ? [`${count(degraded, 'degraded suite')}: not all that they use was there`] : []),
    ...(unproved > 0 ? [`${count(unproved, 'critical requirement')} not verified by this run`] : []),
    ...criteria.filter((one) => isOpen(one, grounds)).map(describeOpen),
    ...(state.damage.length > 0
      ? ['what was kept of the run is damaged or not whole; what it lacks is not known']
      : []),
  ];
}

// What is green, or was not red each time, and shows less than it seems to.
function describeThin({ state, totals }: Grounds, said: ReadonlySet<string>): readonly string[] {
  const { skipped, flaky, hollow, unguarded } = totals.counted;
  const unneeded = countUnneeded(state.unplugged);
  const all: readonly (readonly [gate: string, number: number, sentence: string])[] = [
    ['skipped', skipped, `${count(skipped, 'skipped test')} that proved nothing`],
    ['flaky', flaky, count(flaky, 'flaky result')],
    ['hollow', hollow, count(hollow, 'hollow pass', 'hollow passes')],
    [
      'unguarded',
      unguarded,
      `${count(unguarded, 'suite or test', 'suites or tests')} without the guard: of them nobody can say "no mocks"`,
    ],
    ['unplugged', unneeded, `${count(unneeded, 'suite')} that passed although an edge was refused`],
  ];
  return all.filter(([gate, number]) => number > 0 && !said.has(gate)).map(([, , sentence]) => sentence);
}

function describeAccepted({ scope }: Grounds): readonly string[] {
  return scope.accepted
    .map(({ accepted, state }) => {
      if (state === 'not seen') return [];
      const what = `the known cause ${accepted.cause}`;
      return state === 'in force'
        ? [`${what} is accepted until ${accepted.until}: ${accepted.reason}`]
        : [`the acceptance of ${accepted.cause} expired on ${accepted.until}`];
    })
    .flat();
}

function isMissed(one: CriterionResult): boolean {
  return one.kind === 'unmeasured' || one.result === 'not met';
}

// Of the built-in ones only those speak that no other sentence stands for; a project's own always do.
function isOpen(one: CriterionResult, { totals }: Grounds): boolean {
  if (one.group === 'secondary') return one.kind === 'unmeasured' || one.result !== 'met';
  if (one.group === 'primary') return one.kind === 'measured' && one.result === 'partly';
  return one.kind === 'measured' && one.result !== 'met' && totals.counted.effects === 0;
}

function describeOpen(one: CriterionResult): string {
  const result = one.kind === 'measured' ? one.result : 'not measured';
  return `criterion ${result}: ${one.name} (${numbersOf(one)})`;
}

function numbersOf(one: CriterionResult): string {
  return one.kind === 'measured' ? one.formula : one.why;
}
