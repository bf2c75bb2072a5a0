// Values of attributes as writers of JUnit XML spell them.

/** A date without zone is UTC: most writers mean that, and the same file must not say something else elsewhere. */
export function parseDate(text = ''): number | undefined {
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/u.test(text) ? text : `${text}Z`;
  const time = Date.parse(zoned.replace(' ', 'T'));
  return Number.isFinite(time) && time > 0 ? time : undefined;
}

/** `1,234.5` too: surefire writes it so in some countries. */
export function parseSeconds(text: string | undefined): number | undefined {
  const seconds = Number((text ?? '').replaceAll(',', ''));
  return text === undefined || text.trim() === '' || !Number.isFinite(seconds) || seconds < 0
    ? undefined
    : Math.round(seconds * 1_000_000) / 1000;
}
