export type { DecodeContext, Engine, EngineInput, EnginePlan, ExitVerdict, SeenSoFar } from './engine.ts';
export type { EngineTable } from './engines.ts';
