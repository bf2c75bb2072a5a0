import { RERUNS_ALONE, listEffects, printTestId, present } from '#domain';
import type {
  AttemptState,
  Cause,
  Effect,
  ExperimentKind,
  ExperimentMode,
  ExperimentRequest,
  Judgement,
  RunState,
  SuiteState,
  TestState,
} from '#domain';
import { commandFor } from './command-for.ts';
import { findSteps } from './find-steps.ts';

export interface PlanInput {
  readonly state: RunState;
  readonly judgement: Judgement;
  readonly mode: ExperimentMode;
  /** Whether a verdict needs help: the judge's own margin decides. */
  readonly isThin: (cause: Cause) => boolean;
  /** Whether a verdict rests on one answer alone, which an earlier test may have made what it is. */
  readonly restsOnState: (cause: Cause) => boolean;
}

/** Somebody waits for the verdict: the first causes are the gravest. */
const MAX_CAUSES = { off: 0, auto: 5, all: 20 } as const;

/**
 * What shall be tried on one representative of each cause whose verdict is thin. The most telling experiment on every cause comes
 * before the second on any: the budget may end between them.
 */
export function planExperiments({
  state,
  judgement,
  mode,
  isThin,
  restsOnState,
}: PlanInput): readonly ExperimentRequest[] {
  if (mode === 'off' || state.ended?.how === 'interrupted') return [];
  const effects = new Map(state.suites.flatMap(listEffects).map((effect) => [effect.id, effect]));
  const subjects = judgement.causes
    .flatMap((cause): readonly Subject[] => {
      const subject = findSubject(cause, effects);
      if (subject === undefined) return [];
      if (mode === 'all' || isThin(cause)) return [subject];
      return restsOnState(cause) && hasPredecessor(subject) ? [{ ...subject, confirms: true }] : [];
    })
    .slice(0, MAX_CAUSES[mode]);
  const rounds = subjects.map((subject) => listKinds(subject, state).map((kind) => makeRequest(subject, kind, state)));
  const longest = Math.max(0, ...rounds.map((requests) => requests.length));
  return Array.from({ length: longest }, (_, round) => rounds.flatMap((requests) => requests[round] ?? [])).flat();
}

interface Subject {
  readonly suite: SuiteState;
  readonly attempt: AttemptState;
  readonly test: TestState;
  /** Only whether it depends on the tests before it is asked. */
  readonly confirms?: true;
}

/** In a fresh world, and first in it, it has been run already. */
function hasPredecessor({ attempt, test }: Subject): boolean {
  return attempt.tests.slice(0, attempt.tests.indexOf(test)).some((one) => one.endedAtMs !== undefined);
}

/** Ends of which nothing new can be learned: nobody let it run, or it never began. */
const UNTOLD: ReadonlySet<string> = new Set(['not-run', 'blocked', 'interrupted', 'skipped', 'mock-violation']);

function findSubject({ effects: ids, blocked }: Cause, effects: ReadonlyMap<string, Effect>): Subject | undefined {
  for (const id of ids) {
    const { suite, attempt, test, outcome } = effects.get(id) ?? {};
    if (suite === undefined || attempt === undefined || test === undefined || outcome === undefined) continue;
    if (blocked.includes(id) || UNTOLD.has(outcome) || !canRunAlone(test, attempt)) continue;
    return { suite, attempt, test };
  }
  return undefined;
}

/** What failed around tests (a hook, the file itself) has no title to select it by, but a suite of one test is that test. */
function canRunAlone(test: TestState, attempt: AttemptState): boolean {
  return test.file !== undefined || attempt.tests.length === 1;
}

function listKinds(subject: Subject, state: RunState): readonly ExperimentKind[] {
  const { attempt, test, confirms } = subject;
  if (confirms === true) return ['rerun-alone'];
  const ordinal = attempt.tests.indexOf(test);
  const facts = attempt.facts.map((found) => ({ ordinal: found.ordinal, ...found.fact }));
  const hasExchange = findSteps(attempt, ordinal, state).kind !== 'none';
  const isDoubtful = facts.some(
    (fact) =>
      (fact.kind === 'probe' && !fact.ok) ||
      (fact.kind === 'exchange' && fact.ordinal === ordinal && (fact.end === 'refused' || fact.end === 'silent')),
  );
  return [
    ...(test.reason === 'time-limit' ? (['longer-limit'] as const) : []),
    'rerun-alone',
    ...(hasExchange ? (['replay'] as const) : []),
    ...(isDoubtful && attempt.world !== '' ? (['probe-dependency'] as const) : []),
  ];
}

function makeRequest(subject: Subject, experiment: ExperimentKind, state: RunState): ExperimentRequest {
  const { suite, attempt, test } = subject;
  const { titles, occurrence } = test.id;
  const found = findSteps(attempt, attempt.tests.indexOf(test), state);
  return {
    experiment,
    suite: suite.planned.name,
    test: printTestId(test.id),
    announced: {
      titles,
      occurrence,
      requirements: test.requirements,
      ...present({ file: test.file, line: test.line }),
    },
    isWholeSuite: attempt.tests.length === 1,
    outcome: test.outcome,
    command: commandFor(experiment, { state, suite, test, steps: found.steps }),
    ...present({ confirms: subject.confirms }),
    estimateMs: estimate(experiment, subject, state),
    steps: found.steps,
    ...present({ failure: test.failure }),
  };
}

/** A process of its own, before the first test. */
const START_MS = 1000;
const WORLD_MS = 3000;

function estimate(experiment: ExperimentKind, { suite, attempt, test, confirms }: Subject, state: RunState): number {
  const ready = state.worlds.find(({ world }) => world === attempt.world)?.readyAfterMs;
  const worldMs = attempt.world === '' ? 0 : (ready ?? WORLD_MS);
  const tookMs = test.durationMs > 0 ? test.durationMs : suite.planned.timeoutMs;
  const onceMs = worldMs + START_MS + tookMs;
  if (experiment === 'rerun-alone') return (confirms === true ? 1 : RERUNS_ALONE) * onceMs;
  return experiment === 'longer-limit' ? worldMs + START_MS + 2 * tookMs : worldMs + START_MS;
}
