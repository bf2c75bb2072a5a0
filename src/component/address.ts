/** Where something that we did not start is found. */
export interface Address {
  readonly host: string;
  readonly port?: number;
}

const SCHEME_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'ws:': 80, 'https:': 443, 'wss:': 443 };

/** `host`, `host:port`, `[::1]:port` or a URL; undefined when it is none of them. */
export function parseAddress(text: string): Address | undefined {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//u.test(text) ? text : `tcp://${text}`;
  if (!URL.canParse(withScheme)) return undefined;
  const { hostname, port, protocol } = new URL(withScheme);
  if (hostname === '') return undefined;
  const host = hostname.replace(/^\[(.*)\]$/u, '$1');
  const number = port === '' ? SCHEME_PORTS[protocol] : Number(port);
  return number === undefined ? { host } : { host, port: number };
}

/** `[::1]` for URLs, other hosts as they are. */
export function printHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
