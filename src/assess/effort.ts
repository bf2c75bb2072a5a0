import { count, formatDuration } from '#domain';
import type { Cause, Effort, EffortWord } from '#domain';
import { KINDS_OF_FIX, kindOfFix } from './kinds-of-fix.ts';

/** An earlier run of the same project, as far as efforts can be learnt from it. */
export interface HistoricRun {
  readonly runId: string;
  /** On the wall clock, as the journal tells it. */
  readonly startedAtMs: number;
  readonly causes: readonly { readonly id: string; readonly rules: readonly string[] }[];
}

/** What an effort may rest on, besides the table. */
export interface EffortGrounds {
  readonly words: Readonly<Record<string, EffortWord>>;
  readonly history: readonly HistoricRun[];
}

/** A range with its basis: a person's word, own history, the kind of fix. Where there is none, that is said instead of a number. */
export function estimateEffort(cause: Cause, { words, history }: EffortGrounds): Effort {
  const kind = kindOfFix(cause);
  const word = words[cause.id];
  if (word !== undefined) return range(word, "a person's word for this cause");
  const wordForKind = words[kind];
  if (wordForKind !== undefined) return range(wordForKind, `a person's word for the kind ${kind}`);
  const learnt = learnFrom(cause, history);
  if (learnt !== undefined) return learnt;
  const usual = KINDS_OF_FIX.find((row) => row.kind === kind)?.range;
  if (usual !== undefined) return range(usual, `kind of fix: ${kind}`);
  return { kind: 'no-basis', why: `kind of fix: ${kind}` };
}

function range({ fromMs, toMs }: EffortWord, basis: string): Effort {
  return { kind: 'range', fromMs, toMs, basis };
}

const LEAST_EXAMPLES = 3;

// What is known of the past is how long a cause was there, not how long anybody worked: the basis says so.
function learnFrom(cause: Cause, history: readonly HistoricRun[]): Effort | undefined {
  const [rule] = cause.rules;
  if (rule === undefined) return undefined;
  const times = listMended(history)
    .filter((one) => one.rules[0] === rule)
    .map((one) => one.afterMs);
  if (times.length < LEAST_EXAMPLES) return undefined;
  const [fromMs, toMs] = [Math.min(...times), Math.max(...times)];
  const told = `${count(times.length, 'cause')} of rule ${rule} were gone after ${formatDuration(fromMs)} to ${formatDuration(toMs)}`;
  return range({ fromMs, toMs }, `own history: ${told} (time between runs, not work)`);
}

interface Mended {
  readonly rules: readonly string[];
  readonly afterMs: number;
}

/** From the run that first showed a cause to the next one without it. */
function listMended(history: readonly HistoricRun[]): readonly Mended[] {
  const runs = history.toSorted((one, other) => one.startedAtMs - other.startedAtMs);
  const open = new Map<string, { readonly sinceMs: number; readonly rules: readonly string[] }>();
  const mended: Mended[] = [];
  for (const run of runs) {
    const atMs = run.startedAtMs;
    const seen = new Set(run.causes.map((one) => one.id));
    for (const [id, { sinceMs, rules }] of open) {
      if (seen.has(id)) continue;
      mended.push({ rules, afterMs: atMs - sinceMs });
      open.delete(id);
    }
    for (const { id, rules } of run.causes) if (!open.has(id)) open.set(id, { sinceMs: atMs, rules });
  }
  return mended;
}
