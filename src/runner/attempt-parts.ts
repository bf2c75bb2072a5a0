/** Who in an attempt speaks of which tests: one process, or one per file. An engine's ordinals count within its part; ours count all. */
export class AttemptParts {
  readonly #ordinals = new Map<string, number[]>();
  readonly #red = new Set<string>();

  /** Announced by this part, in its order. */
  add(from: string | undefined, ordinals: readonly number[]): void {
    const known = this.#ordinals.get(from ?? '');
    if (known === undefined) this.#ordinals.set(from ?? '', [...ordinals]);
    else for (const ordinal of ordinals) known.push(ordinal);
  }

  /** Something of this part failed that is none of its announced tests. */
  noteRed(from: string | undefined): void {
    if (from !== undefined) this.#red.add(from);
  }

  isNotedRed(from: string): boolean {
    return this.#red.has(from);
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
