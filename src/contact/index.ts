// Contact: who really spoke with whom, seen from outside of every process.
export { attributeChanges } from './attribute-changes.ts';
export { declareContact } from './declared-contact.ts';
export { findDirectContacts, listTalkedPorts } from './direct-contact.ts';
export { foldContacts } from './fold-contact.ts';
export { creditProxies, findAbsent, isHollow } from './judge-contact.ts';
export type { AbsenceSubject } from './judge-contact.ts';
export { findMisled } from './misled-service.ts';
export type { ServiceSetting, ServiceSettings } from './misled-service.ts';
export type { OwnListener } from './own-listener.ts';
export { watchOwnConnections } from './own-connections.ts';
export { findUsurpers } from './usurpers.ts';
export { nameEdge, parseEdge } from './edge.ts';
export type { Edge } from './edge.ts';
export { startAccessWitness } from './access-witness.ts';
export type { Access, AccessWitness } from './access-witness.ts';
export { findFakePrograms, listClaims, listNamed } from './claimed-programs.ts';
export type { Claim, JudgeProgram, RunningProgram } from './claimed-programs.ts';
export { makeMediamtxWitness } from './mediamtx-witness.ts';
export type { MediamtxSubject, MediamtxWitness } from './mediamtx-witness.ts';
export { witnessMedia } from './media-witness.ts';
export type { MediaSubject, MediaVerdict } from './media-witness.ts';
export { findTestSwitches } from './test-switches.ts';
export { lookAtMedia, readNonces } from './read-media.ts';
export type { MediaFile, MediaLimits, MediaLook } from './read-media.ts';
export type { EdgeTraffic, ServedTraffic, WorldTraffic } from './edge-traffic.ts';
export { sumTraffic } from './sum-traffic.ts';
export type { EdgeRefusal } from './refusal.ts';
export { openTapHub } from './tap-hub.ts';
export type { TapHub } from './tap-hub.ts';
export type { ClientChain, SeenListener, TapHarvest, TapPlan, TapTraffic, TappedExchange } from './tap-orders.ts';
export type {
  OnWireExchange,
  OpenWireReader,
  WireConversation,
  WireDirection,
  WireEnd,
  WireExchange,
  WireReader,
} from './wire.ts';
export type { WitnessFinding } from './witness.ts';
