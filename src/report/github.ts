import { count } from '#domain';
import type { Assessment, Cause } from '#domain';
import { renderAssessmentMarkdown } from './assessment-markdown.ts';
import { makeCauseContext } from './cause-section.ts';
import { indexEffects } from './effect-index.ts';
import { commandMessage, commandProperty } from './escape-command.ts';

const ANNOTATIONS_SHOWN = 10;

/** One annotation per cause, the gravest first; GitHub shows ten of a kind per step. */
export function renderAnnotations({ causes }: Assessment): readonly string[] {
  const shown = causes.slice(0, ANNOTATIONS_SHOWN).map(renderAnnotation);
  const more = causes.length - shown.length;
  return more > 0 ? [...shown, `::notice::${count(more, 'more cause')} in assessment.md`] : shown;
}

const PLACE = /^(?<file>[^:]+\.\w+):(?<line>\d+)$/u;

function renderAnnotation({ heading, id, title, remedy, effects }: Cause): string {
  const level = heading === 'SYSTEM_CRITICAL' || heading === 'INTEGRATION_ISSUE' ? 'error' : 'warning';
  const place = PLACE.exec(remedy.where ?? '')?.groups;
  const properties = [
    ...(place === undefined ? [] : [`file=${commandProperty(place['file'] ?? '')}`, `line=${place['line'] ?? '1'}`]),
    `title=${commandProperty(`${heading} ${id}`)}`,
  ].join(',');
  const message = commandMessage(`${title}: ${remedy.action} (${count(effects.length, 'effect')})`);
  return `::${level} ${properties}::${message}`;
}

/** The text for the job summary: the assessment, which is far smaller than the 1 MiB that GitHub takes. */
export function renderJobSummary(assessment: Assessment): string {
  return renderAssessmentMarkdown(assessment, makeCauseContext(assessment, indexEffects(assessment)));
}
