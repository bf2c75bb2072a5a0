import type { Conclusion } from '#facts';
import { told } from './told-test.ts';
import type { Told } from './told-test.ts';

/** The last hook that failed: what a framework then leaves out, it leaves out without a word. */
export interface FailedHook {
  readonly phase: 'set-up' | 'teardown';
  readonly why: string;
}

/** The end of a test that was announced, and then nothing more: the engine went on without it, or ended before its turn. */
export function describeVanished(
  ending: Pick<Conclusion, 'reason' | 'failure'> | undefined,
  hook: FailedHook | undefined,
): Told {
  if (ending !== undefined) {
    return notRun(ending.reason, ending.failure.message.split('\n')[0] ?? ending.reason);
  }
  if (hook !== undefined) return notRun(hook.phase, `a ${hook.phase} hook failed: ${hook.why}`);
  return notRun('stopped-early', 'the engine ended without running it (bail, or a test that broke off the rest)');
}

function notRun(reason: Conclusion['reason'], why: string): Told {
  return told('not-run', reason, { type: 'not-run', message: `not run: ${why}`, source: 'runner', frames: [] });
}
