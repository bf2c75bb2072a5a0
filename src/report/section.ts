import type { Assessment } from '#domain';
import type { CauseContext } from './cause-section.ts';

/** One part of the assessment: Markdown that begins with its heading; undefined where there is nothing to say and nothing to hide. */
export type RenderSection = (assessment: Assessment, context: CauseContext) => string | undefined;
