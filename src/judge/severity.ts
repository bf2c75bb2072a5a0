import type { Heading, Requirement, Severity } from '#domain';
import type { RunFacts } from '#case';

/** What severity follows from: impact alone, never the category by itself. */
export interface Impact {
  readonly heading: Heading;
  /** Ids of the requirements that its effects cite. */
  readonly requirements: ReadonlySet<string>;
  /** Whole suites that could not run because of it, or of which it kept most tests from running. */
  readonly blockedSuites: number;
  /** That a component of the world was lost. */
  readonly isLoss: boolean;
  readonly effects: number;
  /** Requirements that a green result seems to prove and does not. */
  readonly unproved?: readonly string[];
}

const GRAVE_KIND = /security|data|loss|privacy|safety/iu;

/** The gravest that holds: the harness is blocked, data or security are at stake, a critical requirement fails, something fails, nothing does. */
export function severityOf(impact: Impact, facts: RunFacts): Severity {
  const { heading, requirements, blockedSuites, effects, unproved } = impact;
  if (blockedSuites > 0) return 'blocks-harness';
  if (unproved !== undefined) return isCritical(unproved, facts) ? 'core-flow' : 'degraded';
  // A test that is wrong says nothing about the service, whatever it cites.
  if (heading === 'TEST_ARTIFACT') return effects > 0 ? 'degraded' : 'cosmetic';
  const broken = [...requirements].flatMap((id) => facts.contract.requirement(id) ?? []);
  const gravest = gravestOf(broken) ?? byHeading(heading, effects);
  // What nobody reaches serves no main use, whatever the tests that felt it cite.
  return impact.isLoss && gravest === 'degraded' ? 'core-flow' : gravest;
}

function gravestOf(broken: readonly Requirement[]): Severity | undefined {
  if (broken.some(isGrave)) return 'data-loss-or-security';
  if (broken.some((one) => one.critical)) return 'core-flow';
  if (broken.length > 0) return 'degraded';
  return undefined;
}

function byHeading(heading: Heading, effects: number): Severity {
  if (heading === 'SYSTEM_CRITICAL' || heading === 'INTEGRATION_ISSUE') return 'core-flow';
  return effects > 0 ? 'degraded' : 'cosmetic';
}

// Somebody relies on what was never shown: the more so the more it matters.
function isCritical(ids: readonly string[], { contract }: RunFacts): boolean {
  return ids.some((id) => contract.requirement(id)?.critical === true);
}

function isGrave({ kind }: Requirement): boolean {
  return GRAVE_KIND.test(kind);
}
