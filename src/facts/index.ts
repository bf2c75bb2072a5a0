export { concludeAttempt, describeIncident } from './conclude-attempt.ts';
export type { AttemptFacts, Conclusion, EngineWord } from './conclude-attempt.ts';
export { quoteTail } from './quote-tail.ts';
export { worstOf } from './worst-of.ts';
export type { EndedTest } from './worst-of.ts';
