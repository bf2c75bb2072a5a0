import { showHidden } from '#domain';

/** Hostile text for an XML 1.0 attribute or element: characters that XML cannot hold are made visible. */
export function xmlText(text: string): string {
  return showHidden(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

/** Like xmlText, for attributes: newline and tab are kept as references. */
export function xmlAttribute(text: string): string {
  return xmlText(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
