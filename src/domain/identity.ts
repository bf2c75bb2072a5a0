/** Identity of a test: the suite, the array of titles, and its number among equals (1 for the first). */
export interface TestId {
  readonly suite: string;
  readonly titles: readonly string[];
  readonly occurrence: number;
}

// A trailing ` #2` in a title is escaped too, or it would read as an occurrence.
const escapeTitle = (title: string): string =>
  !/[\\>]|::| #\d+$/u.test(title)
    ? title
    : title
        .replaceAll('\\', '\\\\')
        .replaceAll('>', '\\>')
        .replaceAll('::', '\\::')
        .replace(/ #(?=\d+$)/u, ' \\#');

/** `suite::a > b`, with `>`, `::` and `\` in titles escaped; the second of equal paths ends in `#2`. One-to-one. */
export function printTestId(id: TestId): string {
  const path = `${id.suite}::${id.titles.map(escapeTitle).join(' > ')}`;
  return id.occurrence > 1 ? `${path} #${id.occurrence}` : path;
}

/** The one synthetic test of a suite that fails before its tests are known. */
export const LOAD_TEST_TITLE = '(load)';
