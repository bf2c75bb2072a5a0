import { renderCauses } from './causes-section.ts';
import { renderConfidence } from './confidence-section.ts';
import { renderCounts } from './counts-section.ts';
import { renderCriteria } from './criteria-section.ts';
import { renderGates } from './gates-section.ts';
import { renderHeader } from './header-section.ts';
import { renderIndependence } from './independence-section.ts';
import { renderParity } from './parity-section.ts';
import { renderPlan } from './plan-section.ts';
import { renderRealness } from './realness-section.ts';
import { renderRecommendations } from './recommendation-section.ts';
import { renderDocumentControl, renderEnvironment, renderNotTested, renderPolicy } from './record-section.ts';
import { renderProved, renderRequirements } from './requirement-section.ts';
import { renderRisk } from './risk-section.ts';
import { renderScope } from './scope-section.ts';
import type { RenderSection } from './section.ts';
import { renderSummary } from './summary-section.ts';

/** The assessment, part by part: what a reader needs to agree first, what carries it after. A new part is one file and one line here. */
export const SECTIONS: readonly RenderSection[] = [
  renderHeader,
  renderSummary,
  renderScope,
  renderPolicy,
  renderCounts,
  renderCauses,
  renderParity,
  renderRealness,
  renderIndependence,
  renderCriteria,
  renderGates,
  renderRequirements,
  renderProved,
  renderRisk,
  renderConfidence,
  renderPlan,
  renderRecommendations,
  renderEnvironment,
  renderNotTested,
  renderDocumentControl,
];
