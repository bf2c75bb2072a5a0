import type { Emit } from '#domain';
import { AttemptLedger } from './attempt-ledger.ts';
import type { AttemptInput } from './attempt-state.ts';
import { attributeFrames } from './attribute-frames.ts';
import { makeCiteByTitle } from './cite-by-title.ts';

/** The ledger of one attempt, whose failures say where their frames lie. */
export function openLedger(
  { run, planned, spec }: Pick<AttemptInput, 'run' | 'planned' | 'spec'>,
  attempt: string,
  emit: Emit,
): AttemptLedger {
  const { config } = run.request;
  const [usual] = run.context.engines[planned.engine]?.files(spec.options, spec) ?? [];
  const fileOf = (ordinal: number): string | undefined => ledger.announced[ordinal]?.file ?? usual;
  const ledger = new AttemptLedger(
    attempt,
    attributeFrames(emit, { config, planned, spec, fileOf }),
    run.context.writeSide,
    makeCiteByTitle(spec.cites),
  );
  return ledger;
}
