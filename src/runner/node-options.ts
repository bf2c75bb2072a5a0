/**
 * Value of NODE_OPTIONS: what the user and the suite ask for, then files that Node is to load before the program. Undefined = nothing. A path
 * may hold spaces and quotes.
 */
export function joinNodeOptions(
  given: readonly (string | undefined)[],
  preloads: readonly string[] = [],
): string | undefined {
  const loads = preloads.map((file) => `--require ${quote(file)}`);
  const all = [...given, ...loads].filter((text) => text !== undefined && text !== '');
  return all.length === 0 ? undefined : all.join(' ');
}

// Node reads a double-quoted text with backslashes before quotes and backslashes.
function quote(file: string): string {
  return /[\s"\\]/u.test(file) ? `"${file.replaceAll(/["\\]/gu, String.raw`\$&`)}"` : file;
}
