// Contact: who really spoke with whom, seen from outside of every process.
export { nameEdge, parseEdge } from './edge.ts';
export type { Edge } from './edge.ts';
export { startAccessWitness } from './access-witness.ts';
export type { Access, AccessWitness } from './access-witness.ts';
export { lookAtMedia, readNonces } from './read-media.ts';
export type { MediaFile, MediaLimits, MediaLook } from './read-media.ts';
export type { EdgeRefusal } from './refusal.ts';
export type {
  OnWireExchange,
  OpenWireReader,
  WireConversation,
  WireDirection,
  WireEnd,
  WireExchange,
  WireReader,
} from './wire.ts';
export type { ContactWitness, WitnessFinding } from './witness.ts';
