import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { count } from '#domain';
import type { Assessment } from '#domain';
import { renderTickets } from '#report';
import { findRun, writeReports } from '#store';
import { readGifts } from './assess-gifts.ts';
import { conclude, readState, writeAllReports } from './conclude.ts';
import type { Given } from './given.ts';
import { importResults } from './import-results.ts';
import { describePlace, reportsFolder } from './places.ts';
import type { Shell } from './shell.ts';
import { tellVerdict } from './tell-verdict.ts';

/**
 * Judges a stored run again from its journal and side files alone and writes the reports. `-o` names the folder they go to;
 * without it they replace those in the run's own folder.
 */
export async function report(shell: Shell, given: Given): Promise<number> {
  const { cwd } = shell.environment;
  const imported = await importResults(shell, given);
  const run = imported ?? findRun(storedRuns(shell, given), given.words[0] ?? 'latest', cwd);
  const state = readState(run.path);
  const { startedAt } = state.started;
  const assessment = conclude(state, readGifts(shell, given, { startedAt, reports: dirname(run.path) }));
  const output = given.text('output');
  const folder = output === undefined ? run.path : resolve(cwd, output);
  if (output !== undefined) mkdirSync(folder, { recursive: true });
  writeAllReports(folder, assessment);
  if (given.flag('tickets')) writeTickets(shell, folder, assessment);
  tellVerdict(shell, given, assessment, folder);
  return assessment.exitCode;
}

// Drafts for a person to read and file: nothing is sent.
function writeTickets(shell: Shell, folder: string, assessment: Assessment): void {
  const tickets = renderTickets(assessment);
  const place = join(folder, 'tickets');
  mkdirSync(place, { recursive: true });
  writeReports(place, Object.fromEntries(tickets));
  shell.err(`${count(tickets.size, 'draft')} of tickets in ${describePlace(shell, place)}; nothing was sent\n`);
}

/** For commands that read runs `-o` is where to write, never where to look. */
export function storedRuns(shell: Shell, given: Given): string {
  return reportsFolder(shell, { ...given, text: (name) => (name === 'output' ? undefined : given.text(name)) });
}
