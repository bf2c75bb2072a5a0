// One rule per file: what each says of a failure, with what evidence, and what it advises.
export { causeId } from './cause-id.ts';
export { findOwnFault } from './rule-fault-code.ts';
export { findUntruth } from './rule-promised-refusal.ts';
export { findTeller } from './rule-folder-disagreement.ts';
export { rerun, rerunAll } from './rule.ts';
export type { StandingRule, Tie, Verdict } from './rule.ts';
export { RULES, STANDING_RULES } from './rules.ts';
export { incidentCauses } from './standing-incidents.ts';
export type { Lead, Opinion, WeightedRule } from './weighted-rule.ts';
export { WEIGHTED_RULES } from './weighted-rules.ts';
