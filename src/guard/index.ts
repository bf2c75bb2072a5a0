// No mocks: what is written in files, and what test processes do. Starts nothing but Python and Go, to read their own languages.
export { attest } from './attest.ts';
export type { WitnessedProcess } from './attest.ts';
export { holdAgainst, makeBaseline, parseBaseline } from './baseline.ts';
export type { AgainstBaseline } from './baseline.ts';
export { hasCanary, writeCanary } from './canary.ts';
export { GUARD_GEAR, GUARD_VARIABLE, SCAN_PROGRAM, armEnvironment } from './gear.ts';
export type { GuardGear } from './gear.ts';
export { makeGuardPolicy } from './guard-policy.ts';
export { scan } from './load-scan.ts';
export { findMockProcess } from './mock-process.ts';
export { GUARD_PYTHON_PATH } from './python-guard.ts';
export { readLedger } from './read-ledger.ts';
export type { GuardLedger, MockLine } from './read-ledger.ts';
export type { ScanRequest } from './scan.ts';
export type { ScanResult } from './scan-scripts.ts';
export type { ScannedSuite, SuitesScan } from './scan-suites.ts';
export { SCRIPT_RULES } from './script-rules.ts';
export { GUARD_PRELOAD, GUARD_VERSION } from './preload-path.ts';
