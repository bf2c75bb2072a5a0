/** The beginning of something long, and how long it was. */
export class KeptText {
  readonly #mostBytes: number;
  readonly #chunks: Buffer[] = [];
  #kept = 0;
  #total = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Copies what it keeps: the bytes belong to somebody else. */
  take(bytes: Uint8Array): void {
    this.#total += bytes.length;
    const room = this.#mostBytes - this.#kept;
    if (room <= 0) return;
    const part = Buffer.from(bytes.subarray(0, room));
    this.#chunks.push(part);
    this.#kept += part.length;
  }

  get totalBytes(): number {
    return this.#total;
  }

  get isWhole(): boolean {
    return this.#total === this.#kept;
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString();
  }
}
