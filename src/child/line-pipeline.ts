import { hideCredentials, type Redact } from './redact.ts';
import { RedactStream } from './redact-stream.ts';

/** A line without end is written in pieces of this size; what a program means by it is not ours to wait for. */
const MAX_LINE_BYTES = 16 * 1024;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const NOTHING = Buffer.alloc(0);

/** `line` is a view that is valid during the call; `isWhole` is false for a piece of a line that goes on. */
export type EmitLine = (line: Buffer, isWhole: boolean) => void;

/** Bytes of one stream become redacted lines, wherever the pieces are cut: in a character, in a secret, in a line. */
export class LinePipeline {
  private readonly redaction: RedactStream;
  private readonly emit: EmitLine;
  private pending: Buffer = NOTHING;

  /** `startsInside`: bytes before the first were dropped, so the beginning may be the rest of a secret. */
  constructor(redact: Redact, emit: EmitLine, startsInside = false) {
    this.redaction = new RedactStream(redact, startsInside);
    this.emit = (line, isWhole) => emit(hideInLine(line), isWhole);
  }

  write(bytes: Buffer): void {
    this.split(this.redaction.take(bytes, false));
  }

  end(): void {
    this.split(this.redaction.take(NOTHING, true));
    if (this.pending.length > 0) this.emit(this.pending, true);
    this.pending = NOTHING;
  }

  /** The redacted beginning of the line that has not ended yet, without what may be the beginning of a secret. */
  unfinished(): string {
    return hideCredentials(this.pending.toString());
  }

  private split(bytes: Buffer): void {
    const text = this.pending.length === 0 ? bytes : Buffer.concat([this.pending, bytes]);
    let from = 0;
    for (let end = text.indexOf(LINE_FEED, from); end >= 0; end = text.indexOf(LINE_FEED, from)) {
      const last = end > from && text[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
      this.emit(text.subarray(this.emitPieces(text, from, last), last), true);
      from = end + 1;
    }
    from = this.emitPieces(text, from, text.length);
    // The given bytes may be a view of a buffer that is used again.
    this.pending = from === text.length ? NOTHING : Buffer.from(text.subarray(from));
  }

  /** Emits what is too long for one line, and returns where the rest begins. */
  private emitPieces(text: Buffer, start: number, end: number): number {
    let from = start;
    while (end - from > MAX_LINE_BYTES) {
      const cut = startOfCharacter(text, from + MAX_LINE_BYTES);
      this.emit(text.subarray(from, cut), false);
      from = cut;
    }
    return from;
  }
}

/** Most lines hold none: those are not made into a string. */
function hideInLine(line: Buffer): Buffer {
  return line.includes('eyJ') || (line.includes('://') && line.includes('@'))
    ? Buffer.from(hideCredentials(line.toString()))
    : line;
}

/** Bytes that begin with the bits 10 go on with a character (UTF-8); none has more than three of them. */
function startOfCharacter(text: Buffer, at: number): number {
  let start = at;
  while (start > at - 3 && ((text[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return start;
}
