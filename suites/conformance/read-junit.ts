// JUnit as test tools write it, as far as the comparison needs it. It reads what trusted tools wrote in this same run, nothing else.

export interface JunitCase {
  readonly classname: string;
  readonly name: string;
  /** Absent = passed. */
  readonly result?: { readonly tag: 'failure' | 'error' | 'skipped'; readonly type: string; readonly message: string };
}

const CASE = /<testcase\b(?<attributes>(?:[^>"]|"[^"]*")*?)(?:\/>|>(?<inside>[\s\S]*?)<\/testcase>)/gu;
const RESULT = /<(?<tag>failure|error|skipped)\b(?<attributes>(?:[^>"]|"[^"]*")*?)\/?>/u;

export function readJunit(xml: string): readonly JunitCase[] {
  return [...xml.matchAll(CASE)].map(({ groups = {} }) => {
    const { attributes = '', inside = '' } = groups;
    const base = { classname: readAttribute(attributes, 'classname'), name: readAttribute(attributes, 'name') };
    const result = readResult(inside);
    return result === undefined ? base : { ...base, result };
  });
}

function readResult(inside: string): JunitCase['result'] {
  const { tag, attributes = '' } = RESULT.exec(inside)?.groups ?? {};
  if (tag !== 'failure' && tag !== 'error' && tag !== 'skipped') return undefined;
  return { tag, type: readAttribute(attributes, 'type'), message: readAttribute(attributes, 'message') };
}

function readAttribute(attributes: string, name: string): string {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`, 'u').exec(attributes)?.[1] ?? '';
  return unescapeXml(found);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function unescapeXml(text: string): string {
  return text.replaceAll(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/giu,
    (whole, hex?: string, digits?: string, name?: string) => {
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (digits !== undefined) return String.fromCodePoint(Number(digits));
      return ENTITIES[name ?? ''] ?? whole;
    },
  );
}
