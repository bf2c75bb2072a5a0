import { fileURLToPath } from 'node:url';

/** What `--require` loads into every Node process of a guarded suite. An absolute path. */
export const GUARD_PRELOAD: string = fileURLToPath(new URL('./preload.cjs', import.meta.url));

/** Of the guard inside test processes, as its ledger tells it; src/guard/preload.cts says the same. */
export const GUARD_VERSION = 1;
