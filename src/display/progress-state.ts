import { isGreen } from '#domain';
import type { AttemptEvent, Mark, Outcome, RunEvent } from '#domain';

/** What the terminal shows while a run goes on: a small fold of the events, mutable and private to the display. */
export interface Progress {
  planned: number;
  done: number;
  red: number;
  readonly running: Map<string, RunningSuite>;
  readonly suiteOf: Map<string, string>;
}

export interface RunningSuite {
  readonly name: string;
  readonly startedAtMs: number;
  announced: number;
  ended: number;
  red: number;
  phase: string;
}

/** A finished suite, to be printed once and for ever. */
export interface SuiteLine {
  readonly name: string;
  readonly outcome: Outcome;
  readonly marks: readonly Mark[];
  readonly passed: number;
  readonly tests: number;
  readonly tookMs: number;
  readonly text: string;
}

export function makeProgress(): Progress {
  return { planned: 0, done: 0, red: 0, running: new Map(), suiteOf: new Map() };
}

/** Folds one event; returns a line when a suite has ended. */
export function advance(progress: Progress, event: RunEvent, atMs: number): SuiteLine | undefined {
  if (event.kind === 'suite-ended') return finish(progress, event, atMs);
  if (event.kind === 'suite-planned') progress.planned += 1;
  else if (event.kind === 'world-starting') startWorld(progress, event, atMs);
  else if (event.kind === 'attempt-started') startAttempt(progress, event, atMs);
  else if ('attempt' in event) followAttempt(progress, event);
  return undefined;
}

function startWorld(progress: Progress, event: Extract<RunEvent, { kind: 'world-starting' }>, atMs: number): void {
  for (const suite of event.suites) start(progress, suite, atMs, `starting ${event.components.join(', ')}`);
}

function startAttempt(progress: Progress, event: Extract<RunEvent, { kind: 'attempt-started' }>, atMs: number): void {
  progress.suiteOf.set(event.attempt, event.suite);
  start(progress, event.suite, atMs, 'loading');
}

function start(progress: Progress, name: string, atMs: number, phase: string): void {
  const known = progress.running.get(name);
  progress.running.set(name, { name, startedAtMs: known?.startedAtMs ?? atMs, announced: 0, ended: 0, red: 0, phase });
}

function followAttempt(progress: Progress, event: Extract<RunEvent, { attempt: string }>): void {
  const running = progress.running.get(progress.suiteOf.get(event.attempt) ?? '');
  if (running !== undefined) followTest(running, event);
}

function followTest(running: RunningSuite, event: AttemptEvent): void {
  if (event.kind === 'tests-announced') {
    running.announced += event.count;
    running.phase = 'running';
  } else if (event.kind === 'test-ended') {
    running.ended += 1;
    running.red += Number(!isGreen(event.outcome));
  }
}

function finish(progress: Progress, event: Extract<RunEvent, { kind: 'suite-ended' }>, atMs: number): SuiteLine {
  const running = progress.running.get(event.suite);
  progress.running.delete(event.suite);
  progress.done += 1;
  progress.red += Number(!isGreen(event.outcome));
  return {
    name: event.suite,
    outcome: event.outcome,
    marks: event.marks,
    passed: (running?.ended ?? 0) - (running?.red ?? 0),
    tests: running?.announced ?? 0,
    tookMs: running === undefined ? 0 : atMs - running.startedAtMs,
    text: event.failure?.message ?? '',
  };
}
