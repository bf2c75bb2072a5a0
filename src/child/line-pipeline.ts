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
  /** Beginning of the line that has not ended yet, and room for as much again; made when there first is one. */
  private edge: Buffer = NOTHING;
  private edgeBytes = 0;

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
    if (this.edgeBytes > 0) this.emit(this.edge.subarray(0, this.edgeBytes), true);
    this.edgeBytes = 0;
  }

  /** The redacted beginning of the line that has not ended yet, without what may be the beginning of a secret. */
  unfinished(): string {
    return hideCredentials(this.edge.toString('utf8', 0, this.edgeBytes));
  }

  // A copy of each read would be garbage faster than a busy machine collects it: in a flood tens of megabytes of buffers.
  private split(bytes: Buffer): void {
    let from = 0;
    while (this.edgeBytes > 0 && from < bytes.length) from += this.join(bytes.subarray(from));
    if (from < bytes.length) this.emitLines(bytes.subarray(from));
  }

  /** Takes what ends the line at the edge, or a piece of it; returns how much that was. */
  private join(bytes: Buffer): number {
    const feed = bytes.indexOf(LINE_FEED);
    const size = Math.min(feed === -1 ? bytes.length : feed + 1, MAX_LINE_BYTES);
    bytes.copy(this.edge, this.edgeBytes, 0, size);
    this.emitLines(this.edge.subarray(0, this.edgeBytes + size));
    return size;
  }

  private emitLines(text: Buffer): void {
    let from = 0;
    for (let end = text.indexOf(LINE_FEED, from); end >= 0; end = text.indexOf(LINE_FEED, from)) {
      const last = end > from && text[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
      this.emit(text.subarray(this.emitPieces(text, from, last), last), true);
      from = end + 1;
    }
    from = this.emitPieces(text, from, text.length);
    this.edgeBytes = text.length - from;
    if (this.edgeBytes > 0 && this.edge.length === 0) this.edge = Buffer.allocUnsafeSlow(2 * MAX_LINE_BYTES);
    // The given bytes may be a view of a buffer that is used again, or of this one.
    text.copy(this.edge, 0, from);
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
