/** Where something that we did not start is found. */
export interface Address {
  readonly host: string;
  readonly port?: number;
}

/** Where a server of this protocol listens unless it is told otherwise. */
const USUAL_PORTS: Readonly<Record<string, number>> = {
  http: 80,
  ws: 80,
  https: 443,
  wss: 443,
  postgres: 5432,
  postgresql: 5432,
  redis: 6379,
  rediss: 6379,
  amqp: 5672,
  amqps: 5671,
  ssh: 22,
  rtsp: 554,
  rtsps: 322,
};

const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//u;

/** `http` of `http://x/`; undefined for `host:port`. */
export function schemeOf(text: string): string | undefined {
  return SCHEME.exec(text)?.[1];
}

/** `host`, `host:port`, `[::1]:port` or a URL; undefined when it is none of them. A port that is not named is that of the protocol. */
export function parseAddress(text: string, protocol?: string): Address | undefined {
  const scheme = schemeOf(text);
  const withScheme = scheme === undefined ? `tcp://${text}` : text;
  if (!URL.canParse(withScheme)) return undefined;
  const { hostname, port } = new URL(withScheme);
  if (hostname === '') return undefined;
  const host = hostname.replace(/^\[(.*)\]$/u, '$1');
  const number = port === '' ? USUAL_PORTS[scheme ?? protocol ?? ''] : Number(port);
  return number === undefined ? { host } : { host, port: number };
}

/** `[::1]` for URLs, other hosts as they are. */
export function printHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
