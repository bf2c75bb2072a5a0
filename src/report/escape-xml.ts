import { showHidden } from '#domain';

/** Hostile text for an XML 1.0 element: characters that XML cannot hold are made visible, and no workflow command stands in a line. */
export function xmlText(text: string): string {
  return showHidden(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replaceAll(/#(?=[\uFE00-\uFE0F]*#[\uFE00-\uFE0F]*\[)/gu, '&#35;')
    .replaceAll(/^([\s\uFE00-\uFE0F]*):(?=[\uFE00-\uFE0F]*:)/gmu, '$1&#58;');
}

/** Like xmlText, for attributes: newline and tab are kept as references. */
export function xmlAttribute(text: string): string {
  return xmlText(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
