export type { ProvisionAttempt, ProvisionRequest, ProvisionResult } from './types.ts';
