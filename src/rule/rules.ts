import type { Rule, StandingRule } from './rule.ts';
import { ruleBusyLoop } from './rule-busy-loop.ts';
import { ruleComponentIncident } from './rule-component-incident.ts';
import { ruleHostNeed } from './rule-host-need.ts';
import { ruleMockViolation } from './rule-mock-violation.ts';
import { ruleNotFinished } from './rule-not-finished.ts';
import { ruleParity } from './rule-parity.ts';
import { ruleSuiteCrash } from './rule-suite-crash.ts';
import { ruleSuiteLoad } from './rule-suite-load.ts';
import { ruleSuiteProcess } from './rule-suite-process.ts';
import { standingHollow } from './standing-hollow.ts';
import { standingIncidents } from './standing-incidents.ts';
import { standingLeaks } from './standing-leaks.ts';
import { standingParity } from './standing-parity.ts';
import { standingSurvivors } from './standing-survivors.ts';
import { standingUndeclared } from './standing-undeclared.ts';
import { standingUnguarded } from './standing-unguarded.ts';
import { standingUnplugged } from './standing-unplugged.ts';

/** In order of strength: the first that speaks decides. docs/reference/rules.md prints this table. */
export const RULES: readonly Rule[] = [
  ruleMockViolation,
  ruleHostNeed,
  ruleParity,
  ruleSuiteProcess,
  ruleComponentIncident,
  ruleSuiteLoad,
  ruleSuiteCrash,
  ruleBusyLoop,
  ruleNotFinished,
];

/** Facts to mend that need no failed test. */
export const STANDING_RULES: readonly StandingRule[] = [
  standingIncidents,
  standingLeaks,
  standingParity,
  standingSurvivors,
  standingUndeclared,
  standingHollow,
  standingUnguarded,
  standingUnplugged,
];
