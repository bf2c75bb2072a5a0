import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assess } from '#assess';
import { foldRun } from '#journal';
import { judge } from '#judge';
import { renderReports } from '#report';
import { readRun } from '#store';
import { ROOT } from './repository.ts';

/** Stored runs under `fixtures/journals` whose reports stand under `reports/samples`. */
export const SAMPLES = ['green', 'broken', 'killed'] as const;

/** Where a sample's reports are kept. */
export const SAMPLES_FOLDER: string = join(ROOT, 'reports', 'samples');

/** The reports of one stored run, file name → text. */
export function renderSample(name: string): ReadonlyMap<string, string> {
  const state = foldRun(readRun(join(ROOT, 'fixtures', 'journals', name)));
  return renderReports(assess(state, judge(state)));
}

/** Writes the reports of every sample below a folder. */
export async function writeSamples(folder: string): Promise<void> {
  for (const name of SAMPLES) {
    await mkdir(join(folder, name), { recursive: true });
    for (const [file, text] of renderSample(name)) await writeFile(join(folder, name, file), text);
  }
}
