// A run's nonce inside of media: user data of H.264 (SEI, unregistered), which encoders, RTP, MediaMTX and containers carry along untouched.
// Whoever decodes and encodes again loses it.

/** What H.264 calls the identity of user data; holds no zero, so that no container and no bit stream ever has to escape it. */
const USER_DATA_ID = '5ca1ab1e-7ea1-4b17-9e57-c0ffeed15ea5';
const PREFIX = 'reality/';
/** Always as long, so that one clip can be stamped for any nonce by writing over it. */
const TEXT_LENGTH = 64;
const PADDING = '.';

const ID_BYTES = Uint8Array.from(
  (USER_DATA_ID.replaceAll('-', '').match(/../gu) ?? []).map((hex) => parseInt(hex, 16)),
);
/** Id, prefix and text: what a reader of a stream in pieces has to keep of the piece before. */
export const MEDIA_NONCE_SIZE_BYTES: number = ID_BYTES.length + PREFIX.length + TEXT_LENGTH;

const TS_PACKET_BYTES = 188;
const TS_SYNC = 0x47;

/**
 * The bit stream filter of FFmpeg that writes a nonce before every key frame of an encoder's H.264. `dump_extra` first: user data goes where
 * parameter sets are (libavcodec/h264_metadata_bsf.c), and an encoder for RTSP or Matroska keeps those out of the stream.
 */
export function makeNonceFilter(nonce: string): string {
  return `dump_extra,h264_metadata=sei_user_data=${USER_DATA_ID}+${PREFIX}${padNonce(nonce)}`;
}

/** Writes a nonce over the one of a whole file; returns how often. */
export function stampMedia(bytes: Uint8Array, nonce: string): number {
  const text = Uint8Array.from(padNonce(nonce), (character) => character.charCodeAt(0));
  const places = [...findPlaces(bytes)];
  for (const at of places) bytes.set(text, at);
  return places.length;
}

/** The nonces that stand in a piece of media, each once, in their order. Containers are not taken apart: of MPEG-TS see `joinTransportStream`. */
export function findMediaNonces(bytes: Uint8Array): readonly string[] {
  const found = new Set<string>();
  for (const at of findPlaces(bytes)) {
    const text = readText(bytes.subarray(at, at + TEXT_LENGTH));
    const nonce = text.slice(0, text.includes(PADDING) ? text.indexOf(PADDING) : undefined);
    if (/^[\w-]+$/u.test(nonce)) found.add(nonce);
  }
  return [...found];
}

/** True when a nonce read from media is this one, or of a stream that belongs to it (`<nonce>-camera0`). */
export function isOfNonce(found: string, nonce: string): boolean {
  return found === nonce || found.startsWith(`${nonce}-`);
}

/** MPEG-TS cuts a picture every 184 bytes: the payload of each of its streams in one piece. Undefined for what is no MPEG-TS. */
export function joinTransportStream(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  if (![0, 1, 2].every((index) => bytes[index * TS_PACKET_BYTES] === TS_SYNC)) return undefined;
  const streams = new Map<number, Uint8Array[]>();
  for (let at = 0; at + TS_PACKET_BYTES <= bytes.length; at += TS_PACKET_BYTES) {
    const packet = readPacket(bytes.subarray(at, at + TS_PACKET_BYTES));
    if (packet === undefined) continue;
    const pieces = streams.get(packet.stream) ?? [];
    pieces.push(packet.payload);
    streams.set(packet.stream, pieces);
  }
  return [...streams.values()].map(join);
}

/** ISO 13818-1, 2.4.3.2: which stream, and where behind the adaptation field its payload begins. Undefined for one without payload. */
function readPacket(packet: Uint8Array): { readonly stream: number; readonly payload: Uint8Array } | undefined {
  const [sync, high = 0, low = 0, control = 0, adaptation = 0] = packet;
  if (sync !== TS_SYNC || (control & 0x10) === 0) return undefined;
  const begin = (control & 0x20) === 0 ? 4 : 5 + adaptation;
  return { stream: ((high & 0x1f) << 8) | low, payload: packet.subarray(begin) };
}

function padNonce(nonce: string): string {
  return nonce.slice(0, TEXT_LENGTH).padEnd(TEXT_LENGTH, PADDING);
}

/** Where texts begin. */
function* findPlaces(bytes: Uint8Array): Generator<number> {
  const [first = 0] = ID_BYTES;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    const text = at + ID_BYTES.length + PREFIX.length;
    if (text + TEXT_LENGTH > bytes.length) return;
    if (ID_BYTES.every((byte, index) => bytes[at + index] === byte) && readPrefix(bytes, text) === PREFIX) yield text;
  }
}

function readPrefix(bytes: Uint8Array, text: number): string {
  return readText(bytes.subarray(text - PREFIX.length, text));
}

function readText(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
