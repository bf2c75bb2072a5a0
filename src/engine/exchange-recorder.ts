import path from 'node:path';

/** Preload file for Node (`--require`): writes the exchanges of plain clients into the file that `REALITY_EXCHANGES` names. */
export const EXCHANGE_RECORDER: string = path.join(import.meta.dirname, 'exchange-recorder-plugin.cjs');
