/** Whether a text holds a value by itself, and not as a part of another. */
export function holds(text: string, value: string): boolean {
  if (value === '') return text.includes('""');
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    if (!/[\w.]/u.test(text[at - 1] ?? ' ') && !/\w/u.test(text[at + value.length] ?? ' ')) return true;
  }
  return false;
}
