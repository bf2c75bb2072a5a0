import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/**
 * At most so many bytes of a file that a process of somebody else may have written, or put something else in the place of. Undefined for
 * all but a plain file: a link may lead out, and a FIFO would be waited for until somebody writes.
 */
export function readPlainFile(file: string, maxBytes: number): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stat = fstatSync(descriptor);
    return stat.isFile() ? readUpTo(descriptor, Math.min(stat.size, maxBytes)) : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function readUpTo(descriptor: number, sizeBytes: number): Buffer {
  const bytes = Buffer.allocUnsafe(sizeBytes);
  let size = 0;
  while (size < sizeBytes) {
    const read = readSync(descriptor, bytes, size, sizeBytes - size, size);
    if (read === 0) break;
    size += read;
  }
  return bytes.subarray(0, size);
}
