export type { DecodeContext, Engine, EngineInput, EnginePlan, ExitVerdict, OutputReader, SeenSoFar } from './engine.ts';
export { ENGINES } from './engines.ts';
export type { EngineTable } from './engines.ts';
