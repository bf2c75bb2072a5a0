import { closeSync, openSync, readSync } from 'node:fs';
import { TextDecoder } from 'node:util';
import { ResultsDamage } from './results-file.ts';

const CHUNK_BYTES = 64 * 1024;
/** More than any machine report of a test run; whoever has more splits it. */
const MAX_FILE_BYTES = 1024 * 1024 * 1024;

/**
 * Feeds a file to a reader, piece by piece, as text. The encoding is that of the XML declaration, else UTF-8; bytes that are none of it
 * throw ResultsDamage with their line. Throws what the system throws for a file that cannot be read.
 */
export function readText(file: string, take: (text: string) => void): void {
  const fd = openSync(file, 'r');
  try {
    decodeAll(fd, take);
  } finally {
    closeSync(fd);
  }
}

function decodeAll(fd: number, take: (text: string) => void): void {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let decoder: TextDecoder | undefined;
  let [line, sizeBytes] = [1, 0];
  for (;;) {
    const chunk = buffer.subarray(0, readSync(fd, buffer));
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_FILE_BYTES) throw new ResultsDamage(line, 'the file is larger than 1 GiB');
    decoder ??= chooseDecoder(chunk);
    const text = decode(decoder, chunk, line);
    line += countLines(text);
    take(text);
    if (chunk.length === 0) return;
  }
}

const BYTE_ORDER_MARKS: readonly (readonly [label: string, mark: readonly number[]])[] = [
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
const DECLARED = /^(?:\u{FEFF})?<\?xml[^>]*?\sencoding\s*=\s*["']([^"']{1,40})["']/u;

function chooseDecoder(head: Buffer): TextDecoder {
  const marked = BYTE_ORDER_MARKS.find(([, mark]) => mark.every((byte, index) => head[index] === byte))?.[0];
  const label = marked ?? DECLARED.exec(head.subarray(0, 400).toString('latin1'))?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    throw new ResultsDamage(1, `the encoding ${JSON.stringify(label)} is not known here`);
  }
}

function decode(decoder: TextDecoder, chunk: Buffer, line: number): string {
  try {
    return decoder.decode(chunk, { stream: chunk.length > 0 });
  } catch {
    const [sound = ''] = new TextDecoder(decoder.encoding).decode(chunk).split('\u{FFFD}', 1);
    throw new ResultsDamage(line + countLines(sound), `bytes that are not ${decoder.encoding.toUpperCase()}`);
  }
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
