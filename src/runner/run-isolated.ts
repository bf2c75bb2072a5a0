import path from 'node:path';
import { present } from '#domain';
import type { Incident, Mark, PlannedSuite, SuiteSpec, Usage } from '#domain';
import { describeIncident } from '#facts';
import { describeEmpty, describeEnd, keeps, keptFolder } from './attempt-end.ts';
import type { AttemptLedger } from './attempt-ledger.ts';
import { isRed, told } from './told-test.ts';
import type { AttemptResult } from './attempt-state.ts';
import { tellMocks } from './collect-mocks.ts';
import type { SeenMock } from './seen-mock.ts';
import { condemn } from './condemn.ts';
import { collectTests } from './collect-tests.ts';
import type { Collection } from './collect-tests.ts';
import { LaneWorld } from './lane-world.ts';
import { addUsage } from './add-usage.ts';
import { openLedger } from './open-ledger.ts';
import type { Run } from './open-run.ts';
import { runTestAlone } from './run-test-alone.ts';
import { leftOf, scannedMocks } from './scanned-mocks.ts';
import type { Worker, WorkerPool } from './worker-pool.ts';
import { judgeContacts } from './judge-contacts.ts';
import { sumContacts, tellContacts } from './look-at-contact.ts';
import type { ContactSeen } from './look-at-contact.ts';

export interface IsolatedInput {
  readonly run: Run;
  readonly planned: PlannedSuite;
  readonly spec: SuiteSpec;
  readonly number: number;
  readonly worker: Worker;
  readonly pool: WorkerPool;
  /** Counts a test that is not green, as soon as that is final. */
  readonly tally: (failed: number) => void;
}

export type IsolatedResult =
  | { readonly kind: 'ran'; readonly attempt: AttemptResult }
  | { readonly kind: 'blocked'; readonly incident: Incident };

/**
 * One attempt of a suite whose tests run each in a process of its own: collected once, then run from their exact ids, in order, by this
 * worker and by every other one that has nothing else to do.
 */
export async function runIsolated(input: IsolatedInput): Promise<IsolatedResult> {
  const { run, planned, number } = input;
  const attempt = `${planned.name}/${number}`;
  const ledger = openLedger(input, attempt, run.emit);
  return new IsolatedAttempt(input, attempt, ledger).run();
}

class IsolatedAttempt {
  readonly #input: IsolatedInput;
  readonly #attempt: string;
  readonly #ledger: AttemptLedger;
  readonly #startedMs: number;
  #queue: number[] = [];
  readonly #contacts: ContactSeen[] = [];
  #usage: Usage | undefined;
  #hasRed = false;
  #blocked = false;
  readonly #marks = new Set<Mark>();
  /** What the processes of its tests met. */
  readonly #lived: SeenMock[] = [];

  constructor(input: IsolatedInput, attempt: string, ledger: AttemptLedger) {
    this.#input = input;
    this.#attempt = attempt;
    this.#ledger = ledger;
    this.#startedMs = input.run.context.environment.monotonicMs();
  }

