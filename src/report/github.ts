import type { Assessment, Cause } from '#domain';
import { renderAssessmentMarkdown } from './assessment-markdown.ts';
import { commandMessage, commandProperty } from './escape-command.ts';

const ANNOTATIONS_SHOWN = 10;

/** One annotation per cause, the gravest first; GitHub shows ten per step. */
export function renderAnnotations(assessment: Assessment): readonly string[] {
  const shown = assessment.causes.slice(0, ANNOTATIONS_SHOWN).map(renderAnnotation);
  const more = assessment.causes.length - shown.length;
  return more > 0 ? [...shown, `::notice::${more} more causes stand in assessment.md`] : shown;
}

function renderAnnotation(cause: Cause): string {
  const level = cause.heading === 'SYSTEM_CRITICAL' || cause.heading === 'INTEGRATION_ISSUE' ? 'error' : 'warning';
  const title = commandProperty(`${cause.heading} ${cause.id}`);
  return `::${level} title=${title}::${commandMessage(`${cause.title} — ${cause.remedy.action} (${cause.effects.length} effects)`)}`;
}

/** The text for the job summary: the assessment itself, below GitHub's limit of 1 MiB. */
export function renderJobSummary(assessment: Assessment): string {
  return renderAssessmentMarkdown(assessment).slice(0, 1_000_000);
}
