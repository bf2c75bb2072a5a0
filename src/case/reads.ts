/** Whether a route is asked without changing anything (RFC 9110, 9.2.1). */
export function isReading(method: string): boolean {
  return /^(?:GET|HEAD|OPTIONS) /u.test(method);
}

/** By their names alone: what changes nothing, over HTTP and as a call. */
export const READS: RegExp = /^(?:GET|HEAD|OPTIONS) |^(?:get|list|read|find|is|has)_|^ping$|^auth/u;
