import { openWireReader } from './read-wire.ts';
import type { OpenWireReader } from './wire.ts';

/** Who reads the conversations of a tap. Bytes and connections are counted all the same. */
export const openReader: OpenWireReader = openWireReader;
