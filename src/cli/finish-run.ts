import { appendFileSync } from 'node:fs';
import { EXIT, RealityError } from '#domain';
import type { Assessment } from '#domain';
import { foldRun } from '#journal';
import { renderAnnotations, renderJobSummary } from '#report';
import { withoutLostLogs } from '#store';
import type { RunDirectory } from '#store';
import { conclude, writeAllReports } from './conclude.ts';
import type { Given } from './given.ts';
import type { Shell } from './shell.ts';
import { tellVerdict } from './tell-verdict.ts';

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
  tellVerdict(shell, given, assessment, folder);
  const { env } = shell.environment;
  if (given.text('reporter') !== 'github' && env['GITHUB_ACTIONS'] !== 'true') return;
  for (const line of renderAnnotations(assessment)) shell.err(`${line}\n`);
  const summary = env['GITHUB_STEP_SUMMARY'];
  if (summary !== undefined && summary !== '') appendFileSync(summary, renderJobSummary(assessment));
}
