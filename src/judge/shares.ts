import type { Verdict } from '#rule';

const TOO_COMMON = 12;

/** What each verdict shares with others (a suspect, a key of the configuration, an address), as a proposal: nobody has proved it. */
export function findShares(verdicts: readonly Verdict[]): readonly (readonly string[])[] {
  const tokens = verdicts.map(tokensOf);
  const counts = new Map<string, number>();
  for (const of of tokens) for (const token of of) counts.set(token, (counts.get(token) ?? 0) + 1);
  return tokens.map((of) =>
    [...of].filter((token) => {
      const count = counts.get(token) ?? 0;
      return count > 1 && count <= TOO_COMMON;
    }),
  );
}

function tokensOf({ suspects = [], evidence, remedy }: Verdict): ReadonlySet<string> {
  const addresses = evidence.flatMap((one) => (one.kind === 'socket' ? [`address ${one.address}`] : []));
  const component = /^components\.([a-z][a-z0-9-]*)/u.exec(remedy.where ?? '')?.[1];
  return new Set([
    ...suspects.map((one) => `suspect ${one}`),
    ...addresses,
    ...(component === undefined ? [] : [`component ${component}`]),
  ]);
}
