/** Numbers tests of the same titles, from 1. */
export class Occurrences {
  readonly #seen = new Map<string, number>();

  /** The number that the next one of these titles gets. */
  next(titles: readonly string[]): number {
    return (this.#seen.get(JSON.stringify(titles)) ?? 0) + 1;
  }

  count(titles: readonly string[]): void {
    this.#seen.set(JSON.stringify(titles), this.next(titles));
  }
}
