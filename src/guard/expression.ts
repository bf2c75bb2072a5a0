import type { Expression, MemberExpression, Node } from 'oxc-parser';

export type { Node } from 'oxc-parser';

/** Wrappers that change the type of an expression, or nothing at all. */
const WRAPPERS: ReadonlySet<string> = new Set([
  'TSAsExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
  'ParenthesizedExpression',
  'ChainExpression',
]);

/** The dotted name of an expression, types and `?.` taken off; undefined when it is none. An index that is no text is `[]`. */
export function readPath(node: Node): readonly string[] | undefined {
  if (isWrapper(node)) return readPath(node.expression);
  if (node.type === 'Identifier') return [node.name];
  if (node.type === 'ThisExpression') return ['this'];
  if (node.type === 'MetaProperty') return [node.meta.name, node.property.name];
  return node.type === 'MemberExpression' ? readMember(node) : undefined;
}

function isWrapper(node: Node): node is Extract<Node, { readonly expression: Expression }> {
  return WRAPPERS.has(node.type);
}

function readMember(node: MemberExpression): readonly string[] | undefined {
  const object = readPath(node.object);
  if (object === undefined) return undefined;
  return [...object, node.computed ? (readText(node.property) ?? '[]') : node.property.name];
}

/** A plain text, also as a template without holes. */
export function readText(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node?.type !== 'TemplateLiteral' || node.expressions.length > 0) return undefined;
  return node.quasis[0]?.value.cooked ?? undefined;
}

/** Plain texts of an argument: itself, or the items of a list that stands there; undefined for what is none. */
export function readTexts(node: Node): readonly (string | undefined)[] {
  if (node.type !== 'ArrayExpression') return [readText(node)];
  return node.elements.map((one) => (one === null ? undefined : readText(one)));
}

/** `require('a').b.c` → what stands before the first dot, and the names behind it. */
export function splitMembers(node: Node): { readonly base: Node; readonly names: readonly string[] } {
  if (isWrapper(node)) return splitMembers(node.expression);
  if (node.type !== 'MemberExpression') return { base: node, names: [] };
  const { base, names } = splitMembers(node.object);
  const name = node.computed ? (readText(node.property) ?? '[]') : node.property.name;
  return { base, names: [...names, name] };
}
