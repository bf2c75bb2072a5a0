// Worlds: the components a suite needs, started, proved ready, watched, and gone without a trace.
export { startWorld } from './start-world.ts';
export type { StopOptions } from './stop-options.ts';
export type { ComponentLog, StartWorld, World, WorldContext, WorldRequest, WorldStop } from './types.ts';
