// Finds, obtains and identifies MediaMTX, FFmpeg and ffprobe.
export { tryCacheLock, waitForOwner } from './cache-lock.ts';
export type { CacheLock, OwnerEnd } from './cache-lock.ts';
export { describeTool } from './describe-tool.ts';
export type { ToolLine } from './describe-tool.ts';
export { makeProgramJudge } from './judge-program.ts';
export type { ProgramJudge } from './judge-program.ts';
export { provision } from './provision.ts';
export { requireTools } from './require-tools.ts';
export type { ProvisionAttempt, ProvisionRequest, ProvisionResult } from './types.ts';
