import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Child } from '#child';
import type { ComponentLog } from './types.ts';

export type LogBegin = ComponentLog['begins'][number];

/** One file per component; a process that takes the place of another goes on in it. */
export function logFileOf(folder: string, component: string): string {
  return join(folder, `${component}.log`);
}

/** Called before anything the child says can have been written. */
export function noteBegin(folder: string, component: string, child: Child): LogBegin {
  const file = logFileOf(folder, component);
  return { fromByte: statSync(file, { throwIfNoEntry: false })?.size ?? 0, atMs: child.startedMs };
}
