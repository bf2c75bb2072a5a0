import path from 'node:path';
import { describeError, unreachable, present } from '#domain';
import type { Emit, ExperimentRequest } from '#domain';
import { FIRST_WORLD, inFreshWorld } from './after-suites.ts';
import { UsualLines } from './component-lines.ts';
import type { Bench, Finding } from './experiment-bench.ts';
import { findSpec } from './make-plan.ts';
import type { Run } from './open-run.ts';
import { probeDependency } from './probe-dependency.ts';
import { replayExchange } from './replay-exchange.ts';
import { rerunAlone, rerunLonger } from './rerun-alone.ts';
import type { Laboratory } from './types.ts';
import { WorldSupply } from './world-supply.ts';

/** Beside the logs of suites and worlds: what an experiment printed is evidence too. */
const LOG_FOLDER = 'experiments';

const MAX_NOTE = 400;

export function openLaboratory(run: Run): Laboratory {
  const quiet = silence(run);
  let worlds = 0;
  return {
    carryOut: async (request, endMs) => {
      const { environment } = run.context;
      const startedMs = environment.monotonicMs();
      const { experiment, suite, test, command } = request;
      worlds += 1;
      const { result, note, runs } = await conduct(quiet, request, { number: worlds, endMs });
      const costMs = Math.round(environment.monotonicMs() - startedMs);
      const seed = run.request.seed;
      return {
        experiment,
        suite,
        test,
        command,
        seed,
        result,
        note: note.slice(0, MAX_NOTE),
        costMs,
        ...present({ runs }),
      };
    },
  };
}

interface Turn {
  readonly number: number;
  readonly endMs: number;
}

async function conduct(run: Run, request: ExperimentRequest, { number, endMs }: Turn): Promise<Finding> {
  const planned = run.request.plan.suites.find(({ name }) => name === request.suite);
  if (planned === undefined) return { result: 'not-done', note: 'its suite is no part of this run' };
  const spec = findSpec(run.request.config, planned);
  const worlds = new WorldSupply(run, FIRST_WORLD.experiments + number, new Map());
  const inWorld: Bench['inWorld'] = async (doing) => inFreshWorld(worlds, { planned, spec }, doing);
  try {
    const finding = await choose({ run, planned, spec, request, endMs, inWorld });
    if (!run.halt.signal.aborted) return finding;
    return { result: 'not-done', note: `it was cut short: ${run.halt.why()}` };
  } catch (error) {
    return { result: 'not-done', note: `the harness failed while it tried: ${describeError(error)}` };
  }
}

async function choose(bench: Bench): Promise<Finding> {
  const { experiment } = bench.request;
  switch (experiment) {
    case 'rerun-alone':
      return rerunAlone(bench);
    case 'longer-limit':
      return rerunLonger(bench);
    case 'replay':
      return replayExchange(bench);
    case 'probe-dependency':
      return probeDependency(bench);
    default:
      return unreachable(experiment);
  }
}

const drop: Emit = () => undefined;

/** The same run, whose suites keep the verdicts that they have: an experiment journals nothing but itself. */
export function silence(run: Run): Run {
  const { request, context } = run;
  const { grep: _grep, ...rest } = request;
  return {
    ...run,
    emit: drop,
    usual: new UsualLines(),
    request: {
      ...rest,
      plan: { ...request.plan, scope: 'suite' },
      policy: { ...request.policy, keep: 'never' },
    },
    context: {
      ...context,
      append: drop,
      writeSide: () => '',
      logDir: path.join(context.logDir, LOG_FOLDER),
    },
  };
}
