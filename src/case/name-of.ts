/** The last step of a route, as it was meant: `%20bread` is bread. */
export function nameOf(method: string): string {
  return readName(method).trim();
}

/** The last step of a route, as it was sent. */
export function readName(method: string): string {
  const step = method.replace(/\?.*$/u, '').split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
