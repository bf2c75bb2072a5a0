/** What can be told of a token without telling the token. */
export interface ReadToken {
  readonly endsMs?: number;
  readonly key?: 'ours' | 'foreign';
}

/** The signatures of a text by each secret of the world, with a hash of this name. */
export type SignatureFinder = (text: string, hash: string) => readonly string[];

const TOKEN = /\b(eyJ[\w-]{5,})\.([\w-]{5,})\.([\w-]*)/u;
/** JSON Web Algorithms (RFC 7518, 3.2): one key for who signs and who looks. */
const HASHES: Readonly<Record<string, string>> = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' };

/** Of the first token in JWT's form: its `exp`, and whether a secret of the world signs it; that is not known without any secret, or of other algorithms. */
export function readToken(text: string, findSignatures: SignatureFinder): ReadToken | undefined {
  const [, header = '', payload, signature = ''] = TOKEN.exec(text) ?? [];
  if (payload === undefined) return undefined;
  const [, seconds] = /"exp"\s*:\s*(\d{9,11})(?!\d)/u.exec(decode(payload)) ?? [];
  const key = findKey({ header, payload, signature }, findSignatures);
  return {
    ...(seconds === undefined ? {} : { endsMs: Number(seconds) * 1000 }),
    ...(key === undefined ? {} : { key }),
  };
}

type Parts = Readonly<Record<'header' | 'payload' | 'signature', string>>;

function findKey({ header, payload, signature }: Parts, findSignatures: SignatureFinder): ReadToken['key'] {
  const hash = HASHES[/"alg"\s*:\s*"(\w+)"/u.exec(decode(header))?.[1] ?? ''];
  const ours = hash === undefined || signature === '' ? [] : findSignatures(`${header}.${payload}`, hash);
  if (ours.length === 0) return undefined;
  return ours.includes(signature) ? 'ours' : 'foreign';
}

function decode(part: string): string {
  return Buffer.from(part, 'base64url').toString();
}
