import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Gifts, HistoricRun } from '#assess';
import { loadAccepted, parseDuration } from '#config';
import { RealityError, present, quoteWord } from '#domain';
import type { Assessment, EffortWord } from '#domain';
import { findRun, listRuns } from '#store';
import { conclude, readState } from './conclude.ts';
import { configFiles } from './config-files.ts';
import type { Given } from './given.ts';
import type { Shell } from './shell.ts';

const FIELDS = ['document', 'date', 'role', 'phase', 'status'] as const;
const SINGLE = [...FIELDS, 'accepted', 'baseline', 'history'] as const;

/** The run that is assessed, and the folder in which others are looked for. */
export interface AssessedRun {
  readonly startedAt: string;
  readonly reports: string;
}

/** Reads what was given to one assessment. Throws `usage`, `config-invalid`, `run-not-found`. */
export function readGifts(shell: Shell, given: Given, { startedAt, reports }: AssessedRun): Gifts {
  const { cwd } = shell.environment;
  const [id, date, role, phase, status] = FIELDS.map((name) => given.text(name));
  const accepted = given.text('accepted');
  const history = given.text('history');
  const baseline = given.text('baseline');
  return {
    document: present({ id, date, role, phase, status }),
    effort: Object.fromEntries(given.list('effort').map(readEffort)),
    ...present({
      accepted: accepted === undefined ? undefined : loadAccepted(resolve(cwd, accepted), { cwd, files: configFiles }),
      history: history === undefined ? undefined : readHistory(resolve(cwd, history), Date.parse(startedAt)),
      baseline: baseline === undefined ? undefined : readBaseline(reports, baseline, cwd),
    }),
    given: listGiven(given),
  };
}

function readBaseline(reports: string, wanted: string, cwd: string): Assessment {
  return conclude(readState(findRun(reports, wanted, cwd).path));
}

// The same words again make the same document: they stand in its document control.
function listGiven(given: Given): readonly string[] {
  const single = SINGLE.flatMap((name) => {
    const value = given.text(name);
    return value === undefined ? [] : [`--${name} ${quoteWord(value)}`];
  });
  const efforts = given.list('effort').map(quoteWord);
  return [...single, ...(efforts.length === 0 ? [] : [`--effort ${efforts.join(' ')}`])];
}

function readEffort(word: string): readonly [string, EffortWord] {
  const [, cause = '', from = '', to = from] =
    /^([\w-]+)=(\w+(?:\.\d+\w+)?)(?:\.\.(\w+(?:\.\d+\w+)?))?$/u.exec(word) ?? [];
  const [fromMs, toMs] = [parseDuration(from), parseDuration(to)];
  if (cause === '' || fromMs === undefined || toMs === undefined || fromMs > toMs)
    throw new RealityError('usage', `--effort takes CAUSE=2h or CAUSE=1h..4h, not ${word}`);
  return [cause, { fromMs, toMs }];
}

const HISTORIC = z.object({ causes: z.array(z.object({ id: z.string(), rules: z.array(z.string()) })) });

// Only runs before the one that is assessed: what came later cannot have been known.
function readHistory(folder: string, beforeMs: number): readonly HistoricRun[] {
  return listRuns(folder)
    .filter((run) => run.startedAtMs < beforeMs)
    .flatMap(({ runId, path, startedAtMs }) => {
      const causes = readCauses(join(path, 'assessment.json'));
      return causes === undefined ? [] : [{ runId, startedAtMs, causes }];
    });
}

// A run that was never assessed, or whose file was written by something else, teaches nothing.
function readCauses(file: string): HistoricRun['causes'] | undefined {
  try {
    return HISTORIC.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data?.causes;
  } catch {
    return undefined;
  }
}
