import { count } from '#domain';
import type { Assessment, Cause } from '#domain';
import { renderAppendices } from './appendices.ts';
import { renderAssessmentMarkdown } from './assessment-markdown.ts';
import { renderCategoryFiles } from './category-markdown.ts';
import { makeCauseContext } from './cause-section.ts';
import type { CauseContext } from './cause-section.ts';
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

/** GitHub takes 1 MiB for each step; what else the step writes has to fit in too. */
const SUMMARY_BYTES = 800_000;

/**
 * The text for the job summary: the assessment, and folded below it what its links lead to, as no file stands beside a summary. What has no
 * room is named with the folder that it is in.
 */
export function renderJobSummary(assessment: Assessment): string {
  const context = makeCauseContext(assessment, indexEffects(assessment));
  const parts = [unlink(renderAssessmentMarkdown(assessment, context))];
  let bytes = Buffer.byteLength(parts[0] ?? '');
  const left: string[] = [];
  for (const [file, text] of listLinked(assessment, context)) {
    const folded = `<details><summary>${file}</summary>\n\n${unlink(text)}\n</details>\n`;
    const size = Buffer.byteLength(folded);
    if (bytes + size > SUMMARY_BYTES) left.push(file);
    else {
      parts.push(folded);
      bytes += size;
    }
  }
  if (left.length > 0)
    parts.push(
      `Too long for a summary, in the folder of run \`${assessment.state.started.runId}\`: ${left.join(', ')}.\n`,
    );
  return parts.join('\n');
}

// Nothing is said of a heading without a cause that the counts do not say.
function* listLinked(assessment: Assessment, context: CauseContext): Generator<readonly [string, string]> {
  for (const [file, text] of renderCategoryFiles(assessment, context))
    if (assessment.causes.some(({ heading }) => file === `${heading}.md`)) yield [file, text];
  yield* renderAppendices(assessment, context);
}

const LINK = /\[(?<words>[^\]\n]*)\]\((?<file>(?:assessment|appendix-[a-z]+|[A-Z_]+)\.md)\)/gu;

// `[Numbers of all 8](appendix-criteria.md)` leads nowhere in a summary: words and name stay.
function unlink(text: string): string {
  return text.replaceAll(LINK, (_link, words: string, file: string) =>
    words === file ? `\`${file}\`` : `${words} (\`${file}\`)`,
  );
}
