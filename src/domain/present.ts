/** The fields whose value is not undefined. */
export type Present<Fields> = { readonly [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

/** Leaves out the fields that are undefined, as exactOptionalPropertyTypes wants it: `{ ...present({ reason, failure }) }`. */
export function present<Fields extends object>(fields: Fields): Present<Fields> {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.fromEntries forgets its keys
  return Object.fromEntries(kept) as Present<Fields>;
}
