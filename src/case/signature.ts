// Exact signatures only: what varies from run to run is replaced by a word, what tells failures apart stays.

const VARYING: readonly (readonly [RegExp, string])[] = [
  // oxlint-disable-next-line no-control-regex -- terminal colours are what is removed
  [/\u001B\[[0-9;]*[A-Za-z]/gu, ''],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/giu, '<uuid>'],
  [/\b\d{4}-\d\d-\d\d[T_ ]\d\d[:-]\d\d[:-]\d\d(?:[.,-]\d+)?Z?\b/gu, '<time>'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/gu, '<token>'],
  [/\/tmp\/[^\s'":,)]+/gu, '<temp>'],
  [/(?:\b127\.0\.0\.1|\blocalhost|\[::1\]):\d+/gu, '<address>'],
  [/\b\d+(?:\.\d+)? ?(?:ms|s|seconds|bytes|[kMG]i?B)\b/gu, '<amount>'],
  [/\bpid \d+/gu, 'pid <n>'],
  [/\bport \d+/gu, 'port <n>'],
  [/\b[0-9a-f]{12,}\b/giu, '<hex>'],
];

/** A failure text without what varies: equal texts have one cause. */
export function normaliseText(text: string): string {
  const known = recent.get(text);
  if (known !== undefined) return known;
  let result = text;
  for (const [pattern, word] of VARYING) result = result.replace(pattern, word);
  result = result.replaceAll(/\s+/gu, ' ').trim();
  if (recent.size >= MAX_RECENT) recent.clear();
  if (text.length <= MAX_RECENT_CHARS) recent.set(text, result);
  return result;
}

// Of 100,000 failures most say the same few hundred things.
const MAX_RECENT = 1000;
const MAX_RECENT_CHARS = 2000;
const recent = new Map<string, string>();
