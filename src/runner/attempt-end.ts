import path from 'node:path';
import { isGreen, present } from '#domain';
import type { AttemptEnd, ChildEnd, Mark, Outcome } from '#domain';
import { concludeAttempt } from '#facts';
import type { Conclusion } from '#facts';
import type { AttemptLedger } from './attempt-ledger.ts';
import { fileNameOf, keepArtifacts } from './attempt-place.ts';
import type { AttemptInput, AttemptResult, EngineProcess } from './attempt-state.ts';
import type { Observed } from './collect-facts.ts';
import { attributeMocks } from './attribute-mocks.ts';
import { collectMocks, tellMocks, unguardedMarks } from './collect-mocks.ts';
import { condemn } from './condemn.ts';
import { degradedMarks } from './degraded.ts';
import type { Ending } from './engine-process.ts';
import { judgeContacts } from './judge-contacts.ts';
import type { Run } from './open-run.ts';

/** What the end of a process means for the tests that had no end of their own; undefined when it was a good one. */
export function concludeProcess(process: EngineProcess, { end, watch, hang }: Ending): Conclusion | undefined {
  const { run, engine, listener, timeoutMs } = process;
  return concludeAttempt({
    end,
    word: engine.describeExit(end, listener.seen()),
    limits: { ...run.request.policy.limits, timeoutMs },
    lingered: watch.lingered(),
    paused: watch.paused(),
    ...present({ uncaught: listener.uncaught, hang, incident: watch.incident() }),
  });
}

/** The last event of an attempt, from everything that is known when its process has gone. */
export async function concludeEnd(observed: Observed, ledger: AttemptLedger, ending: Ending): Promise<AttemptResult> {
  const { process, times, ordinalOf } = observed;
  const { run, attempt, planned, scope } = process;
  const { end, watch, leaks } = ending;
  const closed = ledger.close(concludeProcess(process, ending), describeEmpty(run));
  const { announced, results } = ledger;
  const { windows, zeroMs } = times;
  const tests = { announced, results, windows, zeroMs, ordinalOf };
  const seen = await collectMocks(process, end, (lines) => attributeMocks(lines, tests));
  const contact = judgeContacts(ending.contact, closed, process);
  tellMocks(process, contact.mocks);
  const outcome = condemn(ledger, closed, [...seen.mocks, ...contact.mocks]);
  const marks: readonly Mark[] = [
    ...outcome.marks,
    ...contact.marks,
    ...degradedMarks(planned, process.world),
    ...(await unguardedMarks(process, seen)),
    ...(leaks.length > 0 ? (['leaky'] as const) : []),
    ...(watch.paused() ? (['paused'] as const) : []),
  ];
  if (keeps(run, outcome.outcome)) keepArtifacts(process.place, keptFolder(process));
  run.emit({
    kind: 'attempt-ended',
    attempt,
    suite: planned.name,
    outcome: outcome.outcome,
    marks,
    end: describeEnd(run, end),
    usage: scope.usage(),
    ...present({ reason: outcome.reason, failure: outcome.failure }),
  });
  return { ...outcome, marks, attempt, announced: ledger.announced, paused: watch.paused() };
}

/** True when folders and logs of what came out so are worth keeping. */
export function keeps(run: Run, outcome: Outcome): boolean {
  const { keep } = run.request.policy;
  return keep === 'always' || (keep === 'on-failure' && !isGreen(outcome));
}

/** Where what is worth looking at later goes, for one attempt. */
export function keptFolder({ run, planned, number }: Pick<AttemptInput, 'run' | 'planned' | 'number'>): string {
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

/** An end as the journal has it. */
export function describeEnd(run: Run, end: ChildEnd): AttemptEnd {
  return {
    pid: end.pid,
    code: end.code,
    signal: end.signal,
    cause: end.cause,
    durationMs: Math.round(end.durationMs),
    stdoutBytes: end.stdout.bytes,
    stderrBytes: end.stderr.bytes,
    log: path.relative(path.dirname(run.context.logDir), end.stdout.file),
  };
}
