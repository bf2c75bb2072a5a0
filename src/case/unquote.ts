/** A text as it was meant, where a failure shows it in quotes. */
export function unquote(text: string): string {
  return text.trim().replace(/^(['"`])(.*)\1$/su, '$2');
}
