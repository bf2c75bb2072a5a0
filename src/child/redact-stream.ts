import { REDACTED, type Redact } from './redact.ts';
import { type Span, findSpans } from './spans.ts';

const REPLACEMENT = Buffer.from(REDACTED);
const NOTHING = Buffer.alloc(0);

/** The same for bytes that come in pieces, without making a string of them: whatever the cut, no secret gets through. */
export class RedactStream {
  private readonly forms: readonly Buffer[];
  private readonly longest: number;
  /** Kept back because it may be the beginning of a secret. */
  private held: Buffer = NOTHING;
  private cutStart: boolean;

  /** `startsInside`: bytes before the first were dropped, so the beginning may be the rest of a secret. */
  constructor(redact: Redact, startsInside: boolean) {
    this.forms = redact.forms;
    this.longest = Math.max(0, ...this.forms.map((form) => form.length));
    this.cutStart = startsInside && this.longest > 0;
  }

  /** What may be shown by now; often a view of the given bytes. */
  take(bytes: Buffer, isLast: boolean): Buffer {
    if (this.forms.length === 0) return bytes;
    const raw = this.held.length === 0 ? bytes : Buffer.concat([this.held, bytes]);
    const spans = findSpans(raw, this.forms);
    const end = isLast ? raw.length : raw.length - this.countHeld(raw, spans);
    const start = this.cutStart ? this.findWhole(end, spans) : 0;
    if (this.cutStart && start === end && !isLast) {
      this.held = Buffer.from(raw);
      return NOTHING;
    }
    this.cutStart = false;
    // The given bytes may be a view of a buffer that is used again.
    this.held = end === raw.length ? NOTHING : Buffer.from(raw.subarray(end));
    return replaceSpans(raw, spans, { start, end });
  }

  /** How many bytes at the end may be the beginning of a secret, or belong to one that is found across that cut. */
  private countHeld(raw: Buffer, spans: readonly Span[]): number {
    let size = Math.min(this.longest - 1, raw.length);
    while (size > 0 && !this.isBeginning(raw, size)) size -= 1;
    const cut = raw.length - size;
    const torn = spans.find((span) => span.start < cut && cut < span.end);
    return raw.length - (torn?.start ?? cut);
  }

  private isBeginning(raw: Buffer, size: number): boolean {
    const at = raw.length - size;
    return this.forms.some(
      (form) => form[0] === raw[at] && form.length > size && form.compare(raw, at, raw.length, 0, size) === 0,
    );
  }

  /** The first place from which nothing is the rest of a secret that was cut off. */
  private findWhole(end: number, spans: readonly Span[]): number {
    const cut = Math.min(end, this.longest - 1);
    return spans.find((span) => span.start < cut && cut < span.end)?.end ?? cut;
  }
}

function replaceSpans(raw: Buffer, spans: readonly Span[], range: Span): Buffer {
  const inside = spans.filter((span) => span.start >= range.start && span.end <= range.end);
  if (inside.length === 0) return raw.subarray(range.start, range.end);
  const pieces: Buffer[] = [];
  let from = range.start;
  for (const span of inside) {
    pieces.push(raw.subarray(from, span.start), REPLACEMENT);
    from = span.end;
  }
  return Buffer.concat([...pieces, raw.subarray(from, range.end)]);
}
