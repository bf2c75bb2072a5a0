import { isGreen, present } from '#domain';
import type { AnnouncedTest, Incident, Mark, Usage } from '#domain';
import { describeIncident } from '#facts';
import { concludeProcess, describeEnd, keeps, keptFolder } from './attempt-end.ts';
import type { AttemptLedger } from './attempt-ledger.ts';
import type { Told } from './told-test.ts';
import { fileNameOf, keepArtifacts } from './attempt-place.ts';
import type { AttemptInput, EngineProcess } from './attempt-state.ts';
import { collectFacts } from './collect-facts.ts';
import { collectMocks, unguardedMarks } from './collect-mocks.ts';
import type { SeenMock } from './seen-mock.ts';
import { condemnTest } from './condemn.ts';
import { tellFakes } from './judge-contacts.ts';
import { degradedMarks } from './degraded.ts';
import { runEngineProcess } from './engine-process.ts';
import { TestTimes } from './test-times.ts';
import type { Ending } from './engine-process.ts';
import type { LaneWorld } from './lane-world.ts';
import type { ContactSeen } from './look-at-contact.ts';
import { SoloLedger } from './solo-ledger.ts';

/** Somebody who keeps pressing Ctrl-Z shall not keep a test running for ever. */
const MAX_PAUSES = 5;

export interface SoloInput extends Omit<AttemptInput, 'world' | 'lists'> {
  readonly attempt: string;
  readonly ledger: AttemptLedger;
  readonly lane: LaneWorld;
  /** Tells a suite blocked by what keeps its world from starting. */
  readonly tellBlocked: (incident: Incident) => void;
}

export interface SoloResult {
  readonly told: Told;
  readonly usage?: Usage;
  readonly contact?: ContactSeen;
  /** What its process met. */
  readonly mocks?: readonly SeenMock[];
}

interface Tried extends SoloResult {
  readonly paused: boolean;
}

/** One test to its end: a process of its own, and as many more as its retries allow, each in a fresh world. */
export async function runTestAlone(input: SoloInput, test: AnnouncedTest, ordinal: number): Promise<SoloResult> {
  let [failures, pauses] = [0, 0];
  for (let number = 1; ; number += 1) {
    const tried = await tryOnce(input, test, { ordinal, number });
    const { outcome } = tried.told;
    if (tried.paused && pauses < MAX_PAUSES) {
      pauses += 1;
      continue;
    }
    if (isGreen(outcome) || FINAL.has(outcome)) return withFlaky(tried, failures);
    failures += 1;
    if (failures > input.planned.retries || input.run.halt.signal.aborted) return tried;
  }
}

/** Tried again these would say the same, or must not be made good by a later try. */
const FINAL: ReadonlySet<string> = new Set(['blocked', 'interrupted', 'mock-violation']);

function withFlaky(tried: SoloResult, failures: number): SoloResult {
  const { told } = tried;
  if (failures === 0 || told.outcome !== 'passed') return tried;
  return { ...tried, told: { ...told, marks: [...told.marks, 'flaky'] } };
}

interface Turn {
  readonly ordinal: number;
  readonly number: number;
}

async function tryOnce(input: SoloInput, test: AnnouncedTest, turn: Turn): Promise<Tried> {
  const { run, planned, ledger, lane, attempt } = input;
  const { ordinal, number } = turn;
  const supply = await lane.obtain(number > 1);
  if (supply.kind === 'blocked') return settleBlocked(input, ordinal, supply.incident);
  const { world } = supply;
  const times = new TestTimes(run.context.environment);
  const solo = new SoloLedger(test, () => {
    times.begin(ordinal);
    ledger.begin(ordinal);
  });
  return runEngineProcess(
    {
      ...input,
      world,
      id: `${attempt}/${ordinal}.${number}`,
      log: logOf(input, turn),
      timeoutMs: planned.alone?.testTimeoutMs ?? planned.timeoutMs,
      listener: solo,
      times,
      test: { announced: test, ordinal },
      onStart: ({ pid }) =>
        run.emit({ kind: 'test-process-started', attempt, ordinal, number, world: world?.id ?? '', pid }),
    },
    async (process, ending) => {
      const [usage, told] = [tellEnd(process, ending, turn), solo.verdict(concludeProcess(process, ending))];
      // Whatever happened in its own process is its own doing.
      const seen = await collectMocks(process, ending.end, (lines) => lines.map((line) => ({ line, ordinal })));
      const mocks = [...seen.mocks, ...tellFakes(ending.contact, process, ordinal)];
      const marks = [...degradedMarks(planned, world), ...(await unguardedMarks(process, seen))];
      const verdict = withMarks(condemnTest(told, mocks), ending, marks);
      if (keeps(run, verdict.outcome)) keepArtifacts(process.place, keptPlaceOf(process, turn));
      settle(input, ordinal, verdict);
      times.end({ ordinal, ...verdict });
      const paused = ending.watch.paused();
      const heard = { process, times, tapped: ending.contact?.exchanges ?? [], ordinalOf: () => ordinal };
      if (!paused) await collectFacts(heard, verdict);
      return { told: verdict, usage, paused, mocks, ...present({ contact: ending.contact }) };
    },
  );
}

function settleBlocked(input: SoloInput, ordinal: number, incident: Incident): Tried {
  input.tellBlocked(incident);
  const failure = describeIncident(incident);
  return settle(input, ordinal, { outcome: 'blocked', reason: 'component-down', failure, marks: [], durationMs: 0 });
}

function tellEnd({ run, attempt, scope }: EngineProcess, { end }: Ending, turn: Turn): Usage {
  const usage = scope.usage();
  run.emit({ kind: 'test-process-ended', attempt, ...turn, end: describeEnd(run, end), usage });
  return usage;
}

function settle({ ledger }: SoloInput, ordinal: number, told: Told): Tried {
  ledger.settle(ordinal, told);
  return { told, paused: false };
}

function withMarks(told: Told, { leaks, watch }: Ending, more: readonly Mark[]): Told {
  const marks: readonly Mark[] = [
    ...told.marks,
    ...more,
    ...(leaks.length > 0 ? (['leaky'] as const) : []),
    ...(watch.paused() ? (['paused'] as const) : []),
  ];
  return { ...told, marks };
}

/** `logs/<suite>.1/12.log`: by the number of the test, for no name of a file holds what a title may hold. */
function logOf({ planned, number }: SoloInput, turn: Turn): string {
  return `${fileNameOf(planned.name)}.${number}/${nameOf(turn)}.log`;
}

function keptPlaceOf(process: EngineProcess, turn: Turn): string {
  return `${keptFolder(process)}/${nameOf(turn)}`;
}

function nameOf({ ordinal, number }: Turn): string {
  const test = `test-${ordinal + 1}`;
  return number === 1 ? test : `${test}.${number}`;
}
