// Facts become causes with categories: one rule per file, the first that speaks decides.
export { judge } from './judge.ts';
export { LEFT_OUT, LEFT_OUT_SENTENCE } from './left-out.ts';
export { RULES, STANDING_RULES } from './rules.ts';
