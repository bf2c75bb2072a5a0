import { join } from 'node:path';
import { renderSummary } from '#display';
import type { Assessment } from '#domain';
import { renderReports } from '#report';
import type { Given } from './given.ts';
import { describePlace } from './places.ts';
import type { Shell } from './shell.ts';

/** What stands on stdout at the end: the assessment for a program (`--json`), or the summary for a person. */
export function tellVerdict(shell: Shell, given: Given, assessment: Assessment, folder: string): void {
  if (given.flag('json')) {
    shell.out(renderReports(assessment).get('assessment.json') ?? '');
    return;
  }
  const reports = describePlace(shell, join(folder, 'assessment.md'));
  shell.out(renderSummary(assessment, { colour: shell.colour.out, reports }));
}
