import type { Assessment } from '#domain';
import { APPENDICES } from './appendix.ts';
import type { Appendix } from './appendix.ts';
import type { CauseContext } from './cause-section.ts';
import { renderConfidence } from './confidence-section.ts';
import { renderCounts } from './counts-section.ts';
import { renderCriteria } from './criteria-section.ts';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { renderGates } from './gates-section.ts';
import { renderPlan } from './plan-section.ts';
import { renderRealness } from './realness-section.ts';
import { renderEnvironment, renderNotTested, renderPolicy } from './record-section.ts';
import { renderProved, renderRequirements } from './requirement-section.ts';
import type { RenderSection } from './section.ts';

const PARTS: Readonly<Record<Appendix, readonly RenderSection[]>> = {
  counts: [renderCounts],
  realness: [renderRealness],
  criteria: [renderCriteria, renderGates, renderConfidence],
  requirements: [renderRequirements, renderProved],
  plan: [renderPlan],
  run: [renderPolicy, renderEnvironment, renderNotTested],
};

const NAMES = Object.keys(PARTS).filter((name): name is Appendix => name in APPENDICES);

/** What the assessment only counts and links to, whole. */
export function* renderAppendices(assessment: Assessment, context: CauseContext): Generator<readonly [string, string]> {
  const { project, runId } = assessment.state.started;
  const head = `Part of the [assessment](assessment.md) of ${markdownText(project)}, run ${markdownCode(runId)}.`;
  for (const name of NAMES) {
    const parts = PARTS[name].map((render) => render(assessment, context)).filter((text) => text !== undefined);
    yield [APPENDICES[name], `${[`# Appendix: ${name}`, head, ...parts].join('\n\n')}\n`];
  }
}
