import { parseEnd, readTable } from './listeners.ts';

/** A connection that was closed a moment ago: the kernel remembers it for a minute, without saying whose it was. */
export interface ClosedConnection {
  readonly port: number;
  readonly remotePort: number;
  readonly ageMs: number;
}

const TIME_WAIT = '06';
/** TCP_TIMEWAIT_LEN of the kernel. */
const KEPT_MS = 60_000;
/** Jiffies are shown in units of USER_HZ, 100 on every platform that we run on. */
const TICK_MS = 10;

/** Only of those that ended well: one that was reset leaves nothing. */
export function listClosedConnections(): readonly ClosedConnection[] {
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readTable(file).flatMap(parse));
}

function parse(line: string): readonly ClosedConnection[] {
  const [, local = '', remote = '', state, , timer = ''] = line.trim().split(/\s+/u);
  if (state !== TIME_WAIT) return [];
  const leftMs = (Number.parseInt(timer.split(':')[1] ?? '', 16) || 0) * TICK_MS;
  return [{ port: parseEnd(local).port, remotePort: parseEnd(remote).port, ageMs: Math.max(0, KEPT_MS - leftMs) }];
}
