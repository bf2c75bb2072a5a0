// Facts become causes with categories: one rule per file; the first decisive one that speaks, else the sum of all weighted ones.
export { judge } from './judge.ts';
export { FOLLOWS, FOLLOWS_SENTENCE, LEFT_OUT, LEFT_OUT_SENTENCE } from './left-out.ts';
export { RULES, STANDING_RULES } from './rules.ts';
export { LEAST_MARGIN, LEAST_SCORE } from './weighted-rule.ts';
export { WEIGHTED_RULES } from './weighted-rules.ts';
export { restsOnState } from './rests-on-state.ts';
