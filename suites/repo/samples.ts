import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assess } from '#assess';
import { decodeJournal, foldRun } from '#journal';
import type { StoredRun } from '#journal';
import { judge } from '#judge';
import { renderReports } from '#report';
import { readRun } from '#store';
import { ROOT } from './repository.ts';

/** Stored runs under `fixtures/journals` whose reports stand under `reports/samples`. */
export const SAMPLES = ['green', 'broken', 'killed', 'realness'] as const;

/** Where a sample's reports are kept. */
export const SAMPLES_FOLDER: string = join(ROOT, 'reports', 'samples');

/** The reports of one stored run, file name → text. */
export function renderSample(name: string): ReadonlyMap<string, string> {
  return render(readRun(folderOf(name)));
}

/** The reports of a stored run whose journal holds other bytes. */
export function renderStored(name: string, journal: Uint8Array): ReadonlyMap<string, string> {
  const { sides } = readRun(folderOf(name));
  const { records, damage } = decodeJournal(journal, (side) => sides.get(side));
  return render({ records, damage, sides });
}

function folderOf(name: string): string {
  return join(ROOT, 'fixtures', 'journals', name);
}

function render(stored: StoredRun): ReadonlyMap<string, string> {
  const state = foldRun(stored);
  return renderReports(assess(state, judge(state)));
}

/** Writes the reports of every sample below a folder. */
export async function writeSamples(folder: string): Promise<void> {
  for (const name of SAMPLES) {
    await mkdir(join(folder, name), { recursive: true });
    for (const [file, text] of renderSample(name)) await writeFile(join(folder, name, file), text);
  }
}
