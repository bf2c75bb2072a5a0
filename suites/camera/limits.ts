// The numbers of the contract, in milliseconds, and what a loaded host may add to them.

/** Added to each limit of the contract: the clock runs in the suite, and the host has other work to do. */
const HOST_MS = 1500;

/** Appearing and vanishing entries are found within 2 s. */
export const FOUND_MS: number = 2000 + HOST_MS;
/** Methods answer -1003, and health tells the truth about MediaMTX, within 5 s. */
export const TRUTH_MS: number = 5000 + HOST_MS;
/** When MediaMTX is back the service is connected and its paths are there within 10 s. */
export const RECOVERED_MS: number = 10_000 + HOST_MS;
/** A snapshot takes less than 5 s. */
export const SNAPSHOT_MS: number = 5000 + HOST_MS;
/** SIGTERM ends the service within 3 s. */
export const STOPPED_MS: number = 3000 + HOST_MS;
/** For what the contract promises without a number. */
export const SOON_MS = 8000;
