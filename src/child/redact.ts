/** Stands in every text where a secret stood. */
export const REDACTED = '[redacted]';

/**
 * Removes secrets once, where bytes enter: raw, base64, URL- and JSON-escaped forms become `[redacted]`.
 * A plain function for whole texts; the members serve texts that come in pieces.
 */
export interface Redact {
  (text: string): string;
  /** How many characters at the end may be the beginning of a secret: keep them back until more comes. */
  readonly held?: (text: string) => number;
  /** First index from which nothing is the rest of a secret whose beginning was cut off before this text. */
  readonly wholeFrom?: (text: string) => number;
}

/** Shorter values could not be told from ordinary text: a secret `1` would redact every digit one. */
export const MIN_SECRET_LENGTH = 4;
/** The certain middle of a base64 text shorter than this would meet ordinary words. */
const MIN_INNER_LENGTH = 6;

interface Span {
  readonly start: number;
  readonly end: number;
}

export function makeRedact(secrets: readonly string[]): Redact {
  const forms = [...new Set(secrets.filter((secret) => secret.length >= MIN_SECRET_LENGTH).flatMap(listForms))];
  const longest = Math.max(0, ...forms.map((form) => form.length));
  const beginnings = new Set(forms.flatMap((form) => listBeginnings(form)));

  const held = (text: string): number => {
    if (forms.length === 0) return 0;
    const cut = text.length - longestHeld(text, longest, beginnings);
    // A secret found across the cut would be torn by it: keep it back as a whole.
    const torn = findSpans(text, forms).find((span) => span.start < cut && cut < span.end);
    return text.length - (torn?.start ?? cut);
  };
  const wholeFrom = (text: string): number => {
    const cut = Math.min(text.length, Math.max(0, longest - 1));
    return findSpans(text, forms).find((span) => span.start < cut && cut < span.end)?.end ?? cut;
  };
  return Object.assign((text: string) => replaceSpans(text, findSpans(text, forms)), { held, wholeFrom });
}

function listBeginnings(form: string): readonly string[] {
  return Array.from({ length: form.length - 1 }, (_, index) => form.slice(0, index + 1));
}

function longestHeld(text: string, longest: number, beginnings: ReadonlySet<string>): number {
  for (let size = Math.min(longest - 1, text.length); size > 0; size -= 1) {
    if (beginnings.has(text.slice(text.length - size))) return size;
  }
  return 0;
}

/** All places of all forms, overlapping ones joined: replacing form by form would leave the rest of an overlapped one. */
function findSpans(text: string, forms: readonly string[]): readonly Span[] {
  const found: Span[] = [];
  for (const form of forms) {
    for (let start = text.indexOf(form); start >= 0; start = text.indexOf(form, start + 1)) {
      found.push({ start, end: start + form.length });
    }
  }
  if (found.length < 2) return found;
  found.sort((a, b) => a.start - b.start);
  const joined: Span[] = [];
  for (const span of found) {
    const last = joined.at(-1);
    if (last !== undefined && span.start < last.end) {
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else joined.push(span);
  }
  return joined;
}

function replaceSpans(text: string, spans: readonly Span[]): string {
  let result = '';
  let from = 0;
  for (const span of spans) {
    result += text.slice(from, span.start) + REDACTED;
    from = span.end;
  }
  return from === 0 ? text : result + text.slice(from);
}

function listForms(original: string): readonly string[] {
  // A lone surrogate cannot come through a pipe: it arrives as U+FFFD.
  const secret = Buffer.from(original).toString();
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inUrl = encodeURIComponent(secret);
  return [
    secret,
    inJson,
    inJson.replaceAll('/', '\\/'),
    escapeNonAscii(inJson),
    inUrl,
    inUrl.replaceAll('%20', '+'),
    inUrl.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    encodeURI(secret),
    // Stricter encoders escape these five as well (RFC 3986).
    inUrl.replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`),
    ...listBase64Forms(Buffer.from(secret)),
  ];
}

/** Python's json.dumps and others write everything beyond ASCII so. */
function escapeNonAscii(text: string): string {
  return text.replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Alone, and at each of the three places it can have in a longer text (`user:secret`): there only the inner characters are certain. */
function listBase64Forms(bytes: Buffer): readonly string[] {
  const whole = bytes.toString('base64');
  const inner = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
  return [whole, ...inner.filter((text) => text.length >= MIN_INNER_LENGTH)].flatMap((text) => [
    text,
    text.replaceAll('+', '-').replaceAll('/', '_'),
  ]);
}
