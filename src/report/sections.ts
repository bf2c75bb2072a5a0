import { renderBriefConfidence, renderBriefCriteria, renderBriefGates } from './brief-criteria.ts';
import { renderBriefCounts } from './brief-counts.ts';
import { renderBriefPlan } from './brief-plan.ts';
import { renderBriefRealness } from './brief-realness.ts';
import { renderBriefEnvironment, renderBriefNotTested, renderBriefPolicy } from './brief-record.ts';
import { renderBriefProved, renderBriefRequirements } from './brief-requirements.ts';
import { renderCauses } from './causes-section.ts';
import { renderHeader } from './header-section.ts';
import { renderIndependence } from './independence-section.ts';
import { renderParity } from './parity-section.ts';
import { renderRecommendations } from './recommendation-section.ts';
import { renderDocumentControl } from './record-section.ts';
import { renderRisk } from './risk-section.ts';
import { renderScope } from './scope-section.ts';
import type { RenderSection } from './section.ts';
import { renderSummary } from './summary-section.ts';

/**
 * The assessment, part by part: what a reader needs to agree first, what carries it after. It is read in five minutes; what is long stands in
 * an appendix, and the part that counts it links to it. A new part is one file and one line here.
 */
export const SECTIONS: readonly RenderSection[] = [
  renderHeader,
  renderSummary,
  renderScope,
  renderBriefPolicy,
  renderBriefCounts,
  renderCauses,
  renderParity,
  renderBriefRealness,
  renderIndependence,
  renderBriefCriteria,
  renderBriefGates,
  renderBriefRequirements,
  renderBriefProved,
  renderRisk,
  renderBriefConfidence,
  renderBriefPlan,
  renderRecommendations,
  renderBriefEnvironment,
  renderBriefNotTested,
  renderDocumentControl,
];
