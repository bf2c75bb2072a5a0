import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { MEDIA_NONCE_SIZE_BYTES, findMediaNonces, joinTransportStream } from '#domain';

/** What reading of media may cost at the end of one attempt. */
export interface MediaLimits {
  readonly maxFiles: number;
  readonly maxBytes: number;
  readonly maxMs: number;
}

/** A key frame comes each second: what holds a nonce shows it early, and 16 MiB without one hold none. */
export const MEDIA_LIMITS: MediaLimits = { maxFiles: 200, maxBytes: 64 * 1024 * 1024, maxMs: 2000 };
const MAX_FILE_BYTES = 16 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** One media file that appeared or was changed. */
export interface MediaFile {
  /** Absolute. */
  readonly file: string;
  /** True = it can carry a nonce: video in H.264, and more than its head. */
  readonly isReadable: boolean;
  /** Those that were read; of a whole recording all are of one stream, so that reading ends at the first. */
  readonly nonces: readonly string[];
}

export interface MediaLook {
  readonly files: readonly MediaFile[];
  /** How many more there were when the limits were reached. */
  readonly unread: number;
}

/**
 * Media below folders that appeared or was changed since a moment (epoch milliseconds), told by the inode's own time: it also moves when a file
 * is copied with its dates or renamed into place.
 */
export async function lookAtMedia(
  folders: readonly string[],
  sinceMs: number,
  limits: MediaLimits = MEDIA_LIMITS,
): Promise<MediaLook> {
  const endMs = performance.now() + limits.maxMs;
  const changed = (await Promise.all(folders.map(async (folder) => listChanged(folder, sinceMs)))).flat();
  const files: MediaFile[] = [];
  let leftBytes = limits.maxBytes;
  let unread = 0;
  for (const file of changed) {
    if (files.length >= limits.maxFiles || leftBytes <= 0 || performance.now() > endMs) unread += 1;
    else {
      const { media, readBytes } = await readMedia(file, Math.min(MAX_FILE_BYTES, leftBytes));
      leftBytes -= readBytes;
      if (media !== undefined) files.push(media);
    }
  }
  return { files, unread };
}

/** The nonces of one file, whatever it is; empty for one that cannot be read. */
export async function readNonces(file: string): Promise<readonly string[]> {
  return (await readMedia(file, MAX_FILE_BYTES)).media?.nonces ?? [];
}

async function listChanged(folder: string, sinceMs: number): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const known = await Promise.all(
    files.map(async (file) => ({
      file,
      changedMs: await stat(file).then(
        (facts) => facts.ctimeMs,
        () => 0,
      ),
    })),
  );
  return known.filter(({ changedMs }) => changedMs >= sinceMs).map(({ file }) => file);
}

interface ReadSoFar {
  readonly media?: MediaFile;
  readonly readBytes: number;
}

/** Undefined media for a file that is none: a picture, a list, something of a container that is not known. */
async function readMedia(file: string, maxBytes: number): Promise<ReadSoFar> {
  try {
    await using handle = await open(file, 'r');
    const buffer = Buffer.alloc(MEDIA_NONCE_SIZE_BYTES + CHUNK_BYTES);
    let carried = 0;
    let readBytes = 0;
    let isReadable = false;
    for (let isFirst = true; readBytes < maxBytes; isFirst = false) {
      const { bytesRead } = await handle.read(buffer, carried, CHUNK_BYTES);
      const window = buffer.subarray(0, carried + bytesRead);
      if (isFirst && !isMedia(window)) return { readBytes: bytesRead };
      if (bytesRead === 0) break;
      readBytes += bytesRead;
      isReadable ||= holdsH264(window);
      const nonces = (joinTransportStream(window) ?? [window]).flatMap(findMediaNonces);
      if (nonces.length > 0) return { media: { file, isReadable: true, nonces: [...new Set(nonces)] }, readBytes };
      carried = Math.min(MEDIA_NONCE_SIZE_BYTES, window.length);
      buffer.copy(buffer, 0, window.length - carried, window.length);
    }
    return { media: { file, isReadable, nonces: [] }, readBytes };
  } catch {
    // It has gone meanwhile, or belongs to somebody else.
    return { readBytes: 0 };
  }
}

/** MP4 and its fragments, Matroska, MPEG-TS. */
function isMedia(head: Buffer): boolean {
  const box = head.toString('latin1', 4, 8);
  const isMatroska = head.length > 4 && head.readUInt32BE(0) === 0x1a45dfa3;
  return ['ftyp', 'styp', 'moov', 'moof'].includes(box) || isMatroska || joinTransportStream(head) !== undefined;
}

/** By the name that a container gives the codec; of MPEG-TS by the type of a stream in its map (ISO 13818-1, table 2-34). */
function holdsH264(window: Buffer): boolean {
  if (['avc1', 'avc3', 'V_MPEG4/ISO/AVC'].some((name) => window.includes(name))) return true;
  return (joinTransportStream(window) ?? []).some((stream) => stream[1] === 0x02 && holdsAvcEntry(stream));
}

/** A program map: pointer, table 2, and somewhere behind its head an entry of type 0x1b. */
function holdsAvcEntry(stream: Uint8Array): boolean {
  return stream.subarray(12, 64).includes(0x1b);
}
