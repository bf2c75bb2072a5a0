import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, Pair, YAMLMap } from 'yaml';
import type { SourcePlace } from '#domain';
import type { Issue } from './issue.ts';
import type { Located, LocatedEntry } from './located.ts';

/** Nodes that a document may have once its aliases are written out: a small file must not become a huge value. */
const NODES_LIMIT = 20_000;
const DEPTH_LIMIT = 50;

export interface ReadText {
  /** Undefined when the text holds nothing. */
  readonly located: Located | undefined;
  readonly issues: readonly Issue[];
}

/** YAML 1.2 with the place of every key and value. `<<` merges, as many files expect. All syntax errors at once. */
export function readYaml(source: string, file: string): ReadText {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true, prettyErrors: false, strict: true });
  const placeAt = (offset: number): SourcePlace => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const issues = document.errors.map((error) => ({
    place: placeAt(error.pos[0]),
    text: describeSyntax(error.code, error.message),
  }));
  if (issues.length > 0) return { located: undefined, issues };
  const reader = new Reader(document, placeAt);
  const located = document.contents === null ? undefined : reader.read(document.contents, 0);
  return { located, issues: reader.issues };
}

function describeSyntax(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'this key is given twice in the same map';
  if (code === 'MULTIPLE_DOCS') return 'the file holds more than one document';
  return `not YAML: ${message.split('\n')[0] ?? message}`;
}

class Reader {
  readonly issues: Issue[] = [];
  readonly #document: Document;
  readonly #placeAt: (offset: number) => SourcePlace;
  #nodes = 0;

  constructor(document: Document, placeAt: (offset: number) => SourcePlace) {
    this.#document = document;
    this.#placeAt = placeAt;
  }

  read(node: unknown, depth: number): Located {
    const place = this.#place(node);
    this.#nodes += 1;
    if (this.#nodes > NODES_LIMIT || depth > DEPTH_LIMIT) return this.#refuse(place);
    if (isAlias(node)) return this.read(node.resolve(this.#document), depth + 1);
    if (isMap(node)) return { kind: 'map', place, entries: this.#readMap(node, depth) };
    if (isSeq(node)) return { kind: 'list', place, items: node.items.map((item) => this.read(item, depth + 1)) };
    return { kind: 'scalar', place, value: isScalar(node) ? node.value : null };
  }

  #readMap(node: YAMLMap, depth: number): ReadonlyMap<string, LocatedEntry> {
    const own = new Map<string, LocatedEntry>();
    const merged = new Map<string, LocatedEntry>();
    for (const pair of node.items) {
      const key = keyOf(pair);
      const place = this.#place(pair.key);
      const value = this.read(pair.value, depth + 1);
      if (key === '<<') this.#mergeInto(merged, value);
      else own.set(key, { place, value });
    }
    return new Map([...merged, ...own]);
  }

  #mergeInto(merged: Map<string, LocatedEntry>, value: Located): void {
    for (const source of value.kind === 'list' ? value.items.toReversed() : [value]) {
      if (source.kind !== 'map') this.issues.push({ place: source.place, text: '<< must be given a map' });
      else for (const [key, entry] of source.entries) merged.set(key, entry);
    }
  }

  // Told once: every further node past the limit would say the same.
  #refuse(place: SourcePlace): Located {
    const text = `the aliases of this file stand for more than ${NODES_LIMIT} values, or for themselves`;
    if (!this.issues.some((issue) => issue.text === text)) this.issues.push({ place, text });
    this.#nodes = NODES_LIMIT + 1;
    return { kind: 'scalar', place, value: null };
  }

  #place(node: unknown): SourcePlace {
    const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
    return this.#placeAt(range?.[0] ?? 0);
  }
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
}
