/** Who in an attempt speaks of which tests: one process, or one per file. An engine's ordinals count within its part; ours count all. */
export class AttemptParts {
  readonly #ordinals = new Map<string, number[]>();

  /** Announced by this part, in its order. */
  add(from: string | undefined, ordinals: readonly number[]): void {
    const known = this.#ordinals.get(from ?? '');
    if (known === undefined) this.#ordinals.set(from ?? '', [...ordinals]);
    else for (const ordinal of ordinals) known.push(ordinal);
  }

  /** Our ordinal of what the part calls so. */
  find(from: string | undefined, engineOrdinal: number): number | undefined {
    return this.#ordinals.get(from ?? '')?.[engineOrdinal];
  }

  /** Our ordinals of all tests of a part. */
  of(from: string): readonly number[] {
    return this.#ordinals.get(from) ?? [];
  }
}
