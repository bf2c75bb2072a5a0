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
  passed: number;
  skipped: number;
  red: number;
  /** Last word on each test: a mock may be found in one that had passed. */
  readonly told: Map<number, Outcome>;
  phase: string;
  /** Of the first test that was not green. */
  text: string;
}

/** A finished suite, to be printed once and for ever. */
export interface SuiteLine {
  readonly name: string;
  readonly outcome: Outcome;
  readonly marks: readonly Mark[];
  readonly passed: number;
  readonly skipped: number;
  readonly tests: number;
  /** Absent for a suite that never started. */
  readonly tookMs?: number;
  readonly text: string;
}

type EventOf<Kind extends RunEvent['kind']> = Extract<RunEvent, { readonly kind: Kind }>;

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

// A world that several suites share starts for the first of them; the others say so when their turn comes.
function startWorld(progress: Progress, event: EventOf<'world-starting'>, atMs: number): void {
  const [first] = event.suites;
  if (first !== undefined) start(progress, first, atMs, `starting ${event.components.join(', ')}`);
}

function startAttempt(progress: Progress, event: EventOf<'attempt-started'>, atMs: number): void {
  progress.suiteOf.set(event.attempt, event.suite);
  start(progress, event.suite, atMs, 'loading');
}

function start(progress: Progress, name: string, atMs: number, phase: string): void {
  const startedAtMs = progress.running.get(name)?.startedAtMs ?? atMs;
  const counts = { announced: 0, ended: 0, passed: 0, skipped: 0, red: 0 };
  progress.running.set(name, { name, startedAtMs, ...counts, told: new Map(), phase, text: '' });
}

function followAttempt(progress: Progress, event: AttemptEvent): void {
  const running = progress.running.get(progress.suiteOf.get(event.attempt) ?? '');
  if (running === undefined) return;
  if (event.kind === 'tests-announced') running.announced += event.count;
  else if (event.kind === 'test-process-started') forgetTest(running, event);
  else if (event.kind === 'test-ended') countTest(running, event);
}

// A test that is tried again is not done, and what was told of it no longer counts.
function forgetTest(running: RunningSuite, { number, ordinal }: EventOf<'test-process-started'>): void {
  if (number > 1) forget(running, ordinal);
}

function forget(running: RunningSuite, ordinal: number): void {
  const before = running.told.get(ordinal);
  if (before === undefined) return;
  running.told.delete(ordinal);
  running.ended -= 1;
  running.passed -= Number(before === 'passed');
  running.skipped -= Number(before === 'skipped');
  running.red -= Number(!isGreen(before));
  if (running.red === 0) running.text = '';
}

function countTest(running: RunningSuite, event: EventOf<'test-ended'>): void {
  forget(running, event.ordinal);
  running.told.set(event.ordinal, event.outcome);
  running.ended += 1;
  running.passed += Number(event.outcome === 'passed');
  running.skipped += Number(event.outcome === 'skipped');
  if (isGreen(event.outcome)) return;
  running.red += 1;
  if (running.text === '') running.text = event.failure?.message ?? '';
}

function finish(progress: Progress, event: EventOf<'suite-ended'>, atMs: number): SuiteLine {
  const { suite: name, outcome, marks, failure } = event;
  const running = progress.running.get(name);
  progress.running.delete(name);
  progress.done += 1;
  progress.red += Number(!isGreen(outcome));
  const told = failure?.message;
  if (running === undefined) return { name, outcome, marks, passed: 0, skipped: 0, tests: 0, text: told ?? '' };
  const { passed, skipped, announced: tests, startedAtMs, text } = running;
  return { name, outcome, marks, passed, skipped, tests, tookMs: atMs - startedAtMs, text: told ?? text };
}
