import type { Redact } from './redact.ts';

/** A line without end is written in pieces of this size; what a program means by it is not ours to wait for. */
const MAX_LINE_CHARACTERS = 16 * 1024;

export interface Line {
  readonly text: string;
  /** False for a piece of a line that goes on. */
  readonly isWhole: boolean;
}

/** Bytes of one stream become redacted lines, wherever the pieces are cut: in a character, in a secret, in a line. */
export class LinePipeline {
  private readonly redact: Redact;
  private readonly emit: (line: Line) => void;
  private readonly decoder = new TextDecoder('utf-8');
  private held = '';
  private pending = '';
  private cutStart: boolean;

  /** `startsInside`: the bytes before the first were dropped, so the beginning may be the rest of a secret. */
  constructor(redact: Redact, emit: (line: Line) => void, startsInside = false) {
    this.redact = redact;
    this.emit = emit;
    this.cutStart = startsInside;
  }

  write(bytes: Uint8Array): void {
    this.take(this.decoder.decode(bytes, { stream: true }), false);
  }

  end(): void {
    this.take(this.decoder.decode(), true);
    if (this.pending !== '') this.emit({ text: this.pending, isWhole: true });
    this.pending = '';
  }

  /** The redacted beginning of the line that has not ended yet, without what may be the beginning of a secret. */
  unfinished(): string {
    return this.pending;
  }

  private take(text: string, isLast: boolean): void {
    const raw = this.held + text;
    const keep = isLast ? 0 : (this.redact.held?.(raw) ?? 0);
    const ready = raw.slice(0, raw.length - keep);
    const from = this.cutStart ? (this.redact.wholeFrom?.(ready) ?? 0) : 0;
    if (this.cutStart && from === ready.length && !isLast) {
      this.held = raw;
      return;
    }
    this.cutStart = false;
    this.held = raw.slice(ready.length);
    this.split(this.pending + this.redact(ready.slice(from)));
  }

  private split(text: string): void {
    let from = 0;
    for (let end = text.indexOf('\n', from); end >= 0; end = text.indexOf('\n', from)) {
      this.emitPieces(text.slice(from, text[end - 1] === '\r' && end > from ? end - 1 : end), true);
      from = end + 1;
    }
    const rest = text.slice(from);
    const whole = rest.length - (rest.length % MAX_LINE_CHARACTERS);
    if (whole > 0) this.emitPieces(rest.slice(0, whole), false);
    this.pending = rest.slice(whole);
  }

  private emitPieces(text: string, isWhole: boolean): void {
    let from = 0;
    for (; text.length - from > MAX_LINE_CHARACTERS; from += MAX_LINE_CHARACTERS) {
      this.emit({ text: text.slice(from, from + MAX_LINE_CHARACTERS), isWhole: false });
    }
    this.emit({ text: text.slice(from), isWhole });
  }
}
