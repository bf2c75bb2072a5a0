import { describeError, isGreen, present } from '#domain';
import type { Failure, Mark, Outcome, PlannedSuite, Reason, SuiteSpec } from '#domain';
import { describeIncident } from '#facts';
import { describeEmpty, keeps, keptFolder } from './attempt-end.ts';
import type { AttemptResult } from './attempt-state.ts';
import { runAttempt } from './attempt.ts';
import { findSpec } from './make-plan.ts';
import type { Run } from './open-run.ts';
import { runIsolated } from './run-isolated.ts';
import type { Worker, WorkerPool } from './worker-pool.ts';

/** Somebody who keeps pressing Ctrl-Z shall not keep a suite running for ever. */
const MAX_PAUSES = 5;

/** With whom a suite has its turn. */
export interface Turn {
  readonly worker: Worker;
  /** Where a suite whose tests run alone finds further hands. */
  readonly pool: WorkerPool;
  /** Counts tests that are not green, before their suite has ended. */
  readonly tally: (failed: number) => void;
}

export interface SuiteResult {
  readonly outcome: Outcome;
  /** Red tests of the last attempt that were not counted before; a suite that never ran counts as one. */
  readonly failed: number;
}

interface Verdict {
  readonly outcome: Outcome;
  readonly reason?: Reason;
  readonly failure?: Failure;
  readonly marks: readonly Mark[];
  readonly failed: number;
}

/** One suite to its end: attempts, retries in fresh worlds, one last event. A fault of ours is its outcome, and the run goes on. */
export async function runSuite(run: Run, planned: PlannedSuite, turn: Turn): Promise<SuiteResult> {
  const verdict = await decide(run, planned, turn);
  const { outcome, marks, reason, failure, failed } = verdict;
  run.emit({ kind: 'suite-ended', suite: planned.name, outcome, marks, ...present({ reason, failure }) });
  return { outcome, failed };
}

async function decide(run: Run, planned: PlannedSuite, turn: Turn): Promise<Verdict> {
  try {
    if (isUnmatched(run, planned)) return { ...describeEmpty(run), marks: ['empty'], failed: 0 };
    return await attemptUntilDone(run, planned, turn);
  } catch (error) {
    const message = `the harness failed while it ran this suite: ${describeError(error)}`;
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    run.emit({ kind: 'warning', about: planned.name, text: `${message}\n${stack}`.trim() });
    const failure: Failure = { type: 'harness', message, source: 'runner', frames: [] };
    return { outcome: 'errored', reason: 'harness', failure, marks: [], failed: 1 };
  }
}

async function attemptUntilDone(run: Run, planned: PlannedSuite, turn: Turn): Promise<Verdict> {
  const spec = findSpec(run.request.config, planned);
  let [failures, pauses] = [0, 0];
  for (let number = 1; ; number += 1) {
    if (run.halt.signal.aborted) return describeUnstarted(run);
    const result = await attemptOnce({ run, planned, spec, number }, turn);
    if (result.kind === 'blocked') return result.verdict;
    const { attempt } = result;
    if (attempt.paused && pauses < MAX_PAUSES) {
      pauses += 1;
      continue;
    }
    if (isGreen(attempt.outcome)) return failures > 0 ? { ...attempt, marks: [...attempt.marks, 'flaky'] } : attempt;
    failures += 1;
    if (isFinal(attempt) || failures > retriesOf(planned)) return attempt;
  }
}

/** What rests on a mock is not made good by an attempt that happened not to. */
function isFinal({ isViolated, outcome }: AttemptResult): boolean {
  return isViolated === true || outcome === 'interrupted';
}

/** Where tests run alone, each has been tried again by itself, and was counted as it ended. */
function retriesOf({ alone, retries }: PlannedSuite): number {
  return alone === undefined ? retries : 0;
}

async function attemptOnce(input: Try, turn: Turn): Promise<Tried> {
  return input.planned.alone === undefined ? attemptTogether(input, turn.worker) : attemptAlone(input, turn);
}

async function attemptAlone(input: Try, turn: Turn): Promise<Tried> {
  const { run, planned } = input;
  const result = await runIsolated({ ...input, ...turn });
  if (result.kind === 'ran') return { kind: 'ran', attempt: { ...result.attempt, failed: 0 } };
  return { kind: 'blocked', verdict: tellBlocked(run, planned, result.incident) };
}

/** The user's own -g leaves no test of it, and the engine knows that beforehand. */
function isUnmatched({ request, context }: Run, planned: PlannedSuite): boolean {
  const { grep } = request;
  const spec = findSpec(request.config, planned);
  const titles = grep === undefined ? undefined : context.engines[planned.engine]?.titles?.(spec.options, spec);
  return grep !== undefined && titles !== undefined && !titles.some((title) => new RegExp(grep).test(title));
}

interface Try {
  readonly run: Run;
  readonly planned: PlannedSuite;
  readonly spec: SuiteSpec;
  readonly number: number;
}

type Tried =
  | { readonly kind: 'ran'; readonly attempt: AttemptResult }
  | { readonly kind: 'blocked'; readonly verdict: Verdict };

async function attemptTogether(input: Try, { channel, worlds }: Worker): Promise<Tried> {
  const { run, planned, spec } = input;
  const supply = await worlds.obtain(planned, spec, input.number > 1);
  const { world } = supply;
  try {
    if (run.halt.signal.aborted) return { kind: 'blocked', verdict: describeUnstarted(run) };
    if (supply.kind === 'blocked') {
      await world?.keep(keptFolder(input));
      return { kind: 'blocked', verdict: tellBlocked(run, planned, supply.incident) };
    }
    world?.serve(planned.name);
    const attempt = await runAttempt({ ...input, world, channel });
    if (keeps(run, attempt.outcome)) await world?.keep(keptFolder(input));
    return { kind: 'ran', attempt };
  } finally {
    await worlds.release(world);
  }
}

function tellBlocked(
  run: Run,
  planned: PlannedSuite,
  incident: Parameters<typeof describeIncident>[0] & object,
): Verdict {
  const failure = describeIncident(incident);
  const component = incident.component ?? 'host';
  run.emit({ kind: 'suite-blocked', suite: planned.name, incident: incident.id, component, failure });
  return { outcome: 'blocked', reason: 'component-down', failure, marks: [], failed: 1 };
}

/** The run was halted before this suite had its turn, or while its world was starting. */
export function describeUnstarted(run: Run): Verdict {
  const reason = run.halt.cause() === 'run-stopped-early' ? 'stopped-early' : 'user-interrupt';
  const failure: Failure = {
    type: 'not-run',
    message: `never started: ${run.halt.why()}`,
    source: 'runner',
    frames: [],
  };
  return { outcome: 'not-run', reason, failure, marks: [], failed: 0 };
}
