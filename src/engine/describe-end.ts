import type { ChildEnd } from '#domain';
import type { ExitVerdict, SeenSoFar } from './engine.ts';

/** What an end means that the plug-in did not announce; the same for every engine that speaks. */
export function describeSilentEnd(end: ChildEnd, seen: SeenSoFar): ExitVerdict {
  const when = describeMoment(seen);
  if (end.spawnError !== undefined) {
    return { kind: 'wrong', outcome: 'errored', reason: 'spawn', sentence: `could not be started: ${end.spawnError}` };
  }
  if (end.signal !== null) {
    return { kind: 'wrong', outcome: 'crashed', reason: 'signal', sentence: `was killed by ${end.signal} ${when}` };
  }
  if (end.code === 0) {
    const sentence = `exited with code 0 ${when}: something called process.exit or ended the event loop`;
    return { kind: 'wrong', outcome: 'errored', reason: 'exit-early', sentence };
  }
  const outcome = seen.announced === 0 || seen.finished ? 'errored' : 'crashed';
  return { kind: 'wrong', outcome, reason: 'exit-code', sentence: `exited with code ${String(end.code)} ${when}` };
}

function describeMoment(seen: SeenSoFar): string {
  if (seen.finished) return 'after its last test';
  if (seen.announced === 0) return 'before any test was known';
  return `after ${seen.ended} of ${seen.announced} tests`;
}

/** A tool whose exit code is other than 0 for everything that was told already; what stands beside the tests (a coverage below its threshold) was not. */
export function describeToolExit(end: ChildEnd, seen: SeenSoFar): ExitVerdict {
  if (seen.finished && end.signal === null && (end.code === 0 || seen.failed > 0)) return { kind: 'clean' };
  return describeSilentEnd(end, seen);
}
