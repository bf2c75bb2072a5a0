import { singular } from '#domain';

/** Headers of answers (RFC 9110 and its kin), and the words by which people speak of what each tells. */
const OF_ANSWERS: Readonly<Record<string, RegExp>> = {
  'accept-ranges': /\b(?:range|part)/iu,
  'access-control-allow-origin': /\b(?:cors|cross|origin|browser|page|site)/iu,
  age: /\b(?:age|old|cache)/iu,
  allow: /\b(?:allow|methods?)/iu,
  'cache-control': /\b(?:cach|kept|keep|fresh|stor)/iu,
  'content-security-policy': /\b(?:secur|script|safe)/iu,
  'content-disposition': /\b(?:file|download|attach|name)/iu,
  'content-location': /\b(?:where|address|url|link|locat)/iu,
  etag: /\b(?:etag|version|tag)/iu,
  expires: /\b(?:expir|cach|fresh)/iu,
  'last-modified': /\b(?:modif|chang|updat)/iu,
  link: /\b(?:link|next|page)/iu,
  location: /\b(?:where|address|url|uri|link|locat|redirect|moved|sent on)/iu,
  'retry-after': /\b(?:retr|again|wait|later)/iu,
  'set-cookie': /\b(?:cookie|session)/iu,
  'strict-transport-security': /\b(?:secur|tls|https|transport)/iu,
  vary: /\b(?:var|cach)/iu,
  'www-authenticate': /\b(?:authent|challeng|scheme)/iu,
  'x-content-type-options': /\b(?:secur|sniff|safe)/iu,
  'x-frame-options': /\b(?:secur|frame|embed|safe)/iu,
};
const OF_REQUESTS: ReadonlySet<string> = new Set([
  'accept',
  'accept-language',
  'authorization',
  'cookie',
  'idempotency-key',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-unmodified-since',
  'origin',
  'prefer',
  'range',
]);
const OF_BOTH: Readonly<Record<string, RegExp>> = {
  'content-type': /\b(?:type|json|csv|xml|html|text|format|media|mime)/iu,
  'content-language': /\blanguage/iu,
  'content-encoding': /\b(?:encod|gzip|compress)/iu,
};

/** Headers that requests have by the standards; others are named by a document, or by nobody. */
export const REQUEST_HEADERS: readonly string[] = [...OF_REQUESTS, ...Object.keys(OF_BOTH)];

/** As documents write such a name: in capitals, with hyphens between; or one of the few without. */
const WRITTEN =
  /(?<![\w-])(?:(?:X|WWW|DNT|[A-Z][a-z][A-Za-z0-9]*)(?:-[A-Z][A-Za-z0-9]*)+|ETag|(?<=[\w,:"] )(?:Location|Allow|Link|Vary|Age|Expires|Accept|Authorization|Cookie|Origin|Prefer|Range))(?![\w-])/gu;

/** Headers that a text names, in lower case. */
export function listNamedHeaders(text: string): readonly string[] {
  return [...new Set([...text.matchAll(WRITTEN)].map(([name]) => name.toLowerCase()))];
}

/** Values that only one header of answers has. */
const FORMS: readonly (readonly [string, RegExp])[] = [
  [
    'cache-control',
    /^(?:(?:no-store|no-cache|private|public|must-revalidate|immutable|(?:s-)?max-?age=\d+)(?:, ?|$))+$/iu,
  ],
  ['content-type', /^(?:application|text|image|audio|video|multipart)\/[\w.+-]+(?:;.*)?$/iu],
  ['content-disposition', /^(?:attachment|inline)\b/iu],
  ['etag', /^(?:W\/)?"[^"]*"$/u],
  ['link', /^<[^>]*>; ?rel=/u],
  ['www-authenticate', /^(?:Basic|Bearer|Digest)(?: realm=.*)?$/iu],
  ['allow', /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)(?:, ?(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS))+$/u],
  ['set-cookie', /^[\w-]+=[^;]*; ?(?:path|httponly|secure|samesite)\b/iu],
];

/** Headers of answers that have values of such a form. */
export function listByForm(value: string): readonly string[] {
  return FORMS.filter(([, form]) => form.test(value)).map(([name]) => name);
}

/** Where a header stands by the standards; undefined for one that only a document knows. */
export function sideOf(name: string): 'request' | 'answer' | 'both' | undefined {
  if (OF_REQUESTS.has(name)) return 'request';
  if (Object.hasOwn(OF_ANSWERS, name)) return 'answer';
  return Object.hasOwn(OF_BOTH, name) ? 'both' : undefined;
}

/** Whether a text speaks of what a header of an answer tells, by its name or in words of its own. */
export function speaksOfHeader(text: string, name: string): boolean {
  if (text.toLowerCase().includes(name)) return true;
  const told = OF_ANSWERS[name] ?? OF_BOTH[name];
  if (told !== undefined) return told.test(text);
  const words = new Set(
    text
      .toLowerCase()
      .match(/[a-z]{3,}/gu)
      ?.map(singular),
  );
  return name.split('-').some((part) => part.length > 2 && words.has(singular(part)));
}
