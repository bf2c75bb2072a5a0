import { present } from '#domain';
import type { Failure } from '#domain';
import { readUnknownHost } from './unknown-host.ts';

/** What an exception says by its type and the fixed words of its language: never what a person wrote into it. */
export type Raise =
  /** A name, method, argument, module or fixture that the test code asks for and that is not there. */
  | { readonly kind: 'unknown-name'; readonly what: UnknownName; readonly name: string }
  /** A property of nothing was read. */
  | { readonly kind: 'no-value'; readonly field: string }
  | { readonly kind: 'missing-file'; readonly path: string }
  | { readonly kind: 'missing-program'; readonly name: string }
  | { readonly kind: 'unknown-host'; readonly host: string }
  | { readonly kind: 'certificate' }
  /** TLS was spoken to somebody who does not. */
  | { readonly kind: 'no-tls' }
  /** A connection that came to nothing. */
  | { readonly kind: 'refused'; readonly code: string; readonly peer?: string }
  /** Raised by the language or a library because of how it was called. */
  | { readonly kind: 'misuse' }
  | { readonly kind: 'other' };

export type UnknownName = 'name' | 'function' | 'attribute' | 'argument' | 'module' | 'fixture' | 'awaited value';

const UNKNOWN: readonly (readonly [UnknownName, RegExp])[] = [
  ['awaited value', /'coroutine' object (?:has no attribute|is not|does not)/u],
  ['name', /^(?:name )?['"]?([\w$.]+)['"]? is not defined$/mu],
  ['name', /^undefined: ([\w.]+)$/mu],
  ['fixture', /fixture '([^']+)' not found/u],
  ['function', /^(?:\(intermediate value\)\.?)?([\w$.[\]()]+) is not a (?:function|constructor)/mu],
  ['argument', /unexpected keyword argument '([^']+)'/u],
  [
    'argument',
    /(?:takes|missing) (?:from )?\d+ (?:to \d+ |required )?(?:positional|keyword-only) arguments?:? ?(.*)$/mu,
  ],
  ['module', /(?:Cannot find (?:module|package)|No module named|cannot import name) '([^']+)'/u],
  ['module', /does not provide an export named '([^']+)'/u],
  ['attribute', /^(?:'(?!NoneType')[\w.]+' object|module '[\w.]+'|type object '[\w.]+') has no attribute '([^']+)'/mu],
];

const NO_VALUE = [
  /^Cannot read propert(?:y|ies) of (?:undefined|null)(?: \(reading '([^']*)'\))?/mu,
  /^'NoneType' object (?:has no attribute '([^']+)'|is not (?:subscriptable|iterable|callable))/mu,
  /^Cannot destructure property '([^']+)' of/mu,
];

const MISUSES =
  /^(?:TypeError|RangeError|ReferenceError|SyntaxError|URIError|NameError|AttributeError|ImportError|ModuleNotFoundError)$/u;
const MISUSE_CODES = /^ERR_(?:INVALID|MISSING|OUT_OF|UNKNOWN|UNSUPPORTED|MODULE|REQUIRE)_?/u;
const CERTIFICATES =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_CERT_\w+)$/u;
/** As Python's libraries put the refusal of the system into an error of their own. */
const WRAPPED_REFUSAL = /\[Errno 111\] Connection refused/u;
const REFUSALS = /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ECONNRESET|EHOSTDOWN)$/u;

/** Reads an exception. An assertion is none of these: what it compares is judged by the registry. */
export function readRaise(failure: Failure): Raise {
  if (failure.source !== 'raised') return { kind: 'other' };
  return readNetwork(failure) ?? readFileSystem(failure) ?? readWords(failure) ?? readLanguage(failure);
}

