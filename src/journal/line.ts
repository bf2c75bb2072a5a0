import type { JournalRecord } from '#domain';
import { checksum } from './checksum.ts';
import { decodeEvent } from './decode-event.ts';
import type { FindFailure } from './told-failures.ts';

/** Bytes of a line with its line feed: below the size that one write to a file in append mode keeps whole on every system. */
export const LINE_LIMIT_BYTES = 4096;

const SEAL_BYTES = ',"crc":"00000000"}'.length;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** A record, or its excerpt. */
export type LineContent = Omit<JournalRecord, 'event'> & { readonly event: unknown };

/**
 * One line of `events.ndjson`: JSON whose last member `crc` is the checksum of every byte before its comma, so that a reader needs
 * no second serialisation to check it. `whole` names the side file that holds the event when the line holds only an excerpt.
 */
export function encodeLine(record: LineContent, whole?: string): string {
  const body = JSON.stringify({ seq: record.seq, atMs: record.atMs, event: record.event, whole }).slice(0, -1);
  return `${body},"crc":"${checksum(encoder.encode(body))}"}\n`;
}

/** Whether a line, with its line feed, stays below the limit. Most do by far, and are not encoded to know it. */
export function fitsLine(line: string): boolean {
  return line.length * 3 < LINE_LIMIT_BYTES || encoder.encode(line).length < LINE_LIMIT_BYTES;
}

/** What a line without its line feed turned out to be. */
export type DecodedLine =
  | { readonly kind: 'record'; readonly record: JournalRecord }
  | { readonly kind: 'unknown'; readonly seq: number; readonly eventKind: string; readonly event: unknown }
  | { readonly kind: 'invalid'; readonly seq: number; readonly why: string; readonly event: unknown }
  | { readonly kind: 'damaged'; readonly why: string };

/** Gives the text of a side file, or nothing when it is absent or altered. */
export type ReadSide = (name: string) => string | undefined;

/** What a line may point to. */
export interface Surroundings {
  readonly readSide: ReadSide;
  readonly findFailure: FindFailure;
}

interface Envelope {
  readonly seq: number;
  readonly atMs: number;
  readonly event: unknown;
  readonly whole?: string;
}

// By hand, as every line goes through here.
function readEnvelope(value: unknown): Envelope | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { seq, atMs, event, whole }: { readonly [Key in keyof Envelope]?: unknown } = value;
  const isNumbered = typeof seq === 'number' && Number.isSafeInteger(seq) && seq > 0;
  if (!isNumbered || typeof atMs !== 'number' || !Number.isFinite(atMs)) return undefined;
  if (whole === undefined) return { seq, atMs, event };
  return typeof whole === 'string' ? { seq, atMs, event, whole } : undefined;
}

/** Never throws: whatever the bytes are, the answer says what could be made of them. */
export function decodeLine(bytes: Uint8Array, around: Surroundings): DecodedLine {
  const text = parseText(bytes);
  const sum = checksum(bytes.subarray(0, Math.max(0, bytes.length - SEAL_BYTES)));
  if (text?.endsWith(`,"crc":"${sum}"}`) !== true) return { kind: 'damaged', why: 'its checksum does not match' };
  const line = readEnvelope(parseJson(text));
  if (line === undefined) return { kind: 'damaged', why: 'it is not a journal line' };
  return decodeContent(line, around);
}

function decodeContent(line: Envelope, { readSide, findFailure }: Surroundings): DecodedLine {
  const { seq, atMs } = line;
  const value = wholeOf(line, readSide) ?? line.event;
  const decoded = decodeEvent(value, findFailure);
  if (decoded.kind === 'known') return { kind: 'record', record: { seq, atMs, event: decoded.event } };
  if (decoded.kind === 'unknown') return { kind: 'unknown', seq, eventKind: decoded.eventKind, event: value };
  return { kind: 'invalid', seq, why: decoded.why, event: value };
}

// The side file may be gone while the line is intact: what stands in the line is then all there is.
function wholeOf(line: Envelope, readSide: ReadSide): unknown {
  const side = line.whole === undefined ? undefined : readSide(line.whole);
  return side === undefined ? undefined : parseJson(side);
}

function parseText(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Undefined when it is not JSON; JSON itself has no undefined. */
export function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}
