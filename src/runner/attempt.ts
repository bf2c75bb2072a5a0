import { present } from '#domain';
import { concludeEnd } from './attempt-end.ts';
import { fileNameOf } from './attempt-place.ts';
import type { AttemptInput, AttemptResult } from './attempt-state.ts';
import { collectFacts } from './collect-facts.ts';
import { runEngineProcess } from './engine-process.ts';
import { openLedger } from './open-ledger.ts';
import { TestTimes } from './test-times.ts';

/** One execution of a suite whose tests share a process. Throws only for faults of ours. */
export async function runAttempt(input: AttemptInput): Promise<AttemptResult> {
  const { run, planned, number, world } = input;
  const attempt = `${planned.name}/${number}`;
  const times = new TestTimes(run.context.environment);
  const ledger = openLedger(input, attempt, times.watch(run.emit));
  return runEngineProcess(
    {
      ...input,
      attempt,
      id: attempt,
      log: `${fileNameOf(planned.name)}.${number}.log`,
      timeoutMs: planned.timeoutMs,
      listener: ledger,
      times,
      onStart: (child) => {
        run.emit({ kind: 'attempt-started', attempt, suite: planned.name, number, world: world?.id ?? '', ...child });
      },
    },
    async (process, ending) => {
      const ordinalOf = (ordinal: number): number | undefined => ledger.ordinalOf({ ordinal });
      const observed = { process, times, ordinalOf, ...present({ tapped: ending.contact?.exchanges }) };
      const result = await concludeEnd(observed, ledger, ending);
      if (!result.paused) await collectFacts(observed, result);
      return result;
    },
  );
}
