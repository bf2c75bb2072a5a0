import type { Assessment } from '#domain';
import type { CauseContext } from './cause-section.ts';
import { SECTIONS } from './sections.ts';

/** The assessment that an engineer reads and signs. Bounded in size: what would be long names the file that has the rest. */
export function renderAssessmentMarkdown(assessment: Assessment, context: CauseContext): string {
  const sections = SECTIONS.map((render) => render(assessment, context)).filter((text) => text !== undefined);
  return `${sections.join('\n\n')}\n`;
}
