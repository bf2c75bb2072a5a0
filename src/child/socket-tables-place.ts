/** Module that exports `tables`: a process imports it alone, for the whole of this module takes it four times as long to start. */
export const SOCKET_TABLES: string = new URL('socket-tables-main.js', import.meta.url).href;
