import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { describeSocketError } from './look-http.ts';

export interface TlsOptions {
  /** File with the certificates of those who are trusted, instead of those that the machine trusts. */
  readonly ca?: string | undefined;
  /** Goes on whatever the certificate says. */
  readonly insecure?: boolean | undefined;
  /** What the certificate must be for, where it is not the host of the address. */
  readonly name?: string | undefined;
}

/** What a server showed of itself. */
export interface Secured {
  readonly wire: Duplex;
  /** `certificate of camera.example, issued by Example CA, valid until 2027-01-01`. */
  readonly identity: string;
}

/** Goes on by TLS. Rejects with a sentence that says what is wrong with the certificate and what to do. */
export async function secureWire(lower: Duplex, host: string, options: TlsOptions): Promise<Secured> {
  const name = options.name ?? host;
  const ca = options.ca === undefined ? undefined : await readAuthority(options.ca);
  const socket = connect({
    socket: lower,
    host: name,
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(ca === undefined ? {} : { ca }),
    // It is looked at below, where a sentence can be made of it.
    rejectUnauthorized: false,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', (error: NodeJS.ErrnoException) => reject(new Error(describeTlsError(error))));
    lower.once('close', () =>
      reject(new Error('the connection was closed during the TLS handshake: it may speak no TLS on this port')),
    );
  });
  const certificate = socket.getPeerCertificate();
  const trouble = options.insecure === true ? undefined : describeDistrust(socket, certificate, name);
  if (trouble === undefined)
    return { wire: socket, identity: describeCertificate(certificate, options.insecure === true) };
  socket.destroy();
  throw new Error(trouble);
}

async function readAuthority(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch {
    throw new Error(`the file ${file} of tls.ca cannot be read: correct its name`);
  }
}

function describeCertificate(certificate: PeerCertificate, isUnchecked: boolean): string {
  const text = `certificate of ${subjectOf(certificate)}, issued by ${issuerOf(certificate)}, valid until ${dayOf(certificate.valid_to)}`;
  return isUnchecked ? `${text}, NOT CHECKED (tls.insecure)` : text;
}

function subjectOf({ subject, subjectaltname }: PeerCertificate): string {
  return textOf(subject?.CN) || namesOf(subjectaltname) || 'nobody';
}

function issuerOf({ issuer }: PeerCertificate): string {
  return textOf(issuer?.CN) || textOf(issuer?.O) || 'nobody';
}

function textOf(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : (value?.join(', ') ?? '');
}

function namesOf(names: string | undefined): string {
  return (names ?? '').replaceAll(/(DNS|IP Address):/gu, '');
}

function dayOf(date: string): string {
  const parsed = new Date(date);
  return Number.isNaN(parsed.getTime()) ? date : parsed.toISOString().slice(0, 10);
}

const OR_INSECURE = 'or set tls.insecure: true, which the report will say';

/** Undefined when it is trusted. The codes are OpenSSL's (X509_V_ERR_…) as Node names them. */
function describeDistrust(socket: TLSSocket, certificate: PeerCertificate, name: string): string | undefined {
  if (socket.authorized) return undefined;
  const error: unknown = socket.authorizationError;
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const explain = DISTRUST[code];
  if (explain !== undefined) return `${explain(certificate, name)}, ${OR_INSECURE}`;
  return `its certificate is not trusted (${code}): mend it, ${OR_INSECURE}`;
}

type Explain = (certificate: PeerCertificate, name: string) => string;

const selfSigned: Explain = (certificate) =>
  `its certificate (${subjectOf(certificate)}) is signed by itself: give that certificate as tls.ca`;
const unknownIssuer: Explain = (certificate) =>
  `its certificate was issued by ${issuerOf(certificate)}, whom this machine does not know: give the certificate of ${issuerOf(certificate)} as tls.ca`;

const DISTRUST: Readonly<Record<string, Explain>> = {
  CERT_HAS_EXPIRED: ({ valid_to: end }) => `its certificate expired on ${dayOf(end)}: have it renewed`,
  CERT_NOT_YET_VALID: ({ valid_from: begin }) =>
    `its certificate is valid from ${dayOf(begin)} on: correct the clock of this machine or of the server`,
  DEPTH_ZERO_SELF_SIGNED_CERT: selfSigned,
  SELF_SIGNED_CERT_IN_CHAIN: unknownIssuer,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
  ERR_TLS_CERT_ALTNAME_INVALID: (certificate, name) =>
    `its certificate is for ${namesOf(certificate.subjectaltname) || subjectOf(certificate)} and not for ${name}: use that name as address or as tls.name`,
};

const NO_TLS = /wrong version number|packet length too long|unknown protocol|http request|record overflow/iu;
const REFUSED = /alert (handshake failure|protocol version|certificate required|bad certificate|internal error)/iu;

function describeTlsError(error: NodeJS.ErrnoException): string {
  if (NO_TLS.test(error.message)) return 'it answers without TLS: leave tls out, or use its port with TLS';
  const refused = REFUSED.exec(error.message)?.[1];
  if (refused !== undefined)
    return `it refuses the TLS handshake (${refused}): it may want a certificate of the client, or another version of TLS`;
  return `TLS failed: ${describeSocketError(error)}`;
}
