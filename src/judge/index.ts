// Failures become causes with categories: the first decisive rule that speaks, else the sum of all weighted ones; then verdicts of one fault become one cause.
export { judge } from './judge.ts';
export { FOLLOWS, FOLLOWS_SENTENCE, LEFT_OUT, LEFT_OUT_SENTENCE } from './left-out.ts';
export { restsOnState } from './rests-on-state.ts';
export { LEAST_MARGIN } from './weigh.ts';
export { SAME_FAULT, SAME_FAULT_SENTENCE } from './same-fault.ts';
