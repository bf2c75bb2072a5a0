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
export { EXCHANGE_RECORDER } from './exchange-recorder.ts';
export { announceForeign } from './junit-reader.ts';
export { readJunit } from './junit.ts';
export { readReportLog } from './report-log.ts';
export type { ForeignSuite, ForeignTest, ResultsFile } from './results-file.ts';
