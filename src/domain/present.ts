/** The fields whose value is not undefined. */
export type Present<Fields> = { readonly [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

/** Leaves out the fields that are undefined, as exactOptionalPropertyTypes wants it: `{ ...present({ reason, failure }) }`. */
export function present<Fields extends object>(fields: Fields): Present<Fields> {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) kept[key] = value;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the loop forgets which keys it keeps
  return kept as Present<Fields>;
}
