import type { Evidence, IncidentState, WorldState } from '#domain';
import { findHolder, findLocalPorts } from './addresses.ts';
import { cite } from './rule.ts';

/** The other side of an exchange that a service complains of. */
export interface FarEnd {
  /** Component, or `nobody`. */
  readonly name: string;
  readonly described: string;
  readonly evidence: readonly Evidence[];
}

export interface Complaint {
  /** Who complains. */
  readonly component: string;
  readonly world: WorldState | undefined;
  readonly atMs: number;
  readonly incidents: readonly IncidentState[];
}

/** Words for an exchange that came to nothing, in any program's log. A line with an address and none of them says nothing. */
const COMPLAINTS =
  /\b(?:refus\w*|ECONN\w+|ETIMEDOUT|EHOST\w+|ENET\w+|timed? ?out|time-?out|unreachable|unauthori[sz]ed|forbidden|authenticat\w+|40[134]|5\d\d|reset|hang ?up|fail\w*|error|cannot|could not|can't|no answer|not answer\w*|does not|did not|unexpected|malformed|invalid|lost)\b/iu;

/** Resolves the address in a complaint of a service: another component that is alive, or nobody. */
export function findFarEnd(text: string, { component, world, atMs, incidents }: Complaint): FarEnd | undefined {
  if (world === undefined) return undefined;
  for (const line of text.split('\n')) {
    if (!COMPLAINTS.test(line)) continue;
    for (const port of findLocalPorts(line)) {
      const holder = findHolder(world, port, atMs);
      if (holder.kind === 'nobody') {
        const evidence: Evidence = { kind: 'socket', address: `127.0.0.1:${port}`, note: 'leased by nobody' };
        return { name: 'nobody', described: `port ${port}, which nobody of its world has`, evidence: [evidence] };
      }
      if (holder.component === component || isLost(holder.component, incidents, atMs)) continue;
      if (holder.kind === 'gone') continue;
      const evidence = [cite(holder.seq, `port ${port} is of ${holder.component}, which runs`)];
      return { name: holder.component, described: `${holder.component}, which runs`, evidence };
    }
  }
  return undefined;
}

function isLost(component: string, incidents: readonly IncidentState[], atMs: number): boolean {
  return incidents.some(
    ({ incident, openedAtMs, closedAtMs = Number.POSITIVE_INFINITY }) =>
      incident.component === component && openedAtMs <= atMs && closedAtMs >= atMs,
  );
}
