export { judge } from './judge.ts';
export { RULES, STANDING_RULES } from './rules.ts';
