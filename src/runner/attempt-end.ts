import path from 'node:path';
import { isGreen, present } from '#domain';
import type { AttemptEnd, ChildEnd, Leak, Mark } from '#domain';
import { concludeAttempt } from '#facts';
import type { Conclusion } from '#facts';
import { fileNameOf, keepArtifacts } from './attempt-place.ts';
import type { Attempt, AttemptInput, AttemptResult } from './attempt-state.ts';
import type { AttemptWatch } from './attempt-watch.ts';
import { removeLeaks } from './leaks.ts';
import type { Run } from './open-run.ts';

/** Removes what the suite left behind, and blames the suite for it unless it was stopped: then it had no chance to clean up. */
export async function tellLeaks(
  { run, id, planned, scope, place }: Attempt,
  hadItsChance: boolean,
): Promise<readonly Leak[]> {
  const leaks = await removeLeaks(scope, place);
  if (!hadItsChance) return [];
  for (const leak of leaks) run.emit({ kind: 'leak-found', attempt: id, suite: planned.name, leak, removed: true });
  return leaks;
}

export interface Ending {
  readonly end: ChildEnd;
  readonly watch: AttemptWatch;
  readonly leaks: readonly Leak[];
  readonly hang?: string;
}

/** The last event of an attempt, from everything that is known when its process has gone. */
export function concludeEnd(attempt: Attempt, { end, watch, leaks, hang }: Ending): AttemptResult {
  const { run, id, planned, engine, ledger, place } = attempt;
  const word = engine.describeExit(end, ledger.seen());
  const { limits } = run.request.policy;
  const conclusion = concludeAttempt({
    end,
    word,
    limits: { ...limits, timeoutMs: planned.timeoutMs },
    lingered: watch.lingered(),
    paused: watch.paused(),
    ...present({ uncaught: ledger.uncaught, hang, incident: watch.incident() }),
  });
  const outcome = ledger.close(conclusion, describeEmpty(run));
  const marks: readonly Mark[] = [
    ...outcome.marks,
    ...(leaks.length > 0 ? (['leaky'] as const) : []),
    ...(watch.paused() ? (['paused'] as const) : []),
  ];
  const keeps =
    run.request.policy.keep === 'always' || (run.request.policy.keep === 'on-failure' && !isGreen(outcome.outcome));
  if (keeps) keepArtifacts(place, keptFolder(attempt));
  run.emit({
    kind: 'attempt-ended',
    attempt: id,
    suite: planned.name,
    outcome: outcome.outcome,
    marks,
    end: describeEnd(attempt, end),
    usage: attempt.scope.usage(),
    ...present({ reason: outcome.reason, failure: outcome.failure }),
  });
  return { ...outcome, marks, attempt: id, announced: ledger.announced, paused: watch.paused() };
}

/** Where what is worth looking at later goes, for one attempt. */
export function keptFolder({ run, planned, number }: AttemptInput): string {
  const suite = path.join(run.context.keptDir, fileNameOf(planned.name));
  return number === 1 ? suite : path.join(suite, `attempt-${number}`);
}

/** No test at all is never green, unless the user's own -g left none. */
export function describeEmpty(run: Run): Conclusion {
  const { grep } = run.request;
  const message = grep === undefined ? 'the suite holds no test' : `no test of the suite matches ${grep}`;
  const failure = { type: 'no-tests', message, source: 'runner', frames: [] } as const;
  return {
    outcome: grep === undefined ? 'errored' : 'skipped',
    reason: grep === undefined ? 'no-tests' : 'declared',
    failure,
  };
}

function describeEnd({ run }: Attempt, end: ChildEnd): AttemptEnd {
  return {
    pid: end.pid,
    code: end.code,
    signal: end.signal,
    cause: end.cause,
    durationMs: Math.round(end.durationMs),
    stdoutBytes: end.stdout.bytes,
    stderrBytes: end.stderr.bytes,
    log: path.join(path.basename(run.context.logDir), path.basename(end.stdout.file)),
  };
}
