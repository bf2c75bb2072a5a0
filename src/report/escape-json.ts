// What a terminal, an editor or GitHub's runner would act on; in JSON text such characters stand in strings alone.
const ACTING = /(?!\n)[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\uFFF9-\uFFFB\uFFFE\uFFFF]/gu;
// A journal of 100,000 tests makes tens of megabytes, nearly all of it plain: only the rest is looked at closely.
const NOT_PLAIN = /[^\n -~]+/gu;

/** Lists inside lists are shown on lines of their own down to this depth: one line for each test, cause, gate. */
const OPEN_DEPTH = 4;

/** JSON in which nothing acts: the same value for every parser, with escapes in place of hidden characters. One line for each thing. */
export function jsonText(value: object): string {
  const parts: string[] = [];
  layOut(value, 0, parts);
  parts.push('\n');
  return parts.join('');
}

const PLAIN = /^[\n -~]*$/u;

// Piece by piece: what acts never reaches from one value into the next, and of a large document there is never a second copy.
function escapeActing(json: string): string {
  const shown = PLAIN.test(json) ? json : json.replaceAll(NOT_PLAIN, (part) => part.replaceAll(ACTING, escapeUnits));
  return shown.includes('##[') ? shown.replaceAll('##[', String.raw`#\u0023[`) : shown;
}

function escapeUnits(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');
}

function layOut(value: unknown, depth: number, parts: string[]): void {
  if (!isObject(value) || depth >= OPEN_DEPTH || !(depth === 0 || hasLists(value))) {
    parts.push(escapeActing(JSON.stringify(value)));
    return;
  }
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const isList = Array.isArray(value);
  const entries = Object.entries(value).filter(([, one]) => isList || one !== undefined);
  const pad = `\n${'  '.repeat(depth + 1)}`;
  parts.push(open);
  for (const [index, [key, one]] of entries.entries()) {
    parts.push(index === 0 ? pad : `,${pad}`);
    if (!isList) parts.push(escapeActing(JSON.stringify(key)), ': ');
    layOut(one, depth + 1, parts);
  }
  parts.push(entries.length === 0 ? close : `\n${'  '.repeat(depth)}${close}`);
}

// A list of things, or a thing that holds such a list.
function hasLists(value: object): boolean {
  const inside: readonly unknown[] = Object.values(value);
  return Array.isArray(value) ? inside.some(isObject) : inside.some((one) => Array.isArray(one) && one.some(isObject));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
