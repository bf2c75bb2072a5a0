import type { Heading, Requirement, Severity } from '#domain';
import type { RunFacts } from './run-facts.ts';

/** What severity follows from: impact alone, never the category by itself. */
export interface Impact {
  readonly heading: Heading;
  /** Ids of the requirements that its effects cite. */
  readonly requirements: ReadonlySet<string>;
  /** Whole suites that could not run because of it. */
  readonly blockedSuites: number;
  readonly effects: number;
}

const GRAVE_KIND = /security|data|loss|privacy|safety/iu;

/** The gravest that holds: the harness is blocked, data or security are at stake, a critical requirement fails, something fails, nothing does. */
export function severityOf({ heading, requirements, blockedSuites, effects }: Impact, facts: RunFacts): Severity {
  if (blockedSuites > 0) return 'blocks-harness';
  const broken = [...requirements].flatMap((id) => facts.contract.requirement(id) ?? []);
  // A test that is wrong says nothing about the service, whatever it cites.
  if (heading === 'TEST_ARTIFACT') return effects > 0 ? 'degraded' : 'cosmetic';
  if (broken.some(isGrave)) return 'data-loss-or-security';
  if (broken.some((one) => one.critical)) return 'core-flow';
  if (broken.length > 0) return 'degraded';
  if (heading === 'SYSTEM_CRITICAL' || heading === 'INTEGRATION_ISSUE') return 'core-flow';
  return effects > 0 ? 'degraded' : 'cosmetic';
}

function isGrave({ kind }: Requirement): boolean {
  return GRAVE_KIND.test(kind);
}
