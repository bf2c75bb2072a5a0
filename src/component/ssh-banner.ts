import type { Environment, Patience } from '#domain';
import type { Talk } from './talk.ts';
import { converse, decodeLine, openTcp } from './talk.ts';

/** RFC 4253, section 4.2: other lines may come before the one that begins with SSH-. */
const MAX_LINES = 20;
const MAX_LINE_BYTES = 1024;

/** What an SSH server says of itself: `SSH-2.0-OpenSSH_9.2p1`. */
export async function readBanner(talk: Talk): Promise<string> {
  for (let count = 0; count < MAX_LINES; count += 1) {
    const line = await talk.receive(decodeLine(MAX_LINE_BYTES));
    if (line.startsWith('SSH-')) return line;
  }
  throw new Error(`no SSH: ${MAX_LINES} lines, and none begins with SSH-`);
}

export async function lookAtSsh(
  { host, port, environment }: { readonly host: string; readonly port: number; readonly environment: Environment },
  patience: Patience,
): Promise<string> {
  return converse({ patience, environment, open: openTcp(host, port) }, readBanner);
}
