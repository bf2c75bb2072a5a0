import { AssertionError } from 'node:assert';
import { setTimeout as pause } from 'node:timers/promises';
import { blameCaller } from './blame-caller.ts';

export interface EventuallyOptions {
  /** How long to keep looking, in milliseconds. */
  readonly withinMs: number;
  /** Pause between two looks; default 40 ms. */
  readonly everyMs?: number;
  /** What is hoped for, in words: "camera1 is DISCONNECTED". Stands first in the failure. */
  readonly what?: string;
}

/**
 * Looks again and again until `look` returns without throwing, and gives back what it returned.
 *
 * `look` asserts what it hopes for; a throw means "not yet". When the time is over the failure says how often it looked and
 * what it saw last, and carries expected and actual of that last look. A look that never settles ends with the time too.
 */
export async function eventually<Seen>(
  look: (signal: AbortSignal) => Seen | Promise<Seen>,
  options: EventuallyOptions,
): Promise<Seen> {
  const stop = AbortSignal.timeout(Math.ceil(options.withinMs));
  let looks = 0;
  let last: unknown;
  while (!stop.aborted) {
    looks += 1;
    try {
      return await raceEnd(look, stop);
    } catch (thrown) {
      last = keepTelling(last, thrown);
    }
    await pause(options.everyMs ?? 40, undefined, { signal: stop }).catch(() => undefined);
  }
  throw blameCaller(describeNotSeen(options, looks, last));
}

/** Lets the end of the time settle a look that hangs. */
async function raceEnd<Seen>(look: (signal: AbortSignal) => Seen | Promise<Seen>, stop: AbortSignal): Promise<Seen> {
  const done = new AbortController();
  const ended = new Promise<never>((_resolve, reject) => {
    stop.addEventListener('abort', () => reject(new StillLooking()), { once: true, signal: done.signal });
  });
  try {
    return await Promise.race([look(stop), ended]);
  } finally {
    done.abort();
  }
}

class StillLooking extends Error {
  constructor() {
    super('the last look had not ended');
  }
}

/** A look cut short by the end says less than the complete one before it. */
function keepTelling(before: unknown, now: unknown): unknown {
  return now instanceof StillLooking && before !== undefined ? before : now;
}

function describeNotSeen(options: EventuallyOptions, looks: number, last: unknown): AssertionError {
  const saw = last instanceof Error ? last.message : String(last);
  const compared = last instanceof AssertionError ? { actual: last.actual, expected: last.expected } : {};
  const failure = new AssertionError({
    message: `${options.what ?? 'the hoped-for state'} was not seen within ${options.withinMs} ms (${looks} looks); last saw: ${saw}`,
    operator: 'eventually',
    ...compared,
  });
  failure.cause = last;
  return failure;
}
