import { readFile } from 'node:fs/promises';

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

const OURS: PortRange = { from: 20_000, to: 32_767 };
const EPHEMERAL_FILE = '/proc/sys/net/ipv4/ip_local_port_range';
/** Fewer could not serve a handful of worlds at once. */
const LEAST_SIZE = 1000;

/**
 * Our own range lies outside the kernel's ephemeral one: a port that the kernel hands to any outgoing connection of the machine
 * would be taken between the lease and the start of the server.
 */
export async function readPortRange(): Promise<PortRange> {
  const text = await readFile(EPHEMERAL_FILE, 'utf8').catch(() => '');
  const [first = 32_768, last = 60_999] = text
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '')
    .map(Number);
  return choosePortRange(first, last);
}

/** Below the ephemeral range where there is room, else above it, else the usual one: a lost port costs only another try. */
export function choosePortRange(ephemeralFirst: number, ephemeralLast: number): PortRange {
  const below = {
    from: Math.min(OURS.from, Math.max(1024, ephemeralFirst - LEAST_SIZE)),
    to: Math.min(OURS.to, ephemeralFirst - 1),
  };
  if (below.to - below.from >= LEAST_SIZE - 1) return below;
  const above = { from: Math.max(OURS.from, ephemeralLast + 1), to: 65_535 };
  return above.to - above.from >= LEAST_SIZE - 1 ? above : OURS;
}
