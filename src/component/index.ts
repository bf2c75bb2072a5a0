// Component kinds: what the parts of a world are, how each is started, proved and stopped.
export { makeKind } from './kind.ts';
export type {
  AheadContext,
  ComponentKind,
  Entries,
  ListenSocket,
  LocateInput,
  Location,
  OtherComponent,
  PrepareContext,
  Preparation,
  Prepared,
  Probe,
  ProbeResult,
  RestartPolicy,
  StartFailure,
  Watch,
} from './kind.ts';
export { KINDS } from './kinds.ts';
export type { KindTable } from './kinds.ts';
