import { closeSync, openSync, writeSync } from 'node:fs';
import { describeError } from '#domain';

/** A log that never throws: what cannot be written is counted and said, because a full disk must not end the run. */
export class LogFile {
  readonly path: string;
  private readonly descriptor: number | undefined;
  private fault: string | undefined;

  constructor(path: string) {
    this.path = path;
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

  write(text: string): void {
    if (this.descriptor === undefined || this.fault !== undefined || text === '') return;
    const bytes = Buffer.from(text);
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(this.descriptor, bytes, at);
    } catch (error) {
      this.fault = describeError(error);
    }
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
  }
}
