import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

const BLOCK_BYTES = 512;

/**
 * Takes one plain file out of a .tar.gz (ustar, as GNU tar, Go and npm write it) and makes it executable. Only that member
 * is ever written, to the path given, so no name inside an archive can lead anywhere.
 *
 * @throws when the archive is cut off, damaged, or does not hold the member.
 */
export async function unpackMember(archive: string, member: string, target: string): Promise<void> {
  const source = createReadStream(archive);
  const gunzip = createGunzip();
  source.once('error', (error) => gunzip.destroy(error));
  const reader = makeBlockReader(source.pipe(gunzip));
  try {
    for (;;) {
      const header = await reader.take(BLOCK_BYTES);
      if (header === undefined || header.every((byte) => byte === 0)) break;
      const { name, isFile, sizeBytes } = parseHeader(header);
      const paddedBytes = Math.ceil(sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;
      if (isFile && name === member) return await writeMember(reader, target, sizeBytes);
      await reader.pass(paddedBytes, () => Promise.resolve());
    }
  } finally {
    source.destroy();
    gunzip.destroy();
  }
  throw new Error(`there is no ${member} in the archive`);
}

interface TarHeader {
  readonly name: string;
  readonly isFile: boolean;
  readonly sizeBytes: number;
}

function parseHeader(header: Buffer): TarHeader {
  const text = (from: number, to: number): string => header.toString('latin1', from, to).replace(/\0.*$/s, '');
  const sizeBytes = Number.parseInt(text(124, 136).trim(), 8);
  const isSigned = header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (!Number.isSafeInteger(sizeBytes) || isSigned !== Number.parseInt(text(148, 156).trim(), 8)) {
    throw new Error('the archive is damaged');
  }
  const prefix = text(345, 500);
  const name = prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`;
  return { name: name.replace(/^\.\//, ''), isFile: header[156] === 0x30 || header[156] === 0, sizeBytes };
}

async function writeMember(reader: BlockReader, target: string, sizeBytes: number): Promise<void> {
  await using handle = await open(target, 'wx', 0o755);
  await reader.pass(sizeBytes, async (chunk) => writeAll(handle, chunk));
  await handle.sync();
}

async function writeAll(handle: FileHandle, chunk: Buffer): Promise<void> {
  let written = 0;
  while (written < chunk.length) written += (await handle.write(chunk, written)).bytesWritten;
}

interface BlockReader {
  /** Exactly so many bytes; undefined at a clean end. */
  readonly take: (sizeBytes: number) => Promise<Buffer | undefined>;
  /** Hands on exactly so many bytes in pieces. */
  readonly pass: (sizeBytes: number, onChunk: (chunk: Buffer) => Promise<void>) => Promise<void>;
}

function makeBlockReader(stream: AsyncIterable<Buffer>): BlockReader {
  const chunks = stream[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const refill = async (): Promise<boolean> => {
    const next = await chunks.next();
    if (next.done === true) return false;
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
    return true;
  };
  return {
    take: async (sizeBytes) => {
      while (held.length < sizeBytes) {
        if (await refill()) continue;
        if (held.length === 0) return undefined;
        throw new Error('the archive is cut off');
      }
      const block = held.subarray(0, sizeBytes);
      held = held.subarray(sizeBytes);
      return block;
    },
    pass: async (sizeBytes, onChunk) => {
      let left = sizeBytes;
      while (left > 0) {
        if (held.length === 0 && !(await refill())) throw new Error('the archive is cut off');
        const piece = held.subarray(0, left);
        held = held.subarray(piece.length);
        left -= piece.length;
        await onChunk(piece);
      }
    },
  };
}
