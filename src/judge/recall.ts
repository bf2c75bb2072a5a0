import type { AttemptState, Effect, Failure, SuiteState, TestState } from '#domain';
import type { RunFacts } from '#case';
import { rerun } from '#rule';
import type { Verdict } from '#rule';

/**
 * Weighs a failure, or tells again what was made of an equal one: the same words, the same requirements, in suites of the same kind, and nothing
 * else known of either. Such verdicts differ in the line that they cite and the command that runs the suite again, and in nothing else.
 */
export function recall(effect: Effect, facts: RunFacts, weighAnew: (effect: Effect) => Verdict): Verdict {
  const memory = memoryOf(facts);
  const like = findLike(effect, facts, memory);
  if (like === undefined) return weighAnew(effect);
  const known = memory.verdicts.get(like.key);
  if (known !== undefined) return retell(known, effect, like.verify);
  const { seen, wasPeculiar } = watch(effect);
  const verdict = weighAnew(seen);
  memory.inVain = wasPeculiar() ? memory.inVain + 1 : 0;
  if (!wasPeculiar() && isOfWordsAlone(verdict, effect, like.verify)) {
    if (memory.verdicts.size >= MAX_KNOWN) memory.verdicts.clear();
    memory.verdicts.set(like.key, verdict);
  }
  return verdict;
}

/** Of 100,000 failures most say the same few hundred things. */
const MAX_KNOWN = 5000;
const MAX_CHARS = 4000;
/** Watching costs more than weighing: where it leads to nothing it is given up. */
const MOST_IN_VAIN = 100;

interface Memory {
  readonly verdicts: Map<string, Verdict>;
  readonly suites: Map<SuiteState, Like | undefined>;
  /** A failure that was told before is the same object in the run state, if its journal is not of an older version. */
  readonly words: WeakMap<Failure, string>;
  /** Nothing in the run is about single tests or worlds. */
  readonly isPlain: boolean;
  /** How many in a row were weighed under watch and could not be kept. */
  inVain: number;
}

/** What a failure, or a suite, has in common with its like. */
interface Like {
  readonly key: string;
  readonly verify: string;
}

const MEMORIES = new WeakMap<RunFacts, Memory>();

function memoryOf(facts: RunFacts): Memory {
  const known = MEMORIES.get(facts);
  if (known !== undefined) return known;
  const { incidents, experiments, parity, needs } = facts.state;
  const isPlain =
    incidents.length === 0 && experiments.length === 0 && parity.length === 0 && needs.every((need) => need.ok);
  const memory = { verdicts: new Map(), suites: new Map(), words: new WeakMap(), isPlain, inVain: 0 };
  MEMORIES.set(facts, memory);
  return memory;
}

/** Undefined where more is known of a failure than its words: it has no like. */
function findLike(effect: Effect, facts: RunFacts, memory: Memory): Like | undefined {
  const { suite, attempt, test, failure, outcome, reason = '' } = effect;
  if (
    !memory.isPlain ||
    memory.inVain >= MOST_IN_VAIN ||
    !WORDED.has(reason) ||
    attempt === undefined ||
    !isOfAttempt(test)
  )
    return undefined;
  const own = findLikeOfSuite(suite, attempt, { facts, memory });
  const text = memory.words.get(failure) ?? JSON.stringify(failure);
  memory.words.set(failure, text);
  if (own === undefined || text.length > MAX_CHARS) return undefined;
  const key = [own.key, outcome, reason, JSON.stringify([test.marks, test.requirements]), text].join('\n');
  return { key, verify: own.verify };
}

// One that told its own failure, in the process of all.
function isOfAttempt(test: TestState | undefined): test is TestState {
  return test?.failure !== undefined && test.process === undefined;
}

const WORDED: ReadonlySet<string> = new Set(['assertion', 'exception']);

interface Known {
  readonly facts: RunFacts;
  readonly memory: Memory;
}

function findLikeOfSuite(suite: SuiteState, attempt: AttemptState, { facts, memory }: Known): Like | undefined {
  if (!memory.suites.has(suite)) memory.suites.set(suite, describeSuite(suite, attempt, facts));
  return memory.suites.get(suite);
}

function describeSuite(suite: SuiteState, attempt: AttemptState, facts: RunFacts): Like | undefined {
  const { facts: found, mocks, contacts, leaks, hang, busy, end } = attempt;
  const isSilent = [found, mocks, contacts, leaks].every((list) => list.length === 0);
  const hasWorld = (facts.findWorld(attempt.world)?.components.length ?? 0) > 0;
  if (!isSilent || hasWorld || hang !== undefined || busy !== undefined) return undefined;
  const { planned, outcome, marks } = suite;
  const { name, ...kind } = planned;
  const ended = end === undefined ? [] : [end.code, end.signal, end.cause];
  const verdict = [outcome, marks, attempt.outcome, attempt.reason, attempt.marks, ended];
  return { key: JSON.stringify([kind, facts.citesInTests(name), verdict]), verify: rerun(planned, facts) };
}

/**
 * Fields in which equal failures differ. A verdict that was reached by looking at one of them holds for its own failure alone. When a test ended
 * is not among them: without a world, an incident or the length of the test there is nothing to hold that against.
 */
const PECULIAR = {
  test: ['id', 'durationMs', 'file', 'line', 'seq'],
  attempt: ['attempt', 'number', 'tests', 'usage', 'failure', 'attestations', 'startedAtMs', 'endedAtMs', 'seq'],
  suite: ['attempts', 'reason', 'failure', 'blockedBy', 'seq'],
} as const satisfies {
  readonly test: readonly (keyof TestState)[];
  readonly attempt: readonly (keyof AttemptState)[];
  readonly suite: readonly (keyof SuiteState)[];
};

interface Watched {
  readonly seen: Effect;
  readonly wasPeculiar: () => boolean;
}

function watch(effect: Effect): Watched {
  let isPeculiar = false;
  const note = (): void => {
    isPeculiar = true;
  };
  const { suite, attempt, test } = effect;
  const seen = {
    ...effect,
    suite: guardFields(suite, PECULIAR.suite, note),
    ...(attempt === undefined ? {} : { attempt: guardFields(attempt, PECULIAR.attempt, note) }),
    ...(test === undefined ? {} : { test: guardFields(test, PECULIAR.test, note) }),
  };
  return { seen: guardFields(seen, ['id'], note), wasPeculiar: () => isPeculiar };
}

function guardFields<Thing extends object>(thing: Thing, fields: readonly (keyof Thing)[], note: () => void): Thing {
  const copy = { ...thing };
  for (const field of fields) {
    const value = thing[field];
    const get = (): Thing[keyof Thing] => {
      note();
      return value;
    };
    Object.defineProperty(copy, field, { get, enumerable: true });
  }
  return copy;
}

// It cites nothing but its own line, and names its suite nowhere but in the command.
function isOfWordsAlone({ remedy, evidence, ...told }: Verdict, { seq, suite }: Effect, verify: string): boolean {
  const { verify: ownVerify, ...rest } = remedy;
  if (ownVerify !== verify || !evidence.every((one) => one.kind === 'journal' && one.seq === seq)) return false;
  return !JSON.stringify([told, rest, evidence]).includes(suite.planned.name);
}

function retell(known: Verdict, { seq }: Effect, verify: string): Verdict {
  const evidence = known.evidence.map((one) => (one.kind === 'journal' ? { ...one, seq } : one));
  return { ...known, evidence, remedy: { ...known.remedy, verify } };
}
