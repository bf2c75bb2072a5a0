// What a terminal, an editor or GitHub's runner would act on; in JSON text such characters stand in strings alone.
const ACTING = /(?!\n)[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\uFFF9-\uFFFB\uFFFE\uFFFF]/gu;

/** Indented JSON in which nothing acts: the same value for every parser, with escapes in place of hidden characters. */
export function jsonText(value: unknown): string {
  const escaped = JSON.stringify(value, null, 2)
    .replaceAll(ACTING, escapeUnits)
    .replaceAll('##[', String.raw`#\u0023[`);
  return `${escaped}\n`;
}

function escapeUnits(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');
}
