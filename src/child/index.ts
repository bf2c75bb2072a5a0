export { makeChildEnv, putToolsFirst } from './child-env.ts';
export {
  executableOf,
  identifyProcess,
  isAlive,
  listDescendants,
  listDescriptors,
  readEnviron,
  readProcess,
  readStat,
} from './read-process.ts';
export type { ProcessStat } from './read-process.ts';
export { listClosedConnections } from './closed-connections.ts';
export type { ClosedConnection } from './closed-connections.ts';
export { describeHang } from './describe-hang.ts';
export { readConnections, takeHangSnapshot } from './hang-snapshot.ts';
export type { Behind, Connection, HungProcess } from './hang-snapshot.ts';
export { findPortOwner, listListeners, listSockets, mapSocketOwners } from './listeners.ts';
export type { PortOwner, SocketFact } from './listeners.ts';
export { MARKER_NAME, extendMarker } from './marker.ts';
export type { OpenHandle } from './node-report.ts';
export { readPlainFile } from './plain-file.ts';
export { removeOwnerFile, writeOwnerFile } from './owner-file.ts';
export type { DirectoryOwner } from './owner-file.ts';
export { openProcessRegistry } from './process-registry.ts';
export { REDACTED, makeRedact } from './redact.ts';
export type { Redact } from './redact.ts';
export { removeDirectory } from './remove-directory.ts';
export { findStaleRuns, sweepStaleRuns } from './stale-runs.ts';
export type { StaleDirectory, StaleRunsOptions, SweptDirectory } from './stale-runs.ts';
export { SOCKET_TABLES } from './socket-tables-place.ts';
export { startChild } from './start-child.ts';
export { openTextSocket } from './text-socket.ts';
export type { TextSocket } from './text-socket.ts';
export { waitUntil } from './wait-until.ts';
export type { Waited } from './wait-until.ts';
export { startWatchdog } from './watchdog.ts';
export type { StartWatchdogOptions } from './watchdog.ts';
export type {
  Child,
  OpenRegistryOptions,
  OwnedProcess,
  ProcessRegistry,
  ProcessScope,
  SocketTables,
  SeenProcess,
  SeenProcesses,
  StartChildOptions,
  TreeRules,
  Watchdog,
} from './types.ts';
