import type { Assessment } from '#domain';
import { renderAssessmentMarkdown } from './assessment-markdown.ts';
import { renderCategoryFiles } from './category-markdown.ts';
import { makeCauseContext } from './cause-section.ts';
import { indexEffects } from './effect-index.ts';
import { renderAssessmentJson, renderEnvironmentJson } from './json-documents.ts';
import { renderQualityGate } from './quality-gate-yaml.ts';
import { renderJunit } from './junit-xml.ts';

/** File name → text of every report of a run. Pure: the same assessment gives the same bytes. */
export function renderReports(assessment: Assessment): ReadonlyMap<string, string> {
  const context = makeCauseContext(assessment, indexEffects(assessment));
  return new Map([
    ['assessment.md', renderAssessmentMarkdown(assessment, context)],
    ...renderCategoryFiles(assessment, context),
    ['assessment.json', renderAssessmentJson(assessment)],
    ['quality-gate.yaml', renderQualityGate(assessment)],
    ['junit.xml', renderJunit(assessment)],
    ['environment.json', renderEnvironmentJson(assessment.state)],
  ]);
}
