import { showHidden } from '#domain';

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const PLAIN = /^[\n\t \w.,;!?()[\]{}/\\|=+*%$@^~`-]*$/u;

/** Hostile text for an XML 1.0 element: characters that XML cannot hold are made visible, and no workflow command stands in a line. */
export function xmlText(text: string): string {
  // Nearly all texts are plain, and a run may hold hundreds of thousands.
  if (PLAIN.test(text)) return text;
  const escaped = showHidden(text).replaceAll(/[&<>"']/gu, (character) => REFERENCES[character] ?? character);
  if (!/::|##|[\uFE00-\uFE0F]/u.test(escaped)) return escaped;
  return escaped
    .replaceAll(/#(?=[\uFE00-\uFE0F]*#[\uFE00-\uFE0F]*\[)/gu, '&#35;')
    .replaceAll(/^([\s\uFE00-\uFE0F]*):(?=[\uFE00-\uFE0F]*:)/gmu, '$1&#58;');
}

/** Like xmlText, for attributes: newline and tab are kept as references. */
export function xmlAttribute(text: string): string {
  const escaped = xmlText(text);
  return /[\n\t]/u.test(escaped) ? escaped.replaceAll('\n', '&#10;').replaceAll('\t', '&#9;') : escaped;
}
