import { present, unreachable } from '#domain';
import type { ChildEnd, Failure, Incident, Outcome, Reason, StopCause } from '#domain';
import { quoteTail } from './quote-tail.ts';

/** What the engine makes of an end that no limit and no person caused. */
export type EngineWord =
  | { readonly kind: 'clean' }
  | {
      readonly kind: 'wrong';
      readonly outcome: 'failed' | 'errored' | 'crashed';
      readonly reason: Reason;
      readonly sentence: string;
    };

/** Everything that is known when the child of an attempt has gone. */
export interface AttemptFacts {
  readonly end: ChildEnd;
  readonly word: EngineWord;
  readonly limits: {
    readonly timeoutMs: number;
    readonly maxOutputBytes: number;
    readonly maxMemoryBytes: number;
    readonly maxProcesses: number;
  };
  /** True when all tests had been told and the process would not go. */
  readonly lingered: boolean;
  /** Raised in the child where nobody caught it. */
  readonly uncaught?: Failure;
  /** What the child was doing when its limit struck. */
  readonly hang?: string;
  /** The component that was lost, when that stopped the attempt. */
  readonly incident?: Incident;
  /** Stopped by Ctrl-Z: will run again. */
  readonly paused: boolean;
}

/** What an attempt's end means for the tests that had no end of their own. */
export interface Conclusion {
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly failure: Failure;
}

/** Undefined = the attempt came to its own good end. Total over all causes; the text is never empty. */
export function concludeAttempt(facts: AttemptFacts): Conclusion | undefined {
  const { end, word } = facts;
  if (end.cause !== 'none') return concludeStop(facts, end.cause);
  if (word.kind === 'clean') return undefined;
  return refine({ outcome: word.outcome, reason: word.reason, failure: describeWrong(facts, word) }, facts);
}

type Stopped = Exclude<StopCause, 'none'>;
type Limits = AttemptFacts['limits'];

/** What a suite did too much of. Time is not among them: its text is what the process was doing. */
const LIMITS = {
  'output-limit': ({ maxOutputBytes }: Limits) => `printed more than ${maxOutputBytes} bytes and was stopped`,
  'memory-limit': ({ maxMemoryBytes }: Limits) => `used more than ${maxMemoryBytes} bytes of memory and was stopped`,
  'process-limit': ({ maxProcesses }: Limits) => `started more than ${maxProcesses} processes and was stopped`,
  'disk-limit': () => 'filled its disk and was stopped',
};

function isLimit(cause: Stopped): cause is keyof typeof LIMITS {
  return cause in LIMITS;
}

function concludeStop(facts: AttemptFacts, cause: Stopped): Conclusion {
  if (isLimit(cause)) {
    const message = LIMITS[cause](facts.limits);
    return { outcome: 'crashed', reason: cause, failure: { type: cause, message, source: 'limit', frames: [] } };
  }
  switch (cause) {
    case 'time-limit':
      return { outcome: 'timed-out', reason: 'time-limit', failure: describeTimeout(facts) };
    case 'component-down':
      return { outcome: 'errored', reason: 'component-down', failure: describeIncident(facts.incident) };
    case 'asked':
    case 'run-interrupted':
      return interrupted('user-interrupt', facts.paused ? 'the run was paused' : 'the run was interrupted');
    case 'run-stopped-early':
      return interrupted('stopped-early', 'the run stopped early');
    default:
      return unreachable(cause);
  }
}

function interrupted(reason: Reason, why: string): Conclusion {
  const message = `${why} while this was running`;
  return { outcome: 'interrupted', reason, failure: { type: reason, message, source: 'runner', frames: [] } };
}

function describeTimeout({ limits, lingered, hang }: AttemptFacts): Failure {
  const what = lingered
    ? 'all tests had ended, but the process did not exit'
    : `no end within ${limits.timeoutMs} ms, measured from the start of the process`;
  const message = hang === undefined || hang === '' ? what : `${what}: ${hang}`;
  return { type: 'time-limit', message, source: 'limit', frames: [] };
}

/** What tests and suites say that a lost or missing component stopped. */
export function describeIncident(incident: Incident | undefined): Failure {
  const message = incident?.text ?? 'a component of the world was lost';
  return {
    type: incident?.kind ?? 'component-down',
    message: incident?.component === undefined ? message : `component ${incident.component} is down: ${message}`,
    source: 'incident',
    frames: [],
  };
}

/** A raised error outranks what happened to stand last on stderr. */
function describeWrong(facts: AttemptFacts, word: Extract<EngineWord, { kind: 'wrong' }>): Failure {
  const { end, uncaught } = facts;
  if (uncaught !== undefined) return { ...uncaught, message: `${uncaught.message}\n(the process ${word.sentence})` };
  const quoted = quoteTail(end);
  const message = quoted === undefined ? word.sentence : `${word.sentence}; last output: ${quoted.text}`;
  const source = quoted?.stream ?? 'exit';
  return { type: 'exit', message, source, frames: [], ...present({ code: describeCode(end) }) };
}

function describeCode(end: ChildEnd): string | undefined {
  return end.signal ?? (end.code === null ? undefined : String(end.code));
}

const OUT_OF_HEAP = /JavaScript heap out of memory|Allocation failed - /u;

/** Two ends that look like an ordinary crash and are known for what they are. */
function refine(conclusion: Conclusion, { end, uncaught }: AttemptFacts): Conclusion {
  if (uncaught?.code === 'ENOSPC') return { ...conclusion, reason: 'disk-limit' };
  // V8 kills its own process when its heap is full; it says so on stderr and nowhere else.
  if (uncaught === undefined && OUT_OF_HEAP.test(end.stderr.tail)) return { ...conclusion, reason: 'memory-limit' };
  return conclusion;
}
