import { readFileSync } from 'node:fs';
import { toolOutput } from './run-tool.ts';
import { blameCaller } from './blame-caller.ts';

/** A JPEG as it stands on disk. */
export interface PictureFacts {
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}

/** Reads size and shape of a JPEG from its own markers; fails when it is none, or is cut off. */
export function readJpeg(path: string): PictureFacts {
  const data = readFileSync(path);
  if (data.length < 4 || data.readUInt16BE(0) !== 0xff_d8) {
    throw blameCaller(
      new Error(`${path} is no JPEG: it begins with ${data.subarray(0, 4).toString('hex') || 'nothing'}`),
    );
  }
  if (data.lastIndexOf(END_OF_IMAGE) === -1)
    throw blameCaller(new Error(`${path} is a JPEG that was cut off: no end marker`));
  return { ...readFrameHeader(data, path), bytes: data.length };
}

const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);
/** Start-of-frame markers besides the tables that lie among them (C4, C8, CC). */
const FRAME_MARKERS = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);

function readFrameHeader(data: Buffer, path: string): { width: number; height: number } {
  let offset = 2;
  while (offset + 9 < data.length && data[offset] === 0xff) {
    const marker = data[offset + 1] ?? 0;
    if (FRAME_MARKERS.has(marker))
      return { height: data.readUInt16BE(offset + 5), width: data.readUInt16BE(offset + 7) };
    offset += marker === 0xff ? 1 : 2 + data.readUInt16BE(offset + 2);
  }
  throw blameCaller(new Error(`${path} is a JPEG without a picture in it`));
}

/** Brightness of a picture in a 64×48 raster, row by row: what remains when size and compression are forgotten. */
export async function readRaster(path: string, withinMs = 10_000): Promise<Buffer> {
  return toolOutput(
    ['ffmpeg', '-nostdin', '-v', 'error', '-i', path, '-vf', 'scale=64:48', '-pix_fmt', 'gray', '-f', 'rawvideo', '-'],
    { withinMs },
  );
}

/** How far two rasters differ: mean difference of brightness, 0..255. */
export function differenceOf(one: Buffer, other: Buffer): number {
  if (one.length !== other.length || one.length === 0) throw blameCaller(new Error('the rasters are not of one size'));
  let sum = 0;
  for (const [index, value] of one.entries()) sum += Math.abs(value - (other[index] ?? 0));
  return sum / one.length;
}

/** Number of distinct brightness values: 1 for a picture of a single tone. */
export function tonesOf(raster: Buffer): number {
  return new Set(raster).size;
}
