/** A record with every word of a closed list at zero. */
export function zeroFor<Word extends string>(words: readonly Word[]): Record<Word, number> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets the keys that it was just given
  return Object.fromEntries(words.map((word) => [word, 0])) as Record<Word, number>;
}
