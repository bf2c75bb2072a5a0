import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

export interface FileScan {
  readonly sha256: string;
  readonly isElf: boolean;
  /** Those of the texts looked for that stand in the file. */
  readonly found: ReadonlySet<string>;
}

const CHUNK_BYTES = 1024 * 1024;
const ELF_MAGIC = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);

/** Reads a file once: its sha256, whether it is an ELF program, and which of the texts stand in it. */
export async function scanFile(file: string, texts: readonly string[]): Promise<FileScan> {
  const needles = texts.map((text) => ({ text, bytes: Buffer.from(text, 'utf8') }));
  const overlap = Math.max(0, ...needles.map((needle) => needle.bytes.length - 1));
  const hash = createHash('sha256');
  const found = new Set<string>();
  // The end of the last chunk stays in front of the next one, so that a text across the border is seen.
  const buffer = Buffer.alloc(overlap + CHUNK_BYTES);
  let carried = 0;
  let isElf = false;
  let first = true;
  await using handle = await open(file, 'r');
  for (;;) {
    const { bytesRead } = await handle.read(buffer, carried, CHUNK_BYTES);
    if (bytesRead === 0) break;
    const chunk = buffer.subarray(carried, carried + bytesRead);
    hash.update(chunk);
    if (first) isElf = chunk.subarray(0, 4).equals(ELF_MAGIC);
    first = false;
    const window = buffer.subarray(0, carried + bytesRead);
    for (const needle of needles) {
      if (!found.has(needle.text) && window.includes(needle.bytes)) found.add(needle.text);
    }
    carried = Math.min(overlap, window.length);
    buffer.copy(buffer, 0, window.length - carried, window.length);
  }
  return { sha256: hash.digest('hex'), isElf, found };
}
