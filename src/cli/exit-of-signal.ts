import { EXIT } from '#domain';
import type { Interruption } from './shell.ts';

export function exitOfSignal({ signal }: Interruption): number {
  return signal === 'SIGINT' ? EXIT.sigint : EXIT.sigterm;
}

/** What a wait throws whose signal was aborted, as opposed to a fault. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
