import type { Failure } from '#domain';

const CODES = /^(?:ENOTFOUND|EAI_\w+)$/u;

/** The fixed words of Node, Python and Go. */
const WORDS: readonly RegExp[] = [
  /\bgetaddrinfo (?:ENOTFOUND|EAI_\w+)\b/u,
  /\[Errno -?\d+\] (?:Name or service not known|Temporary failure in name resolution|No address associated with hostname|nodename nor servname provided|getaddrinfo failed)/u,
  /\blookup \S+(?: on \S+)?: (?:no such host|server misbehaving)\b/u,
];

const HOSTS: readonly RegExp[] = [
  /\b(?:ENOTFOUND|EAI_\w+) ([^\s:,)]+)/u,
  /\blookup ([^\s:]+)(?: on \S+)?: /u,
  /\bFailed to resolve '([^']+)'/u,
  /\bhost='([^']+)'/u,
  /\b(?:wss?|https?):\/\/([^\s:/'")]+)/u,
];

/** The name that could not be resolved, empty where nobody tells it; undefined when the failure is another one. */
export function readUnknownHost({ code = '', type, message, expected }: Failure): string | undefined {
  if (CODES.test(code) || /\bgaierror\b/u.test(type)) return hostOf(message);
  // A library that wraps the error keeps its words. With a code of the service, or compared, they are not of the test's own connection.
  if (/^-?\d+$/u.test(code) || expected !== undefined || !saysUnknownHost(message)) return undefined;
  return hostOf(message);
}

/** Whether a text holds the words for a name that cannot be resolved. */
export function saysUnknownHost(text: string): boolean {
  return WORDS.some((pattern) => pattern.test(text));
}

function hostOf(message: string): string {
  const names = HOSTS.map((pattern) => pattern.exec(message)?.[1]);
  return names.find((name) => name !== undefined) ?? '';
}
