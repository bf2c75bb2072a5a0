export type {
  ComponentKind,
  OtherComponent,
  PrepareContext,
  Prepared,
  Probe,
  ProbeResult,
  RestartPolicy,
  Watch,
} from './kind.ts';
export type { KindTable } from './kinds.ts';
