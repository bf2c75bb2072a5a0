/** How a connection ended. */
export interface Closed {
  readonly code: number;
  readonly reason: string;
}

type RaceEnd<Seen> =
  | { readonly kind: 'seen'; readonly seen: Seen }
  | { readonly kind: 'over' }
  | ({ readonly kind: 'closed' } & Closed);

/** Whichever comes first: what `begin` settles, the end of the time, the end of the connection. What began is given up. */
export async function settleRace<Seen>(
  begin: (settle: (seen: Seen) => void) => () => unknown,
  limitMs: number,
  closed: Promise<Closed>,
): Promise<RaceEnd<Seen>> {
  const ending: (() => unknown)[] = [];
  const end = await new Promise<RaceEnd<Seen>>((resolve) => {
    ending.push(begin((seen) => resolve({ kind: 'seen', seen })));
    const limit = setTimeout(() => resolve({ kind: 'over' }), limitMs);
    ending.push(() => clearTimeout(limit));
    void closed.then((how) => resolve({ kind: 'closed', ...how }));
  });
  for (const undo of ending) undo();
  return end;
}
