import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listEffects } from '#domain';
import type { RunState } from '#domain';
import { foldRun } from '#journal';
import type { StoredRun } from '#journal';
import { judge } from '#judge';
import { readRun } from '#store';
import { alwaysArtifact, byWords } from './baselines.ts';
import { testFaithfulness } from './faithfulness.ts';
import type { Faithfulness } from './faithfulness.ts';
import type { Fault } from './fault.ts';
import type { Judged } from './score.ts';
import { neutralName } from './stage.ts';
import { compare, fromCauses, textsAlone } from './verdicts.ts';
import type { Found, Truth } from './verdicts.ts';

export interface StoredFault {
  readonly fault: Fault;
  readonly run: StoredRun;
}

/** A fault under every way of judging. */
export interface JudgedFault {
  readonly fault: Fault;
  readonly ours: Judged;
  readonly textOnly: Judged;
  readonly words: Judged;
  readonly artifact: Judged;
  readonly faithfulness: Faithfulness;
  readonly isDeterminate: boolean;
  readonly judgingMs: number;
}

export function readStored(folder: string, fault: Fault): readonly StoredFault[] {
  const path = join(folder, 'projects', neutralName(fault.id), 'reports', 'latest');
  return existsSync(path) ? [{ fault, run: readRun(path) }] : [];
}

export function judgeStored(stored: readonly StoredFault[]): readonly JudgedFault[] {
  const effects = new Map(stored.map(({ fault, run }) => [fault.id, effectsOf(foldRun(run))]));
  return stored.map(({ fault, run }) => judgeOne(fault, run, makeTruth(fault, effects)));
}

function judgeOne(fault: Fault, run: StoredRun, truth: Truth): JudgedFault {
  const state = foldRun(run);
  const startedMs = performance.now();
  const { causes } = judge(state);
  const judgingMs = performance.now() - startedMs;
  const scored = (found: readonly Found[]): Judged => ({
    id: fault.id,
    found,
    truth,
    comparison: compare(fault.expected, found, truth),
  });
  return {
    fault,
    ours: scored(fromCauses(causes)),
    textOnly: scored(fromCauses(judge(textsAlone(state)).causes)),
    words: scored(byWords(state)),
    artifact: scored(alwaysArtifact(state)),
    faithfulness: testFaithfulness(run),
    isDeterminate: JSON.stringify(judge(foldRun(run)).causes) === JSON.stringify(causes),
    judgingMs,
  };
}

/** Tests and suites that are not green. */
export function effectsOf(state: RunState): ReadonlySet<string> {
  return new Set(state.suites.flatMap(listEffects).map(({ id }) => id));
}

function makeTruth({ id }: Fault, effects: ReadonlyMap<string, ReadonlySet<string>>): Truth {
  const parts = id.split('+');
  return (effect) =>
    Math.max(
      0,
      parts.findIndex((part) => effects.get(part)?.has(effect) ?? false),
    );
}
