import { cite } from './cite.ts';
import type { Evidence, IncidentState, WorldState } from '#domain';
import { findHolder, findLocalPorts } from './addresses.ts';
import { isAskedWrongly, refusesToServe } from './server-words.ts';

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
  /** Components that it requires itself, as far as the run tells. */
  readonly dependencies?: readonly string[];
  /** What kind of server a component is; undefined when the run does not tell. */
  readonly kindOf?: (component: string) => string | undefined;
}

/** Words for an exchange that came to nothing, in any program's log. A line with an address and none of them says nothing. */
const COMPLAINTS =
  /\b(?:refus\w*|ECONN\w+|ETIMEDOUT|EHOST\w+|ENET\w+|timed? ?out|time-?out|unreachable|unauthori[sz]ed|forbidden|authenticat\w+|40[134]|5\d\d|reset|hang ?up|fail\w*|error|cannot|could not|can't|no answer|not answer\w*|does not|did not|unexpected|malformed|invalid|lost)\b/iu;

/** Resolves the other side that a service complains of, by address or by name: another component that is alive, or nobody. */
export function findFarEnd(text: string, complaint: Complaint): FarEnd | undefined {
  const { world } = complaint;
  if (world === undefined) return undefined;
  const refusing = findByRefusal(text, world, complaint);
  if (refusing !== undefined) return refusing;
  const lines = text.split('\n').filter((line) => COMPLAINTS.test(line) && !isAskedWrongly(line));
  for (const line of lines) {
    const found = findByAddress(line, world, complaint) ?? findByName(line, world, complaint);
    if (found !== undefined) return found;
  }
  return findByWords(text, world, complaint);
}

/** Words that only a client has for its own request: a host that is not there, a connection or an answer that it did not get. */
const UNKNOWN_HOST =
  /\b(?:ENOTFOUND|EAI_AGAIN|getaddrinfo\b.*|no such host|Name or service not known|UnknownHostException|gaierror)\b/u;
const NO_ANSWER =
  /\b(?:aborted due to timeout|TimeoutError|UND_ERR_(?:HEADERS|BODY|CONNECT)_TIMEOUT|fetch failed|ETIMEDOUT|context deadline exceeded|Client\.Timeout|(?:read|request) timed out|(?:Read|Connect)Timeout\w*|SocketTimeoutException|HttpTimeoutException|RemoteDisconnected|ECONNREFUSED|ConnectionRefusedError|ConnectException|NewConnectionError|[Cc]onnection refused|urlopen error|EHOSTUNREACH|[Nn]o route to host|WRONG_VERSION_NUMBER|wrong version number|Max retries exceeded|other side closed|upstream (?:timed out|connect error|request timeout))\b/u;

/** What was given to it as an address is none: a variable that is not there, or of another form. */
const NO_ADDRESS =
  /\b(?:Failed to parse URL|ERR_INVALID_URL|Invalid URL|unknown url type|unsupported protocol scheme|missing protocol scheme|no Host in request URL|MissingSchema|InvalidSchema|No scheme supplied|MalformedURLException|URI is not absolute|first path segment in URL cannot contain colon|invalid port "|Request URL is missing|RelativeUrlWithoutBase|relative URL without a base)/iu;

// No address and no name: then it is whichever it needs.
function findByWords(text: string, world: WorldState, complaint: Complaint): FarEnd | undefined {
  if (NO_ADDRESS.test(text) && (complaint.dependencies ?? []).length > 0)
    return { name: 'nobody', described: 'what was given to it as an address, and is none', evidence: [] };
  if (UNKNOWN_HOST.test(text)) return { name: 'nobody', described: 'a host that cannot be found', evidence: [] };
  if (!NO_ANSWER.test(text)) return undefined;
  const needed = (complaint.dependencies ?? []).filter(
    (name) => isOther(name, complaint) && world.ports.some((one) => one.component === name),
  );
  if (needed.length === 0) return undefined;
  return describeRunning(needed, world);
}

// In the very words of a server of its kind, which the client library hands on: no program writes them of itself.
function findByRefusal(text: string, world: WorldState, complaint: Complaint): FarEnd | undefined {
  const { dependencies = world.components, kindOf } = complaint;
  const refusing = dependencies.find((name) => isOther(name, complaint) && refusesToServe(kindOf?.(name) ?? '', text));
  return refusing === undefined ? undefined : describeRunning([refusing], world);
}

function describeRunning(names: readonly string[], world: WorldState): FarEnd {
  const name = names.join(' or ');
  const ready = world.states.filter((one) => names.includes(one.component) && one.state === 'ready').slice(-1);
  return {
    name,
    described: `${name}, which runs`,
    evidence: ready.map((one) => cite(one.seq, `${one.component} is ready: ${one.note}`)),
  };
}

function findByAddress(line: string, world: WorldState, complaint: Complaint): FarEnd | undefined {
  for (const port of findLocalPorts(line)) {
    const holder = findHolder(world, port, complaint.atMs);
    if (holder.kind === 'nobody') {
      const evidence: Evidence = { kind: 'socket', address: `127.0.0.1:${port}`, note: 'leased by nobody' };
      return { name: 'nobody', described: `port ${port}, which nobody of its world has`, evidence: [evidence] };
    }
    if (holder.kind === 'gone' || !isOther(holder.component, complaint)) continue;
    const evidence = [cite(holder.seq, `port ${port} is of ${holder.component}, which runs`)];
    return { name: holder.component, described: `${holder.component}, which runs`, evidence };
  }
  return undefined;
}

// As a word of its own: a name within a path, an address or another word is no mention.
function findByName(line: string, world: WorldState, complaint: Complaint): FarEnd | undefined {
  for (const name of world.components) {
    if (!isOther(name, complaint) || !new RegExp(`(?<![\\w/.@-])${name}(?![\\w/@-]|\\.\\w)`, 'iu').test(line)) continue;
    const state = world.states.findLast((one) => one.component === name && one.atMs <= complaint.atMs);
    if (state?.state !== 'ready') continue;
    return { name, described: `${name}, which runs`, evidence: [cite(state.seq, `${name} is ready: ${state.note}`)] };
  }
  return undefined;
}

function isOther(name: string, { component, incidents, atMs }: Complaint): boolean {
  return name !== component && !isLost(name, incidents, atMs);
}

function isLost(component: string, incidents: readonly IncidentState[], atMs: number): boolean {
  return incidents.some(
    ({ incident, openedAtMs, closedAtMs = Number.POSITIVE_INFINITY }) =>
      incident.component === component && openedAtMs <= atMs && closedAtMs >= atMs,
  );
}
