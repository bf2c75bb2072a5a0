import { setMaxListeners } from 'node:events';
import type { StopCause } from '#domain';

/** Why nothing more is to be started, and how much time the rest has. The first reason stays. */
export interface Halt {
  /** Aborted as soon as attempts in flight are to be stopped. */
  readonly signal: AbortSignal;
  /** Aborted when there is no more grace. */
  readonly hurry: AbortSignal;
  readonly cause: () => HaltCause | undefined;
  /** -x, the limit of failures, or the limit of the whole run. */
  readonly stopEarly: (why: string) => void;
  readonly why: () => string;
  readonly dispose: () => void;
}

export type HaltCause = Extract<StopCause, 'run-interrupted' | 'run-stopped-early'>;

export function openHalt(interrupt: AbortSignal, hurry: AbortSignal): Halt {
  const controller = new AbortController();
  // Each attempt and each world in flight listens, and takes itself off again: their number is bounded by the workers, not by ten.
  setMaxListeners(0, controller.signal, hurry);
  let cause: HaltCause | undefined;
  let why = '';
  const halt = (next: HaltCause, sentence: string): void => {
    cause ??= next;
    if (why === '') why = sentence;
    controller.abort();
  };
  const onInterrupt = (): void => {
    halt('run-interrupted', 'the run was interrupted');
  };
  if (interrupt.aborted || hurry.aborted) onInterrupt();
  interrupt.addEventListener('abort', onInterrupt);
  hurry.addEventListener('abort', onInterrupt);
  return {
    signal: controller.signal,
    hurry,
    cause: () => cause,
    why: () => why,
    stopEarly: (sentence) => {
      halt('run-stopped-early', sentence);
    },
    dispose: () => {
      interrupt.removeEventListener('abort', onInterrupt);
      hurry.removeEventListener('abort', onInterrupt);
    },
  };
}
