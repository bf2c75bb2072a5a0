/** Whether a text holds a value by itself, and not as a part of another. */
export function holds(text: string, value: string): boolean {
  if (value === '') return text.includes('""');
  const at = text.indexOf(value);
  return at >= 0 && !/[\w.]/u.test(text[at - 1] ?? ' ') && !/\w/u.test(text[at + value.length] ?? ' ');
}
