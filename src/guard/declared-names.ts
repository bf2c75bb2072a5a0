import type { BindingPattern, ImportDeclaration, ParamPattern } from 'oxc-parser';
import { readText } from './expression.ts';
import type { Node } from './expression.ts';

// Names that a program gives to things: by import, by declaration, as parameters, as properties.

export function importedName(one: ImportDeclaration['specifiers'][number]): string {
  if (one.type === 'ImportDefaultSpecifier') return 'default';
  if (one.type === 'ImportNamespaceSpecifier') return '*';
  return one.imported.type === 'Identifier' ? one.imported.name : one.imported.value;
}

const SETTERS: ReadonlySet<string> = new Set(['Object.defineProperty', 'Reflect.defineProperty', 'Reflect.set']);

export function listPuts(verb: string | undefined, key: Node, value: Node): readonly (readonly [string, Node])[] {
  if (verb === 'Object.assign' || verb === 'Object.defineProperties') return listProperties(key);
  const name = SETTERS.has(verb ?? '') ? readText(key) : undefined;
  return name === undefined ? [] : [[name, value]];
}

/** Names of an object that stands in the text, each with its value. */
export function listProperties(node: Node): readonly (readonly [string, Node])[] {
  if (node.type !== 'ObjectExpression') return [];
  return node.properties.flatMap((one) =>
    one.type === 'Property' && one.key.type === 'Identifier' ? [[one.key.name, one.value] as const] : [],
  );
}

export interface Named {
  readonly local: string;
  /** What is taken out of the value; `default` for the value itself. */
  readonly name: string;
}

export function listNames(pattern: BindingPattern): readonly Named[] {
  if (pattern.type === 'Identifier') return [{ local: pattern.name, name: 'default' }];
  if (pattern.type !== 'ObjectPattern') return [];
  return pattern.properties.flatMap((one) => {
    if (one.type !== 'Property' || one.key.type !== 'Identifier' || one.value.type !== 'Identifier') return [];
    return [{ local: one.value.name, name: one.key.name }];
  });
}

/** Of a parameter too, with what it is by default, or as the rest. */
export function listParameterNames(param: ParamPattern): readonly Named[] {
  if (param.type === 'TSParameterProperty') return listParameterNames(param.parameter);
  if (param.type === 'RestElement') return listNames(param.argument);
  return listNames(param.type === 'AssignmentPattern' ? param.left : param);
}
