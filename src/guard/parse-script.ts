import type {
  BindingPattern,
  CallExpression,
  Expression,
  ImportDeclaration,
  NewExpression,
  Span,
  VariableDeclarator,
} from 'oxc-parser';
import { parseSync, Visitor } from 'oxc-parser';
import { readPath, readText } from './expression.ts';
import type { Node } from './expression.ts';
import { makeLocator } from './locate.ts';
import type { Binding, Load, Place, Script, Use, Write, WrittenValue } from './script.ts';

/** Reads one file by a real parser. A file that is no program gives an empty script with its problem. */
export function parseScript(file: string, text: string): Script {
  const parsed = parseSync(file, text);
  const [error] = parsed.errors;
  const reader = new ScriptReader(makeLocator(text));
  if (error === undefined || parsed.program.body.length > 0) reader.read(parsed.program);
  return { file, ...reader.script(), ...(error === undefined ? {} : { problem: error.message }) };
}

class ScriptReader {
  readonly #locate: (offset: number) => Place;
  readonly #loads: Load[] = [];
  readonly #uses: Use[] = [];
  readonly #writes: { readonly path: readonly string[]; readonly right: Node; readonly at: Place }[] = [];
  readonly #bindings = new Map<string, Binding>();
  readonly #own = new Set<string>();
  readonly #aliases = new Map<string, readonly string[]>();
  /** Names that stand for `require`. */
  readonly #requires = new Set(['require']);
  #tries = 0;

  constructor(locate: (offset: number) => Place) {
    this.#locate = locate;
  }

  read(program: Parameters<Visitor['visit']>[0]): void {
    new Visitor({
      ImportDeclaration: (node) => this.#import(node),
      ExportAllDeclaration: (node) => {
        if (node.exportKind === 'value') this.#load(node.source.value, node);
      },
      ExportNamedDeclaration: (node) => {
        if (node.exportKind === 'value' && node.source !== null) this.#load(node.source.value, node);
      },
      TSImportEqualsDeclaration: (node) => {
        if (node.moduleReference.type !== 'TSExternalModuleReference' || node.importKind === 'type') return;
        const module = node.moduleReference.expression.value;
        this.#load(module, node);
        this.#bindings.set(node.id.name, { module, name: 'default' });
      },
      ImportExpression: (node) => this.#load(readText(node.source), node),
      VariableDeclarator: (node) => this.#declare(node),
      FunctionDeclaration: (node) => this.#declareName(node.id?.name),
      ClassDeclaration: (node) => this.#declareName(node.id?.name),
      TryStatement: (node) => void (this.#tries += node.handler === null ? 0 : 1),
      'TryStatement:exit': (node) => void (this.#tries -= node.handler === null ? 0 : 1),
      CallExpression: (node) => this.#call(node),
      NewExpression: (node) => this.#note(node, true),
      AssignmentExpression: (node) => this.#write(readPath(node.left), node.right, node),
      UnaryExpression: () => undefined,
    }).visit(program);
  }

  script(): Omit<Script, 'file' | 'problem'> {
    const writes = this.#writes.map(({ path, right, at }): Write => ({ path, value: this.#valueOf(right), ...at }));
    return {
      loads: this.#loads,
      uses: this.#uses,
      writes,
      bindings: this.#bindings,
      own: this.#own,
    };
  }

  #load(specifier: string | undefined, { start }: Span): void {
    if (specifier !== undefined) this.#loads.push({ specifier, isTried: this.#tries > 0, ...this.#locate(start) });
  }

  #import(node: ImportDeclaration): void {
    const values = node.specifiers.filter((one) => one.type !== 'ImportSpecifier' || one.importKind !== 'type');
    // `import {} from 'x'` and `import 'x'` load it; `import { type A }` alone does not once types are stripped.
    if (node.importKind === 'type' || (values.length === 0 && node.specifiers.length > 0)) return;
    this.#load(node.source.value, node);
    for (const one of values) {
      this.#bindings.set(one.local.name, { module: node.source.value, name: importedName(one) });
    }
  }

