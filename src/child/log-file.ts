import { closeSync, openSync, writeSync } from 'node:fs';
import { describeError } from '#domain';

const BUFFER_BYTES = 64 * 1024;

/** A log that never throws: what cannot be written is said, because a full disk must not end the run. */
export class LogFile {
  private readonly buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  private size = 0;
  private readonly descriptor: number | undefined;
  private fault: string | undefined;

  constructor(path: string) {
    try {
      this.descriptor = openSync(path, 'a', 0o600);
    } catch (error) {
      this.fault = describeError(error);
    }
  }

  /** Why the file is not whole; undefined while it is. */
  get damage(): string | undefined {
    return this.fault;
  }

  /** Adds one line, which must be shorter than the buffer. It stands in the file after the next `flush`. */
  add(head: string, line: Buffer | string): void {
    if (this.size + Buffer.byteLength(head) + Buffer.byteLength(line) + 1 > BUFFER_BYTES) this.flush();
    this.size += this.buffer.write(head, this.size);
    this.size += typeof line === 'string' ? this.buffer.write(line, this.size) : line.copy(this.buffer, this.size);
    this.size += this.buffer.write('\n', this.size);
  }

  flush(): void {
    try {
      for (let at = 0; at < this.size && this.descriptor !== undefined && this.fault === undefined;) {
        at += writeSync(this.descriptor, this.buffer, at, this.size - at);
      }
    } catch (error) {
      this.fault = describeError(error);
    }
    this.size = 0;
  }

  close(): void {
    this.flush();
    if (this.descriptor !== undefined) closeSync(this.descriptor);
  }
}
