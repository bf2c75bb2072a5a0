// Runs inside a child. How a test of playwright came out, in our words.

import { stripVTControlCharacters } from 'node:util';
import type { EngineEvent, Failure, Frame } from '#domain';
import type { PwError, PwLocation, PwResult, PwStep, PwTest } from './playwright-face.ts';
import { findExpectation } from './read-trace.ts';
import { parseFrames } from './thrown.ts';

type Told = Pick<Extract<EngineEvent, { kind: 'test-ended' }>, 'outcome' | 'reason' | 'marks' | 'failure'>;

/** Undefined while another try follows. */
export function describeVerdict(test: PwTest, result: PwResult): Told | undefined {
  const { status } = result;
  if (status === 'skipped') return describeSkip(test);
  if (status === 'interrupted') return describeInterrupted(result);
  const outcome = test.outcome();
  if (outcome === 'flaky') return { outcome: 'passed', marks: ['flaky'] };
  if (outcome === 'expected') return { outcome: 'passed', marks: test.expectedStatus === 'failed' ? ['xfail'] : [] };
  if (result.retry < test.retries) return undefined;
  if (status === 'passed') {
    const message = 'expected to fail (test.fail), but it passed';
    const failure: Failure = { type: 'xpass', message, source: 'raised', frames: [] };
    return { outcome: 'failed', reason: 'assertion', marks: ['xpass'], failure };
  }
  const failure = describeErrors(result);
  if (status === 'timedOut') return { outcome: 'timed-out', reason: 'time-limit', marks: [], failure };
  return { ...placeFailure(result, failure), marks: [], failure };
}

function describeSkip({ annotations, expectedStatus }: PwTest): Told {
  // Nobody asked for it: a hook before it failed, or a test of the same serial group.
  if (expectedStatus !== 'skipped') return { outcome: 'not-run', reason: 'set-up', marks: [], failure: NOT_RUN };
  const why = annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description;
  const told: Told = { outcome: 'skipped', reason: 'declared', marks: [] };
  if (why === undefined || why === '') return told;
  return { ...told, failure: { type: 'skipped', message: why, source: 'raised', frames: [] } };
}

const NOT_RUN: Failure = {
  type: 'not-run',
  message: 'not run: a hook, or a test of the same serial group, failed before it',
  source: 'raised',
  frames: [],
};

/** Running when playwright's own limit struck, when it was stopped, or when the maximum of failures was reached. */
function describeInterrupted(result: PwResult): Told {
  const failure = describeErrors(result, 'interrupted by playwright while it ran: its own limit, or a stop');
  return { outcome: 'timed-out', reason: 'time-limit', marks: [], failure };
}

/** A process of playwright's that died took the test with it; it is not the test's own check that failed. */
const WORKER_DIED = /worker process exited unexpectedly \(code=\w+, signal=(?<signal>\w+)\)/u;

function placeFailure({ steps }: PwResult, failure: Failure): Pick<Told, 'outcome' | 'reason'> & object {
  const signal = WORKER_DIED.exec(failure.message)?.groups?.['signal'];
  if (signal !== undefined) return { outcome: 'errored', reason: signal === 'null' ? 'exit-early' : 'signal' };
  const phase = findPhase(steps);
  if (phase !== undefined) return { outcome: 'errored', reason: phase };
  return { outcome: 'failed', reason: isCheck(failure) ? 'assertion' : 'exception' };
}

const TEARDOWNS: ReadonlySet<string> = new Set(['After Hooks', 'Worker Cleanup']);

/** Which hooks broke, if only hooks did. What the body itself raised is told after them where it is no step of its own. */
function findPhase(steps: readonly PwStep[]): 'set-up' | 'teardown' | undefined {
  const broken = steps.filter(({ error }) => error !== undefined);
  if (broken.some(({ title }) => title === 'Before Hooks')) return 'set-up';
  return broken.length > 0 && broken.every(({ title }) => TEARDOWNS.has(title)) ? 'teardown' : undefined;
}

function isCheck({ message, type }: Failure): boolean {
  return /^expect(?:\.|\()|\bexpect\(.*\)\.|Assertion/u.test(message) || /Assertion/u.test(type);
}

/** The first error is the cause; what followed it is told after it. */
function describeErrors(result: PwResult, fallback = `ended as ${result.status}, without a text`): Failure {
  const [first, ...more] = result.errors;
  const failure = describeError(first, fallback);
  const output = describeOutput(result);
  const message = [failure.message, ...more.map((error) => `also: ${describeError(error, '').message}`)].join('\n');
  return { ...failure, message, ...(output !== '' && { output }) };
}

export function describeError(error: PwError = {}, fallback = 'an error without a text'): Failure {
  const text = stripVTControlCharacters(error.message ?? error.value ?? '').trim();
  const [type = 'Error', message = text] = /^([A-Z]\w*): ([\s\S]+)$/u.exec(text)?.slice(1) ?? [];
  return {
    type,
    message: message === '' ? fallback : message,
    source: 'raised',
    frames: describeFrames(error.stack, error.location),
    ...findExpectation(text),
  };
}

function describeFrames(stack = '', location?: PwLocation): readonly Frame[] {
  const frames = parseFrames(stripVTControlCharacters(stack)).filter(({ file }) => !file.includes('/node_modules/'));
  return frames.length > 0 || location === undefined ? frames : [{ ...location, name: '' }];
}

const MAX_OUTPUT = 16 * 1024;

function describeOutput({ stdout, stderr, attachments }: PwResult): string {
  const parts = [
    ['stdout', stdout.map(String).join('')],
    ['stderr', stderr.map(String).join('')],
    ['attachments', attachments.map((one) => `${one.name}${one.path === undefined ? '' : `: ${one.path}`}\n`).join('')],
  ] as const;
  const told = parts.filter(([, text]) => text !== '').map(([name, text]) => `--- ${name} ---\n${text}`);
  return told.join('\n').slice(-MAX_OUTPUT);
}
