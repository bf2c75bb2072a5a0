import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { isGreen } from '#domain';
import type { AnnouncedTest, PlannedSuite } from '#domain';
import { runAttempt } from './attempt.ts';
import { checkSuites } from './check-suites.ts';
import { findSpec } from './make-plan.ts';
import { openRun } from './open-run.ts';
import type { Run } from './open-run.ts';
import type { RunContext, RunRequest } from './types.ts';

/** What one suite would run. `tests` is absent where its engine can tell only by running. */
export interface ListedSuite {
  readonly suite: PlannedSuite;
  readonly tests?: readonly AnnouncedTest[];
  /** Why the tests are not known although the engine could tell: the file could not be loaded. */
  readonly problem?: string;
}

/**
 * Loads the files of each suite in a child as a run would, without a world, and runs no test. Nothing is journaled; `append` of the
 * context hears only what concerns the machine.
 */
export async function listTests(request: RunRequest, context: RunContext): Promise<readonly ListedSuite[]> {
  checkSuites(request.config, request.plan.suites, context.engines);
  const run = await openRun(request, context);
  try {
    const listed: ListedSuite[] = [];
    for (const suite of request.plan.suites) {
      if (run.halt.signal.aborted) break;
      listed.push(await listSuite(run, suite));
    }
    return listed;
  } finally {
    await run.close();
  }
}

async function listSuite(run: Run, suite: PlannedSuite): Promise<ListedSuite> {
  const engine = run.context.engines[suite.engine];
  const [channel] = run.channels;
  if (engine?.list === undefined || channel === undefined) return { suite };
  const spec = findSpec(run.request.config, suite);
  const quiet = silence(run);
  const result = await runAttempt({
    run: quiet,
    planned: suite,
    spec,
    number: 0,
    world: undefined,
    channel,
    lists: true,
  });
  // Listing runs nothing, so what was announced is `not-run`; anything worse happened while the file was loaded.
  if (result.outcome === 'not-run') return { suite, tests: result.announced };
  if (result.reason === 'no-tests' || isGreen(result.outcome)) return { suite, tests: [] };
  return { suite, problem: result.failure?.message ?? result.outcome };
}

/** The same run with nobody listening: listing is no part of any journal. */
function silence(run: Run): Run {
  const logDir = path.join(run.directory, 'logs');
  mkdirSync(logDir, { recursive: true });
  const policy = { ...run.request.policy, keep: 'never' } as const;
  return {
    ...run,
    emit: () => undefined,
    request: { ...run.request, policy },
    context: { ...run.context, logDir, writeSide: () => '' },
  };
}
