import { EXIT, configuredName, isGreen, listEffects, repeatCommand, rerunCommand, weighRealness } from '#domain';
import type {
  AcceptedCause,
  Assessment,
  AssessmentSettings,
  DocumentFields,
  EffortWord,
  GateResult,
  Judgement,
} from '#domain';
import type { RunState, SuiteState, Totals } from '#domain';
import { checkBudget } from './budget.ts';
import { weighConfidence } from './confidence.ts';
import { coverRequirements } from './coverage.ts';
import { checkOwnCriteria } from './criteria-own.ts';
import { checkQuality } from './criteria-quality.ts';
import { checkRealSystem } from './criteria-real-system.ts';
import { decide } from './decide.ts';
import type { HistoricRun } from './effort.ts';
import { budgetGate } from './gates-budget.ts';
import { checkGates } from './gates.ts';
import { checkSelected } from './gates-selected.ts';
import { groupSuites } from './groups.ts';
import { planFixes } from './plan.ts';
import { dayOf, viewScope } from './scope.ts';
import type { Scope } from './scope.ts';
import { assertIdentity, countTotals } from './totals.ts';

/** What a person gave to the assessment itself, over what the run was configured with. The same gifts give the same bytes. */
export interface Gifts {
  readonly document?: DocumentFields;
  /** Replaces what was accepted when the run was made. */
  readonly accepted?: readonly AcceptedCause[];
  /** Laid over the words of the configuration. */
  readonly effort?: Readonly<Record<string, EffortWord>>;
  readonly history?: readonly HistoricRun[];
  /** An earlier run, to say how confidence changed. */
  readonly baseline?: Assessment;
  /** All of it as options that a person would type. */
  readonly given?: readonly string[];
}

/** Pure: everything the reports show, from the folded journal and the causes. Throws when the counts disagree. */
export function assess(state: RunState, { causes }: Judgement, gifts: Gifts = {}): Assessment {
  const settings = layOver(state.declared.assessment, gifts);
  const scope = viewScope(state, causes, settings);
  const totals = countTotals(state, causes, scope);
  assertIdentity(state, { totals, causes, scope });
  const counted = causes.filter((cause) => !scope.setAside.has(cause.id));
  const budget = checkBudget(state);
  const coverage = coverRequirements(state);
  const gates = [...collectGates(state, { totals, coverage, scope }), ...budget.map(budgetGate)];
  const criteria = [
    ...checkRealSystem(state, causes, scope),
    ...checkQuality(state, coverage),
    ...checkOwnCriteria(settings.criteria, { state, causes: counted, coverage }, scope.counted),
  ];
  const { outOfScope, unselected, accepted, setAside } = scope;
  return {
    state,
    document: { date: dayOf(state.started.startedAt), ...settings.document },
    causes,
    setAside,
    outOfScope,
    unselected,
    accepted,
    totals,
    gates,
    criteria,
    budget,
    ...decide({ state, totals, scope, gates, criteria, coverage }),
    confidence: weighConfidence({ state, totals, coverage }, gifts.baseline),
    plan: planFixes({
      causes: counted,
      neverRan: listUnrun(state),
      outside: scope.outside,
      counted: totals.counted,
      horizons: settings.horizons,
      effort: { words: settings.effort, history: gifts.history ?? [] },
    }),
    coverage,
    realness: weighRealness(state),
    ...groupSuites(state),
    exitCode: exitCodeOf(state, totals, { gates, criteria }),
    rerun: describeRerun(state),
    given: gifts.given ?? [],
  };
}

type Weighed = Pick<Assessment, 'totals' | 'coverage'> & { readonly scope: Scope };

function collectGates(state: RunState, { totals, coverage, scope }: Weighed): readonly GateResult[] {
  const { gates } = state.declared;
  return [
    ...checkGates({ gates, totals, coverage, state }),
    ...checkSelected(state, gates.selected ?? [], scope.counted),
  ];
}

const UNRUN: ReadonlySet<string> = new Set(['blocked', 'not-run']);

function listUnrun({ suites }: RunState): ReadonlySet<string> {
  return new Set(
    suites.flatMap((suite) => listEffects(suite).filter(({ outcome }) => UNRUN.has(outcome))).map(({ id }) => id),
  );
}

function layOver(settings: AssessmentSettings, { document, accepted, effort }: Gifts): AssessmentSettings {
  return {
    ...settings,
    document: { ...settings.document, ...document },
    accepted: accepted ?? settings.accepted,
    effort: { ...settings.effort, ...effort },
  };
}

type Verdicts = Pick<Assessment, 'gates' | 'criteria'>;

// An interruption is told by the shell from the signal itself; here only results, gates and primary criteria speak.
function exitCodeOf(state: RunState, { counted }: Totals, { gates, criteria }: Verdicts): number {
  // A suite that is not green has an effect, if only itself.
  if (counted.effects > 0) return EXIT.failed;
  if (counted.executed === 0) return EXIT.nothing;
  const complete = state.ended?.how === 'completed';
  const isMissed = criteria.some(
    (one) => one.group === 'primary' && (one.kind === 'unmeasured' || one.result === 'not met'),
  );
  return complete && gates.every((gate) => gate.met) && !isMissed ? EXIT.passed : EXIT.failed;
}

const NAMED = 3;

function describeRerun({ suites, started }: RunState): string {
  const red = [...new Set(suites.filter(isOpen).map((suite) => configuredName(suite.planned)))];
  if (red.length === 0) return repeatCommand(started) ?? rerunCommand(started, ['--all', '--seed', started.seed]);
  return rerunCommand(started, red.length <= NAMED ? red : ['--last-failed']);
}

function isOpen(suite: SuiteState): boolean {
  return !isGreen(suite.outcome) || listEffects(suite).length > 0;
}