  #declareName(name: string | undefined): void {
    if (name !== undefined) this.#own.add(name);
  }

  /** `const x = require('m')`, `const { a: b } = await import('m')`, `const before = globalThis.fetch`. */
  #declare({ id, init }: VariableDeclarator): void {
    const names = listNames(id);
    const module = init === null ? undefined : this.#requiredBy(init);
    for (const { local, name } of names) {
      if (module === undefined) this.#own.add(local);
      else this.#bindings.set(local, { module, name });
    }
    if (init !== null) this.#alias(names, init);
  }

  #alias(names: readonly Named[], init: Expression): void {
    const isRequire = init.type === 'CallExpression' && readPath(init.callee)?.at(-1) === 'createRequire';
    const path = readPath(init);
    for (const { local, name } of names) {
      if (isRequire) this.#requires.add(local);
      if (path !== undefined) this.#aliases.set(local, name === 'default' ? path : [...path, name]);
    }
  }

  #requiredBy(init: Expression): string | undefined {
    if (init.type === 'AwaitExpression') return this.#requiredBy(init.argument);
    if (init.type === 'ImportExpression') return readText(init.source);
    if (init.type !== 'CallExpression' || !this.#isRequire(init)) return undefined;
    return readText(init.arguments[0]);
  }

  #isRequire({ callee }: CallExpression): boolean {
    const path = readPath(callee);
    if (path === undefined) return isCreateRequireCall(callee);
    return path.length === 1 && this.#requires.has(path[0] ?? '');
  }

  #call(node: CallExpression): void {
    if (this.#isRequire(node)) this.#load(readText(node.arguments[0]), node);
    else this.#note(node, false);
    this.#writesBy(node);
  }

  #note(node: CallExpression | NewExpression, isNew: boolean): void {
    const path = readPath(node.callee);
    if (path === undefined) return;
    this.#uses.push({ path, isNew, texts: node.arguments.map((one) => readText(one)), ...this.#locate(node.start) });
  }

  /** `Object.defineProperty(x, 'y', …)`, `Object.assign(x, { y })` and `Reflect.set(x, 'y', …)` overwrite too. */
  #writesBy(node: CallExpression): void {
    const [target, key, value = node] = node.arguments;
    const path = target === undefined ? undefined : readPath(target);
    if (path === undefined || key === undefined) return;
    for (const [name, put] of listPuts(readPath(node.callee)?.join('.'), key, value)) {
      this.#write([...path, name], put, node);
    }
  }

  #write(path: readonly string[] | undefined, right: Node, { start }: Span): void {
    if (path !== undefined && path.length > 1) this.#writes.push({ path, right, at: this.#locate(start) });
  }

  #valueOf(right: Node): WrittenValue {
    if (right.type === 'ArrowFunctionExpression' || right.type === 'FunctionExpression') return { kind: 'function' };
    const path = readPath(right);
    if (path === undefined) return { kind: 'other' };
    const alias = path.length === 1 ? this.#aliases.get(path[0] ?? '') : undefined;
    return { kind: 'name', path, ...(alias === undefined ? {} : { alias }) };
  }
}

function importedName(one: ImportDeclaration['specifiers'][number]): string {
  if (one.type === 'ImportDefaultSpecifier') return 'default';
  if (one.type === 'ImportNamespaceSpecifier') return '*';
  return one.imported.type === 'Identifier' ? one.imported.name : one.imported.value;
}

const SETTERS: ReadonlySet<string> = new Set(['Object.defineProperty', 'Reflect.defineProperty', 'Reflect.set']);

function listPuts(verb: string | undefined, key: Node, value: Node): readonly (readonly [string, Node])[] {
  if (verb === 'Object.assign') return listProperties(key);
  const name = SETTERS.has(verb ?? '') ? readText(key) : undefined;
  return name === undefined ? [] : [[name, value]];
}

function listProperties(node: Node): readonly (readonly [string, Node])[] {
  if (node.type !== 'ObjectExpression') return [];
  return node.properties.flatMap((one) =>
    one.type === 'Property' && one.key.type === 'Identifier' ? [[one.key.name, one.value] as const] : [],
  );
}

interface Named {
  readonly local: string;
  /** What is taken out of the value; `default` for the value itself. */
  readonly name: string;
}

function listNames(pattern: BindingPattern): readonly Named[] {
  if (pattern.type === 'Identifier') return [{ local: pattern.name, name: 'default' }];
  if (pattern.type !== 'ObjectPattern') return [];
  return pattern.properties.flatMap((one) => {
    if (one.type !== 'Property' || one.key.type !== 'Identifier' || one.value.type !== 'Identifier') return [];
    return [{ local: one.value.name, name: one.key.name }];
  });
}

/** `createRequire(import.meta.url)('sinon')`. */
function isCreateRequireCall(callee: Expression): boolean {
  return callee.type === 'CallExpression' && readPath(callee.callee)?.at(-1) === 'createRequire';
}
