/** Whether a route is asked without changing anything (RFC 9110, 9.2.1). */
export function isReading(method: string): boolean {
  return /^(?:GET|HEAD|OPTIONS) /u.test(method);
}
