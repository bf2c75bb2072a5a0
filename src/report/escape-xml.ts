import { showHidden } from '#domain';

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Hostile text for an XML 1.0 element: characters that XML cannot hold are made visible, and no workflow command stands in a line. */
export function xmlText(text: string): string {
  const escaped = showHidden(text).replaceAll(/[&<>"']/gu, (character) => REFERENCES[character] ?? character);
  if (!/::|##|[\uFE00-\uFE0F]/u.test(escaped)) return escaped;
  return escaped
    .replaceAll(/#(?=[\uFE00-\uFE0F]*#[\uFE00-\uFE0F]*\[)/gu, '&#35;')
    .replaceAll(/^([\s\uFE00-\uFE0F]*):(?=[\uFE00-\uFE0F]*:)/gmu, '$1&#58;');
}

/** Like xmlText, for attributes: newline and tab are kept as references. */
export function xmlAttribute(text: string): string {
  return xmlText(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
