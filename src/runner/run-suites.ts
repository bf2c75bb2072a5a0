import pLimit from 'p-limit';

import { describeError } from '#domain';
import type { Failure, Incident, Plan, PlannedSuite, SuiteSpec } from '#domain';
import type { EngineTable } from '#engine';
import { checkSuites } from './check-suites.ts';
import { checkNeed } from './host-needs.ts';
import type { NeedResult } from './host-needs.ts';
import { findSpec } from './make-plan.ts';
import { proveIndependence } from './independence.ts';
import { openLaboratory } from './laboratory.ts';
import { openRun } from './open-run.ts';
import type { Run } from './open-run.ts';
import { describeUnstarted, runSuite } from './run-suite.ts';
import { tryCanaries } from './canaries.ts';
import { readTolerated, scanRun } from './scan-run.ts';
import { readTraffic } from './traffic.ts';
import type { RunContext, RunEnding, RunRequest } from './types.ts';
import { unplugSuites } from './unplug.ts';
import { WorkerPool } from './worker-pool.ts';
import type { Worker } from './worker-pool.ts';
import { WorldSupply } from './world-supply.ts';

/**
 * Runs a plan to its end and appends every fact of it; `run-started` and the identity of the tools are the caller's.
 * `run-ended` is always appended, also when this throws: a RealityError for what the user did wrong, anything else is a fault of ours.
 */
export async function runSuites(request: RunRequest, context: RunContext): Promise<{ readonly how: RunEnding }> {
  const { monotonicMs } = context.environment;
  const startedMs = monotonicMs();
  let how: RunEnding = 'failed';
  try {
    checkSuites(request.config, request.plan.suites, context.engines);
    how = await runChecked(request, context);
    return { how };
  } finally {
    context.append({ kind: 'run-ended', how, durationMs: Math.round(monotonicMs() - startedMs) });
  }
}

async function runChecked(request: RunRequest, context: RunContext): Promise<RunEnding> {
  const { monotonicMs } = context.environment;
  const startedMs = monotonicMs();
  const before = readTraffic();
  const plan = leaveOutIsolation(request.plan, context.engines);
  const tolerated = readTolerated(request.config);
  const run = await openRun({ ...request, plan }, context);
  const looking: Promise<unknown>[] = [];
  // Experiments have a budget of their own.
  let suitesEndedMs: number | undefined;
  try {
    for (const suite of plan.suites) tellPlanned(run, suite);
    const work = { findings: scanRun(run, tolerated), canaries: tryCanaries(run) };
    run.guard.begin(work);
    looking.push(work.findings, ...work.canaries.values());
    const passed = await runAll(run);
    suitesEndedMs = monotonicMs();
    if (request.independence === true) await proveIndependence(run, passed);
    if (request.unplug !== undefined) await unplugSuites(run, passed, request.unplug);
    await tryOut(run);
  } finally {
    await Promise.allSettled(looking);
    const survivors = await sweepAll(run);
    const after = readTraffic();
    run.emit({
      kind: 'budget-measured',
      usage: run.registry.usage(),
      externalBytes: after.externalBytes - before.externalBytes,
      loopbackBytes: after.loopbackBytes - before.loopbackBytes,
      durationMs: Math.round((suitesEndedMs ?? monotonicMs()) - startedMs),
      survivors,
    });
    await run.close();
  }
  const cause = run.halt.cause();
  if (cause === undefined) return 'completed';
  return cause === 'run-interrupted' ? 'interrupted' : 'stopped-early';
}

/** A fault of ours while something is tried out costs no verdict. */
async function tryOut(run: Run): Promise<void> {
  const { afterSuites } = run.context;
  if (afterSuites === undefined || run.halt.signal.aborted) return;
  try {
    await afterSuites(openLaboratory(run));
  } catch (error) {
    run.emit({ kind: 'warning', about: 'experiments', text: `the harness failed: ${describeError(error)}` });
  }
}

/** Only an engine that can select keeps the promise of one process for each test. */
function leaveOutIsolation(plan: Plan, engines: EngineTable): Plan {
  const suites = plan.suites.map((suite) => {
    if (engines[suite.engine]?.selects === true) return suite;
    const { alone: _alone, ...together } = suite;
    return together;
  });
  return { ...plan, suites };
}

function tellPlanned(run: Run, suite: PlannedSuite): void {
  run.emit({ kind: 'suite-planned', suite });
  const spec = findSpec(run.request.config, suite);
  if (spec.isolation !== 'test' || suite.alone !== undefined || isOneTest(run, spec)) return;
  const text = `engine ${suite.engine} cannot run one test of several alone: isolation is that of the suite`;
  run.emit({ kind: 'warning', about: suite.name, text });
}

