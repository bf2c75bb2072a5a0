const KIT = import.meta.dirname;

/**
 * Takes the kit's own frames out of an error's stack, so that its first frame is the line of the suite that asked.
 * A report points at that line, and failures of one test are not grouped with those of another because both passed through here.
 */
export function blameCaller<Thrown extends Error>(thrown: Thrown): Thrown {
  const lines = thrown.stack?.split('\n') ?? [];
  const kept = lines.filter((line) => !/^\s+at /u.test(line) || !line.includes(KIT));
  thrown.stack = kept.join('\n');
  return thrown;
}
