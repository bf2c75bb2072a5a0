import { createHmac } from 'node:crypto';

export interface TokenOptions {
  readonly secret: string;
  readonly role: string;
  readonly userId?: string;
  /** Seconds from now until it expires; negative = expired already. Default 600. */
  readonly expiresInS?: number;
  /** `none` leaves the signature empty, as forgers do. Default HS256. */
  readonly algorithm?: 'HS256' | 'HS384' | 'HS512' | 'none';
  /** Claims added or replaced; undefined takes a claim away. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** A JSON Web Token with the claims user_id, role, iat and exp, signed with a shared secret. */
export function mintToken(options: TokenOptions): string {
  const algorithm = options.algorithm ?? 'HS256';
  const nowS = Math.floor(Date.now() / 1000);
  const claims = {
    user_id: options.userId ?? 'reality',
    role: options.role,
    iat: nowS,
    exp: nowS + (options.expiresInS ?? 600),
    ...options.claims,
  };
  const signed = `${encode({ alg: algorithm, typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${signature(signed, algorithm, options.secret)}`;
}

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function signature(signed: string, algorithm: string, secret: string): string {
  if (algorithm === 'none') return '';
  return createHmac(`sha${algorithm.slice(2)}`, secret)
    .update(signed)
    .digest('base64url');
}
