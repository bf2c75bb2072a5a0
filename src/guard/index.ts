// No mocks: what is written in files. Reads files, starts nothing.
export { scanScripts } from './scan-scripts.ts';
export type { ScanResult } from './scan-scripts.ts';