/** A suite of one test is as alone as it can be. */
function isOneTest({ context }: Run, spec: SuiteSpec): boolean {
  return context.engines[spec.engine]?.titles?.(spec.options, spec)?.length === 1;
}

/** Everything of ours should be gone: what still carries the run's marker is counted, and killed. */
async function sweepAll(run: Run): Promise<number> {
  const scope = run.registry.scope({ name: 'run', marker: run.marker, directory: run.directory });
  try {
    const met = await scope.sweep();
    return met.filter(({ process }) => process.pid !== run.watchdog.pid).length;
  } finally {
    scope.close();
  }
}

/** Returns the suites that passed. */
async function runAll(run: Run): Promise<ReadonlySet<string>> {
  const limit = startGlobalTimer(run);
  const workers = makeWorkers(run);
  const passed = new Set<string>();
  try {
    const ready = await checkNeeds(run);
    const together = ready.filter((planned) => !planned.exclusive);
    const alone = ready.filter((planned) => planned.exclusive);
    const tally = makeTally(run);
    const pool = new WorkerPool(workers);
    const runOne = async (planned: PlannedSuite): Promise<void> => {
      const worker = await pool.take();
      try {
        if (run.halt.signal.aborted) tellUnstarted(run, planned);
        else {
          const { outcome, failed } = await runSuite(run, planned, { worker, pool, tally });
          if (outcome === 'passed') passed.add(planned.name);
          tally(failed);
        }
      } finally {
        pool.give(worker);
      }
    };
    const inTurn = pLimit(workers.length);
    await Promise.all(together.map((planned) => inTurn(runOne, planned)));
    for (const planned of alone) await runOne(planned);
    return passed;
  } finally {
    clearTimeout(limit);
    await Promise.all(workers.map(({ worlds }) => worlds.close()));
  }
}

function makeWorkers(run: Run): readonly Worker[] {
  const failedStarts = new Map<string, Incident[]>();
  return run.channels.map((channel, index) => ({ channel, worlds: new WorldSupply(run, index + 1, failedStarts) }));
}

function startGlobalTimer(run: Run): NodeJS.Timeout | undefined {
  const { globalTimeoutMs } = run.request;
  if (globalTimeoutMs === undefined) return undefined;
  return setTimeout(() => {
    run.halt.stopEarly(`the limit of the whole run, ${globalTimeoutMs} ms, was reached`);
  }, globalTimeoutMs);
}

function makeTally(run: Run): (failed: number) => void {
  const { maxFailures } = run.request.bail;
  let total = 0;
  return (failed) => {
    total += failed;
    if (maxFailures !== undefined && total >= maxFailures) {
      run.halt.stopEarly(`the limit of ${maxFailures} failures was reached`);
    }
  };
}

function tellUnstarted(run: Run, planned: PlannedSuite): void {
  const { outcome, marks, reason, failure } = describeUnstarted(run);
  run.emit({
    kind: 'suite-ended',
    suite: planned.name,
    outcome,
    marks,
    ...(reason !== undefined && { reason }),
    ...(failure !== undefined && { failure }),
  });
}

/** Looks once for each prerequisite; returns the suites that have all of theirs, and tells the others blocked. */
async function checkNeeds(run: Run): Promise<readonly PlannedSuite[]> {
  const { config, plan } = run.request;
  const known = new Map<string, Promise<NeedResult>>();
  const look = (need: string): Promise<NeedResult> => {
    const result = known.get(need) ?? checkNeed(need, run.context.environment);
    known.set(need, result);
    return result;
  };
  const ready: PlannedSuite[] = [];
  for (const planned of plan.suites) {
    const missing: string[] = [];
    for (const need of findSpec(config, planned).needs) {
      const { ok, found, remedy } = await look(need);
      run.emit({ kind: 'host-need-checked', suite: planned.name, need, found, ok, remedy });
      if (!ok) missing.push(`${need} (${found}): ${remedy}`);
    }
    if (missing.length === 0) ready.push(planned);
    else tellMissing(run, planned, missing);
  }
  return ready;
}

function tellMissing(run: Run, planned: PlannedSuite, missing: readonly string[]): void {
  const failure: Failure = {
    type: 'host-need',
    message: `this host lacks what the suite needs: ${missing.join('; ')}`,
    source: 'runner',
    frames: [],
  };
  run.emit({ kind: 'suite-ended', suite: planned.name, outcome: 'blocked', reason: 'host-need', marks: [], failure });
}
