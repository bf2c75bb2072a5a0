export type {
  DecodeContext,
  Engine,
  EngineInput,
  EnginePlan,
  ExactSelection,
  ExitVerdict,
  OutputReader,
  SeenSoFar,
} from './engine.ts';
export { ENGINES } from './engines.ts';
export type { EngineTable } from './engines.ts';
