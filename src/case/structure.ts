import { unquote } from './unquote.ts';

/** What is in a list, an object or a record, as a failure prints it: the values in their order, and all else without white space. */
export interface Structure {
  readonly values: readonly string[];
  readonly shape: string;
}

/**
 * Reads what a language or a framework prints of more than one value: JSON; `Object {` of pretty-format (jest, vitest); `[ 1, 2 ]`, `Map(2) {`, `[Object: null prototype] {`
 * of Node; `{'a': 1}`, `Room(id=1)` of Python; `map[a:1 b:2]`, `&{ID:5 Name:x}`, `main.Room{ID:5}` of Go. Undefined for a single value.
 */
export function readStructure(text: string): Structure | undefined {
  if (!OPENS.test(text)) return undefined;
  const pattern = isBare(text) ? BARE : VALUE;
  return {
    values: (text.match(pattern) ?? []).map(unquote),
    // Long ones are written over several lines.
    shape: text.replaceAll(pattern, '').replaceAll(/\s+/gu, ''),
  };
}

const OPENS =
  /^(?:[[{(]|[&*]?(?:\[\]|map\[\w+\])?[\w.*]*(?: ?\{\})?\{.*\}$|map\[.*\]$|(?:\[Object: null prototype\]|[A-Z][\w$]*(?:\(\d+\))?) [[{].*[\]}]$|[A-Z]\w*\(.*\)$)/su;

/** A text in quotes, or a number by itself. */
const VALUE = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<![\w.])-?\d+(?:\.\d+)?(?!\w)/gu;

// Go puts nothing around a text, and only a space between two.
function isBare(text: string): boolean {
  return text.length < LONGEST && !/["'`,]|: /u.test(text) && /^(?:map\[|[&*]?[[{]+)\S+ /u.test(text);
}

const LONGEST = 10_000;
const BARE = /(?<=[\s[{](?:[A-Za-z_]\w*:)?)(?![A-Za-z_]\w*:)[^\s[\]{}]+/gu;
