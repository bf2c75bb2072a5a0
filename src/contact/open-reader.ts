import { openRtspReader } from './read-rtsp.ts';
import { openWireReader } from './read-wire.ts';
import type { OpenWireReader, WireReader } from './wire.ts';

/** The first words of a client tell what it speaks: nothing else asks for `rtsp://`. */
const RTSP = /^[A-Z_]{3,20} rtsps?:\/\//u;
const FIRST_WORDS = 40;

/** Who reads the conversations of a tap. Bytes and connections are counted all the same. */
export const openReader: OpenWireReader = (conversation, onExchange) => {
  let reader: WireReader | undefined;
  const open = (chunk?: Uint8Array): WireReader => {
    const words = chunk === undefined ? '' : Buffer.from(chunk.subarray(0, FIRST_WORDS)).toString('latin1');
    return RTSP.test(words) ? openRtspReader(conversation, onExchange) : openWireReader(conversation, onExchange);
  };
  return {
    take: (direction, chunk, atMs) => {
      reader ??= open(chunk);
      reader.take(direction, chunk, atMs);
    },
    end: (how, atMs) => {
      reader ??= open();
      reader.end(how, atMs);
    },
    look: (atMs) => reader?.look?.(atMs),
    calls: () => reader?.calls() ?? 0,
  };
};
