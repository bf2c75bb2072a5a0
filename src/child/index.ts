export type {
  Child,
  OwnedProcess,
  ProcessRegistry,
  ProcessScope,
  Redact,
  StartChildOptions,
  Watchdog,
} from './types.ts';
