// No mocks: what is written in files. Reads files, and starts Python and Go to read their own languages.
export { holdAgainst, makeBaseline, parseBaseline } from './baseline.ts';
export type { AgainstBaseline } from './baseline.ts';
export { GUARD_PYTHON_PATH } from './python-guard.ts';
export { findMockProcess } from './mock-process.ts';
export { scan } from './scan.ts';
export type { ScanRequest } from './scan.ts';
export type { ScanResult } from './scan-scripts.ts';
export { SCRIPT_RULES } from './script-rules.ts';
export { GUARD_PRELOAD, GUARD_VERSION } from './preload-path.ts';
