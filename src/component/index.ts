// Component kinds: what the parts of a world are, how each is started, proved and stopped.
export { adoptKind } from './foreign-kind.ts';
export { makeKind } from './kind.ts';
export type {
  AheadContext,
  ComponentKind,
  Entries,
  Furnished,
  ListenSocket,
  LocateInput,
  Location,
  OtherComponent,
  PrepareContext,
  Preparation,
  Prepared,
  Probe,
  ProbeResult,
  ProgramEnd,
  RestartPolicy,
  RunProgram,
  ShortProgram,
  StartFailure,
  Watch,
} from './kind.ts';
export { KINDS } from './kinds.ts';
export type { KindTable } from './kinds.ts';
export { isUnfit } from './refuse.ts';
export { describeMissingProgram, findServerProgram } from './server-program.ts';
export type { ServerProgram } from './server-program.ts';
