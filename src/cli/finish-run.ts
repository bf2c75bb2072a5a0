import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderSummary } from '#display';
import { EXIT, RealityError } from '#domain';
import type { Assessment } from '#domain';
import { foldRun } from '#journal';
import { renderAnnotations, renderJobSummary, renderReports } from '#report';
import { withoutLostLogs } from '#store';
import type { RunDirectory } from '#store';
import { conclude, writeAllReports } from './conclude.ts';
import type { Given } from './given.ts';
import { describePlace } from './places.ts';
import type { Shell } from './shell.ts';

/** Judges a run that has ended, writes its reports and tells the verdict; the exit status, as far as the run itself decides it. */
export function finishRun(shell: Shell, given: Given, directory: RunDirectory): number {
  const assessment = conclude(withoutLostLogs(foldRun(directory.read()), directory.path));
  const fault = writeResults(directory, assessment);
  tell(shell, given, assessment, directory.path);
  if (fault !== undefined) {
    shell.err(`reality: the results could not be written: ${fault}\n`);
    return EXIT.notWritten;
  }
  return assessment.exitCode;
}

function writeResults(directory: RunDirectory, assessment: Assessment): string | undefined {
  const fault = directory.writeError();
  if (fault !== undefined) return fault.message;
  try {
    writeAllReports(directory.path, assessment);
    return undefined;
  } catch (error) {
    if (error instanceof RealityError) return error.message;
    throw error;
  }
}

function tell(shell: Shell, given: Given, assessment: Assessment, folder: string): void {
  if (given.flag('json')) shell.out(renderReports(assessment).get('assessment.json') ?? '');
  else
    shell.out(
      renderSummary(assessment, {
        colour: shell.colour.out,
        reports: describePlace(shell, join(folder, 'assessment.md')),
      }),
    );
  const { env } = shell.environment;
  if (given.text('reporter') !== 'github' && env['GITHUB_ACTIONS'] !== 'true') return;
  for (const line of renderAnnotations(assessment)) shell.err(`${line}\n`);
  const summary = env['GITHUB_STEP_SUMMARY'];
  if (summary !== undefined && summary !== '') appendFileSync(summary, renderJobSummary(assessment));
}
