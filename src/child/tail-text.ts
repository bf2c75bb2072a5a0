const KEEP_BYTES = 4096;
const LINE_FEED = 0x0a;

/** The last lines of a stream, for messages: at most 4 KiB, in one buffer that never grows. */
export class TailText {
  private readonly buffer = Buffer.allocUnsafe(4 * KEEP_BYTES);
  private size = 0;
  private isCut = false;

  push(line: Buffer, isWhole: boolean): void {
    const kept = line.subarray(-KEEP_BYTES);
    if (this.size + kept.length + 1 > this.buffer.length) this.shrink();
    if (kept.length < line.length) this.isCut = true;
    this.size += kept.copy(this.buffer, this.size);
    if (isWhole) this.size = this.buffer.writeUInt8(LINE_FEED, this.size);
  }

  /** `more` is appended: the line that has not ended. */
  text(more = ''): string {
    const all = Buffer.concat([this.buffer.subarray(0, this.size), Buffer.from(more)]);
    if (all.length <= KEEP_BYTES && !this.isCut) return all.toString();
    const cut = all.subarray(-KEEP_BYTES);
    const line = cut.indexOf(LINE_FEED);
    const isLineLeft = line >= 0 && line < cut.length - 1;
    return isLineLeft ? cut.toString('utf8', line + 1) : cut.toString().replace(/^\uFFFD+/, '');
  }

  private shrink(): void {
    this.buffer.copyWithin(0, this.size - KEEP_BYTES, this.size);
    this.size = KEEP_BYTES;
    this.isCut = true;
  }
}
