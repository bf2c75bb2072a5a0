/** The middle one; of two middle ones the upper. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((one, two) => one - two)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error('the median of nothing');
  return middle;
}

/** Median of the ratios pair by pair: what slows the machine for a while slows both of a pair. */
export function ratioOfPairs(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((value, index) => value / (theirs[index] ?? Number.NaN)));
}

export function describeRatio(ratio: number): string {
  return `${ratio.toFixed(2)}×`;
}

export function describeMs(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

export function describeMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** What is measured, by name; each gives its figure, in milliseconds or bytes. */
export type Contenders = Readonly<Record<string, () => Promise<number>>>;

/** One figure of each contender per round, one after the other, so that all of them meet the same machine. */
export async function interleave(
  rounds: number,
  contenders: Contenders,
  say: (text: string) => void,
): Promise<Readonly<Record<string, readonly number[]>>> {
  const figures: Record<string, number[]> = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const [name, measure] of Object.entries(contenders)) {
      const figure = await measure();
      figures[name]?.push(figure);
      say(`  ${round}/${rounds} ${name} ${Math.round(figure)}`);
    }
  }
  return figures;
}
