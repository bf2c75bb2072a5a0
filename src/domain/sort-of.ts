/** Of what sort a value of JSON is, in the words of the reports. */
export function sortOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  const names = { string: 'a text', number: 'a number', boolean: 'yes or no', object: 'an object' } as const;
  const sort = typeof value;
  return sort === 'string' || sort === 'number' || sort === 'boolean' || sort === 'object' ? names[sort] : sort;
}
