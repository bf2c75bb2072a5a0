import type { OpenWireReader } from './wire.ts';

/** Who reads the conversations of a tap; undefined while nobody does: bytes and connections are counted all the same. */
export const openReader: OpenWireReader | undefined = undefined;