/** Go and shells tell an error by its words alone, and a test that hands them on has no other type. */
const WORDED: readonly (readonly [RegExp, (found: string) => Raise])[] = [
  [
    /\bdial (?:tcp|udp)\d? (\S+?): connect: connection refused/u,
    (peer) => ({ kind: 'refused', code: 'ECONNREFUSED', peer }),
  ],
  [
    /\bdial (?:tcp|udp)\d?: lookup (\S+?)(?: on \S+)?: (?:no such host|server misbehaving)/u,
    (host) => ({ kind: 'unknown-host', host }),
  ],
  [/\bx509: /u, () => ({ kind: 'certificate' })],
  [/\bexec: "([^"]+)": executable file not found/u, (name) => ({ kind: 'missing-program', name })],
  [
    /^(?:\S*sh: (?:line )?\d+: |\S*sh: )([\w./+-]+): (?:command )?not found$/mu,
    (name) => ({ kind: 'missing-program', name }),
  ],
  [
    /\b(?:open|stat|lstat|read|chdir|readdirent) (\S+): no such file or directory/u,
    (path) => ({ kind: 'missing-file', path }),
  ],
  [/^panic: (?:runtime error: |interface conversion: )/u, () => ({ kind: 'misuse' })],
];

// What compares two sides says what it compared, and no more.
function readWords({ type, message, expected }: Failure): Raise | undefined {
  if (expected !== undefined || /assert/iu.test(type)) return undefined;
  for (const [pattern, make] of WORDED) {
    const match = pattern.exec(message);
    if (match !== null) return make(match[1] ?? '');
  }
  return undefined;
}

const NO_TLS =
  /wrong version number|WRONG_VERSION_NUMBER|packet length too long|server gave HTTP response to HTTPS client|first record does not look like a TLS handshake|Unsupported or unrecognized SSL message|record layer failure/u;

function readTls({ code = '', type, message, expected }: Failure): Raise | undefined {
  if (expected === undefined && NO_TLS.test(`${code} ${message}`)) return { kind: 'no-tls' };
  const isUntrusted = /SSLCertVerificationError|CERTIFICATE_VERIFY_FAILED/u.test(`${type} ${message}`);
  return CERTIFICATES.test(code) || isUntrusted ? { kind: 'certificate' } : undefined;
}

function readNetwork(failure: Failure): Raise | undefined {
  const { code = '', type, message, peer } = failure;
  const host = readUnknownHost(failure);
  if (host !== undefined) return { kind: 'unknown-host', host };
  const tls = readTls(failure);
  if (tls !== undefined) return tls;
  if (!REFUSALS.test(code) && type !== 'ConnectionRefusedError' && !WRAPPED_REFUSAL.test(message)) return undefined;
  return { kind: 'refused', code: code || 'ECONNREFUSED', ...present({ peer }) };
}

function readFileSystem({ code, type, message }: Failure): Raise | undefined {
  const program = /\bspawn(?:Sync)? (\S+) ENOENT/u.exec(message)?.[1];
  if (program !== undefined) return { kind: 'missing-program', name: program };
  if (code !== 'ENOENT' && type !== 'FileNotFoundError') return undefined;
  return { kind: 'missing-file', path: quotedPath(message) };
}

function readLanguage(failure: Failure): Raise {
  if (!isOfLanguage(failure)) return { kind: 'other' };
  const { message } = failure;
  for (const [what, pattern] of UNKNOWN) {
    const match = pattern.exec(message);
    if (match !== null) return { kind: 'unknown-name', what, name: match[1] ?? '' };
  }
  const nothing = NO_VALUE.map((pattern) => pattern.exec(message)).find((match) => match !== null);
  return nothing === undefined ? { kind: 'misuse' } : { kind: 'no-value', field: nothing[1] ?? '' };
}

function isOfLanguage({ type, code = '', message }: Failure): boolean {
  return MISUSES.test(type) || MISUSE_CODES.test(code) || message.includes("fixture '");
}

function quotedPath(message: string): string {
  return /'([^'\n]+)'\s*$/mu.exec(message)?.[1] ?? /: '?([^'\n]+?)'?$/mu.exec(message)?.[1] ?? message;
}
