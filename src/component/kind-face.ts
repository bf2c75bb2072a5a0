// What an author of a component kind imports, as `reality-harness/kind`. See docs/how-to/add-a-component-kind.md.
export { makeChildEnv } from '#child';
export { z } from 'zod';
export { defineKind } from './foreign-kind.ts';
export type { ForeignKind, ForeignPrepared } from './foreign-kind.ts';
export type {
  Furnished,
  ListenSocket,
  LocateInput,
  Location,
  OtherComponent,
  PrepareContext,
  Prepared,
  Probe,
  ProbeResult,
  ProgramEnd,
  RunProgram,
  ShortProgram,
  Watch,
} from './kind.ts';
export { makeReadyProbe, readySchema } from './ready-probes.ts';
export { UnfitError, refuse, refuseVersion } from './refuse.ts';
export type { ServerProgram } from './server-program.ts';
export { findServerProgram } from './server-program.ts';
export { converse, decodeLine, openTcp } from './talk.ts';
export type { Decode, Talk } from './talk.ts';
