/** What a pipe takes in one piece. A longer line may have been torn by another writer and cannot be trusted. */
const MAX_LINE_BYTES = 4096;
const NEWLINE = 0x0a;

export type Piece =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'damage'; readonly why: string; readonly excerpt: string };

/** Bytes in, lines out. Holds at most one line: a flood without newline is dropped and told once. */
export class LineSplitter {
  #kept: Buffer = Buffer.alloc(0);
  /** True while the rest of an oversized line is being skipped. */
  #skipping = false;

  push(bytes: Buffer): readonly Piece[] {
    const pieces: Piece[] = [];
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      this.#end(bytes.subarray(from, at), pieces);
      from = at + 1;
    }
    this.#keep(bytes.subarray(from), pieces);
    return pieces;
  }

  /** What was not ended by a newline. */
  rest(): string {
    return this.#kept.toString('utf8');
  }

  #end(tail: Buffer, pieces: Piece[]): void {
    const line = this.#kept.length === 0 ? tail : Buffer.concat([this.#kept, tail]);
    this.#kept = Buffer.alloc(0);
    if (this.#skipping) this.#skipping = false;
    else if (line.length >= MAX_LINE_BYTES) pieces.push(describeOversized(line));
    else if (line.length > 0) pieces.push({ kind: 'line', text: line.toString('utf8') });
  }

  #keep(tail: Buffer, pieces: Piece[]): void {
    if (this.#skipping || tail.length === 0) return;
    const line = Buffer.concat([this.#kept, tail]);
    this.#kept = line;
    if (line.length < MAX_LINE_BYTES) return;
    pieces.push(describeOversized(line));
    this.#kept = Buffer.alloc(0);
    this.#skipping = true;
  }
}

function describeOversized(line: Buffer): Piece {
  const excerpt = line.subarray(0, 200).toString('utf8');
  return { kind: 'damage', why: `longer than ${MAX_LINE_BYTES} bytes`, excerpt };
}
