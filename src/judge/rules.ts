import type { Rule, StandingRule } from './rule.ts';
import { ruleBusyLoop } from './rule-busy-loop.ts';
import { ruleComponentIncident } from './rule-component-incident.ts';
import { ruleMockViolation } from './rule-mock-violation.ts';
import { ruleNotFinished } from './rule-not-finished.ts';
import { ruleSuiteCrash } from './rule-suite-crash.ts';
import { ruleSuiteProcess } from './rule-suite-process.ts';
import { standingIncidents } from './standing-incidents.ts';
import { standingLeaks } from './standing-leaks.ts';

/** In order of strength: the first that speaks decides. docs/reference/rules.md prints this table. */
export const RULES: readonly Rule[] = [
  ruleMockViolation,
  ruleComponentIncident,
  ruleSuiteProcess,
  ruleSuiteCrash,
  ruleBusyLoop,
  ruleNotFinished,
];

/** Facts to mend that need no failed test. */
export const STANDING_RULES: readonly StandingRule[] = [standingIncidents, standingLeaks];