  async run(): Promise<IsolatedResult> {
    const { worker } = this.#input;
    const lane = this.#openLane(worker);
    try {
      const supply = await lane.obtain(this.#input.number > 1);
      if (supply.kind === 'blocked') return supply;
      const collection = await this.#collect(supply.world, worker);
      if (collection.conclusion === undefined) await this.#runAll(worker, lane);
      return { kind: 'ran', attempt: await this.#conclude(collection) };
    } finally {
      await lane.release();
    }
  }

  async #collect(world: AttemptWorld, { channel }: Worker): Promise<Collection> {
    const { run, planned, spec, number } = this.#input;
    const wanted = run.request.onlyTests?.get(planned.name);
    const collection = await collectTests({ run, planned, spec, number, world, channel }, this.#ledger, wanted);
    this.#usage = collection.process.scope.usage();
    return collection;
  }

  async #runAll(worker: Worker, lane: LaneWorld): Promise<void> {
    this.#queue = [...this.#ledger.open];
    const { planned, pool } = this.#input;
    const isUseful = (): boolean => !planned.exclusive && !this.#isOver() && !pool.isWanted;
    const letGo = pool.share({ isUseful, help: async (other) => this.#help(other, isUseful) });
    try {
      while (!this.#isOver()) await this.#runNext(worker, lane);
    } finally {
      await letGo();
    }
  }

  async #help(worker: Worker, isUseful: () => boolean): Promise<void> {
    const lane = this.#openLane(worker);
    try {
      while (isUseful()) await this.#runNext(worker, lane);
    } finally {
      await lane.release();
    }
  }

  #isOver(): boolean {
    return this.#queue.length === 0 || this.#input.run.halt.signal.aborted;
  }

  async #runNext({ channel }: Worker, lane: LaneWorld): Promise<void> {
    const ordinal = this.#queue.shift();
    const test = ordinal === undefined ? undefined : this.#ledger.announced[ordinal];
    if (ordinal === undefined || test === undefined) return;
    const { run, planned, spec, number } = this.#input;
    const tellBlocked = (incident: Incident): void => {
      this.#tellBlocked(incident);
    };
    const about = { run, planned, spec, number, channel, attempt: this.#attempt, ledger: this.#ledger };
    const result = await runTestAlone({ ...about, lane, tellBlocked }, test, ordinal);
    this.#usage = addUsage(this.#usage, result.usage);
    if (result.contact !== undefined) this.#contacts.push(result.contact);
    this.#lived.push(...(result.mocks ?? []));
    for (const mark of ['degraded', 'flaky', 'leaky', 'paused', 'unguarded'] as const)
      if (result.told.marks.includes(mark)) this.#marks.add(mark);
    if (!isRed(result.told)) return;
    this.#hasRed = true;
    this.#input.tally(1);
  }

  #tellBlocked(incident: Incident): void {
    if (this.#blocked) return;
    this.#blocked = true;
    const { run, planned } = this.#input;
    const component = incident.component ?? 'host';
    const failure = describeIncident(incident);
    run.emit({ kind: 'suite-blocked', suite: planned.name, incident: incident.id, component, failure });
  }

  #openLane({ worlds }: Worker): LaneWorld {
    const { run, planned, spec, number } = this.#input;
    return new LaneWorld({
      run,
      planned,
      spec,
      worlds,
      keepIn: (world) => {
        if (!keeps(run, this.#hasRed ? 'failed' : 'passed')) return undefined;
        return path.join(keptFolder({ run, planned, number }), world.id);
      },
    });
  }

  async #conclude({ process, ending, conclusion }: Collection): Promise<AttemptResult> {
    const { run, planned } = this.#input;
    const cause = run.halt.cause();
    if (cause !== undefined && conclusion === undefined) this.#tellUnstarted();
    const closed = this.#ledger.close(conclusion, describeEmpty(run));
    const contact = judgeContacts(this.#tellContacts(), closed, this.#input);
    const scanned = leftOf(await scannedMocks(this.#input), this.#lived, !this.#marks.has('unguarded'));
    const refused = [...scanned, ...contact.mocks];
    tellMocks({ run, planned, attempt: this.#attempt }, refused);
    const outcome = condemn(this.#ledger, closed, refused);
    const marks: readonly Mark[] = [
      ...new Set([...outcome.marks, ...contact.marks, ...this.#marks, ...marksOf(ending)]),
    ];
    const durationMs = Math.round(run.context.environment.monotonicMs() - this.#startedMs);
    const end = describeEnd(run, ending.end);
    run.emit({
      kind: 'attempt-ended',
      attempt: this.#attempt,
      suite: planned.name,
      outcome: outcome.outcome,
      marks,
      end: { ...end, durationMs, cause: end.cause === 'none' ? (cause ?? 'none') : end.cause },
      usage: this.#usage ?? process.scope.usage(),
      ...present({ reason: outcome.reason, failure: outcome.failure }),
    });
    const { announced } = this.#ledger;
    return { ...outcome, marks, attempt: this.#attempt, announced, paused: ending.watch.paused() };
  }

  /** What a suite declares holds for all of its tests together. */
  #tellContacts(): ContactSeen | undefined {
    const together = sumContacts(this.#contacts);
    if (together !== undefined) tellContacts({ run: this.#input.run, attempt: this.#attempt }, together);
    return together;
  }

  /** The run was halted: what had no turn yet says so. */
  #tellUnstarted(): void {
    const { halt } = this.#input.run;
    const reason = halt.cause() === 'run-stopped-early' ? 'stopped-early' : 'user-interrupt';
    for (const ordinal of this.#ledger.open) {
      const message = `never started: ${halt.why()}`;
      this.#ledger.settle(ordinal, told('not-run', reason, { type: 'not-run', message, source: 'runner', frames: [] }));
    }
  }
}

type AttemptWorld = Parameters<typeof collectTests>[0]['world'];

function marksOf({ leaks, watch }: Collection['ending']): readonly Mark[] {
  return [...(leaks.length > 0 ? (['leaky'] as const) : []), ...(watch.paused() ? (['paused'] as const) : [])];
}
