import { closeSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';

/** Lines kept in memory while the disk refuses them; beyond it they are lost, and the run says so. */
const PENDING_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * The append-only journal file: one write per line, so that a kill tears the last line at most. A write that fails or is cut short is
 * taken back and tried again before the next line; the file therefore never has a torn line in its middle.
 */
export class JournalSink {
  readonly #path: string;
  readonly #file: number;
  readonly #pending: Buffer[] = [];
  #pendingBytes = 0;
  #writtenBytes = 0;
  #lostLines = 0;
  #error: Error | undefined;
  #closed = false;

  /** Makes the file; it must not exist. */
  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, 'ax', 0o644);
  }

  /** What is in the file, also when somebody removed its name. */
  read(): Buffer {
    try {
      return readFileSync(this.#path);
    } catch {
      return readFileSync(`/proc/self/fd/${this.#file}`);
    }
  }

  append(line: string): void {
    const bytes = Buffer.from(line);
    if (this.#pendingBytes + bytes.length > PENDING_LIMIT_BYTES) {
      this.#lostLines += 1;
      return;
    }
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    this.flush();
  }

  flush(): void {
    while (!this.#closed) {
      const line = this.#pending[0];
      if (line === undefined || !this.#write(line)) return;
      this.#pending.shift();
      this.#pendingBytes -= line.length;
    }
  }

  sync(): void {
    this.#attempt(() => fdatasyncSync(this.#file));
  }

  /** Lines that are in no file yet. */
  unwritten(): readonly Uint8Array[] {
    return this.#pending;
  }

  error(): Error | undefined {
    return this.#pending.length > 0 || this.#lostLines > 0 ? this.#error : undefined;
  }

  close(): void {
    if (this.#closed) return;
    this.flush();
    this.sync();
    this.#closed = true;
    this.#attempt(() => closeSync(this.#file));
  }

  #write(line: Buffer): boolean {
    const written = this.#attempt(() => writeSync(this.#file, line));
    if (written === line.length) {
      this.#writtenBytes += written;
      return true;
    }
    if (written !== undefined)
      this.#error = new Error(`only ${written} of ${line.length} bytes could be written: there is no room left`);
    this.#attempt(() => ftruncateSync(this.#file, this.#writtenBytes));
    return false;
  }

  #attempt<Result>(act: () => Result): Result | undefined {
    try {
      return act();
    } catch (error) {
      this.#error = error instanceof Error ? error : new Error(String(error));
      return undefined;
    }
  }
}
