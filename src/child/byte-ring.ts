export type StreamName = 'stdout' | 'stderr';

export interface Chunk {
  readonly stream: StreamName;
  readonly atMs: number;
  readonly bytes: Buffer;
}

interface Mark {
  readonly stream: StreamName;
  readonly atMs: number;
  sizeBytes: number;
}

/** Writes of one byte each would make a mark each; beyond this many the oldest go with their bytes. */
const MAX_MARKS = 8192;
const SAME_MOMENT_MS = 5;

/** The last bytes of both streams in the order they came, in one buffer that never grows. */
export class ByteRing {
  private readonly buffer: Buffer;
  private readonly marks: Mark[] = [];
  private firstMark = 0;
  /** Where the next byte goes, counted from the first ever; the place in the buffer is the remainder. */
  private end = 0;
  private start = 0;
  /** Bytes that were pushed out, by stream. */
  readonly dropped = { stdout: 0, stderr: 0 };

  constructor(sizeBytes: number) {
    this.buffer = Buffer.allocUnsafe(sizeBytes);
  }

  push(stream: StreamName, atMs: number, bytes: Buffer): void {
    const size = this.buffer.length;
    const surplus = Math.max(0, bytes.length - size);
    this.dropped[stream] += surplus;
    const kept = bytes.subarray(surplus);
    this.makeRoom(kept.length);
    const at = this.end % size;
    const first = kept.subarray(0, size - at);
    this.buffer.set(first, at);
    this.buffer.set(kept.subarray(first.length), 0);
    this.end += kept.length;
    this.note(stream, atMs, kept.length);
  }

  /** The chunks from the oldest; their bytes are views that the next push overwrites. */
  *chunks(): Generator<Chunk> {
    let at = this.start;
    for (let index = this.firstMark; index < this.marks.length; index += 1) {
      const mark = this.marks[index];
      if (mark === undefined) return;
      const from = at % this.buffer.length;
      const untilWrap = Math.min(mark.sizeBytes, this.buffer.length - from);
      yield { stream: mark.stream, atMs: mark.atMs, bytes: this.buffer.subarray(from, from + untilWrap) };
      if (untilWrap < mark.sizeBytes) {
        yield { stream: mark.stream, atMs: mark.atMs, bytes: this.buffer.subarray(0, mark.sizeBytes - untilWrap) };
      }
      at += mark.sizeBytes;
    }
  }

  private note(stream: StreamName, atMs: number, sizeBytes: number): void {
    const last = this.marks.length > this.firstMark ? this.marks.at(-1) : undefined;
    if (last !== undefined && last.stream === stream && atMs - last.atMs < SAME_MOMENT_MS) {
      last.sizeBytes += sizeBytes;
      return;
    }
    this.marks.push({ stream, atMs, sizeBytes });
    if (this.marks.length - this.firstMark > MAX_MARKS) this.dropFirst(Number.POSITIVE_INFINITY);
    if (this.firstMark > MAX_MARKS) {
      this.marks.splice(0, this.firstMark);
      this.firstMark = 0;
    }
  }

  private makeRoom(sizeBytes: number): void {
    for (let over = this.end - this.start + sizeBytes - this.buffer.length; over > 0;) over -= this.dropFirst(over);
  }

  /** Drops at most this many bytes of the oldest mark and returns how many. */
  private dropFirst(atMostBytes: number): number {
    const mark = this.marks[this.firstMark];
    if (mark === undefined) return atMostBytes;
    const gone = Math.min(atMostBytes, mark.sizeBytes);
    this.dropped[mark.stream] += gone;
    this.start += gone;
    mark.sizeBytes -= gone;
    if (mark.sizeBytes === 0) this.firstMark += 1;
    return gone;
  }
}
