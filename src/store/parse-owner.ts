/** The content of an owner file; undefined when it is not one. */
export function parseOwner(source: string): { readonly pid: number; readonly startTime: number } | undefined {
  const match = /^\{"pid":(\d+),"startTime":(\d+)\}\s*$/u.exec(source);
  if (match === null) return undefined;
  return { pid: Number(match[1]), startTime: Number(match[2]) };
}
