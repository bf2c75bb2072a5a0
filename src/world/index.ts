export type { StartWorld, World, WorldContext, WorldRequest } from './types.ts';
