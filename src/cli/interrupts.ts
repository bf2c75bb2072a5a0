import type { Interruption } from './shell.ts';

const DUPLICATE_WITHIN_MS = 50;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Counts signals: a terminal and a parent often send the same one twice, so a second within 50 ms is the first. */
export function listenForInterrupts(nowMs: () => number, handle: (interruption: Interruption) => void): () => void {
  let firstAtMs: number | undefined;
  const listeners = SIGNALS.map((signal) => {
    const listener = (): void => {
      const atMs = nowMs();
      if (firstAtMs !== undefined && atMs - firstAtMs < DUPLICATE_WITHIN_MS) return;
      const escalated = firstAtMs !== undefined;
      firstAtMs = atMs;
      handle({ signal, escalated });
    };
    process.on(signal, listener);
    return { signal, listener };
  });
  return () => {
    for (const { signal, listener } of listeners) process.off(signal, listener);
  };
}
