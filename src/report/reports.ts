import type { Assessment } from '#domain';
import { renderAppendices } from './appendices.ts';
import { renderAssessmentMarkdown } from './assessment-markdown.ts';
import { renderCategoryFiles } from './category-markdown.ts';
import { makeCauseContext } from './cause-section.ts';
import { indexEffects } from './effect-index.ts';
import { renderAssessmentJson, renderEnvironmentJson } from './json-documents.ts';
import { renderQualityGate } from './quality-gate-yaml.ts';
import { renderJunit } from './junit-xml.ts';

/** File name → text of every report of a run. Pure: the same assessment gives the same bytes. */
export function renderReports(assessment: Assessment): ReadonlyMap<string, string> {
  return new Map(renderEach(assessment));
}

/** The same one after the other: of a large run each text may be tens of megabytes. */
export function* renderEach(assessment: Assessment): Generator<readonly [string, string]> {
  const context = makeCauseContext(assessment, indexEffects(assessment));
  yield ['assessment.md', renderAssessmentMarkdown(assessment, context)];
  yield* renderAppendices(assessment, context);
  yield* renderCategoryFiles(assessment, context);
  yield ['assessment.json', renderAssessmentJson(assessment)];
  yield ['quality-gate.yaml', renderQualityGate(assessment)];
  yield ['junit.xml', renderJunit(assessment)];
  yield ['environment.json', renderEnvironmentJson(assessment.state)];
}
