import type {
  CallExpression,
  Expression,
  ImportDeclaration,
  NewExpression,
  ParamPattern,
  Span,
  VariableDeclarator,
} from 'oxc-parser';
import { parseSync, Visitor } from 'oxc-parser';
import { importedName, listNames, listParameterNames, listProperties, listPuts } from './declared-names.ts';
import type { Named } from './declared-names.ts';
import { readPath, readText, readTexts, splitMembers } from './expression.ts';
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

/** The same function, reached through a module. */
const REQUIRES_OF_MODULES: ReadonlySet<string> = new Set([
  'module.require',
  'require.main.require',
  'process.mainModule.require',
]);

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
  readonly #parameters = new Set<string>();
  #tries = 0;

  constructor(locate: (offset: number) => Place) {
    this.#locate = locate;
  }

  read(program: Parameters<Visitor['visit']>[0]): void {
    new Visitor({
      ImportDeclaration: (node) => this.#import(node),
      ExportAllDeclaration: (node) => {
        if (node.exportKind !== 'type') this.#load(node.source.value, node);
      },
      ExportNamedDeclaration: (node) => {
        if (node.exportKind !== 'type' && node.source !== null) this.#load(node.source.value, node);
      },
      TSImportEqualsDeclaration: (node) => {
        if (node.moduleReference.type !== 'TSExternalModuleReference' || node.importKind === 'type') return;
        const module = node.moduleReference.expression.value;
        this.#load(module, node);
        this.#bindings.set(node.id.name, { module, name: 'default' });
      },
      ImportExpression: (node) => this.#load(readText(node.source), node),
      VariableDeclarator: (node) => this.#declare(node),
      FunctionDeclaration: (node) => {
        this.#declareName(node.id?.name);
        this.#declareParameters(node.params);
      },
      FunctionExpression: (node) => this.#declareParameters(node.params),
      ArrowFunctionExpression: (node) => this.#declareParameters(node.params),
      ClassDeclaration: (node) => this.#declareName(node.id?.name),
      TryStatement: (node) => void (this.#tries += node.handler === null ? 0 : 1),
      'TryStatement:exit': (node) => void (this.#tries -= node.handler === null ? 0 : 1),
      CallExpression: (node) => this.#call(node),
      NewExpression: (node) => this.#note(node, true),
      AssignmentExpression: (node) => this.#write(this.#pathOf(node.left), node.right, node),
    }).visit(program);
  }

  script(): Omit<Script, 'file' | 'problem'> {
    // A bare name that is given something else is another thing from then on, and what it stood for stays.
    const target = (path: readonly string[]): readonly string[] => (path.length === 1 ? path : this.#unalias(path));
    const writes = this.#writes
      .map(({ path, right, at }): Write => ({ path: target(path), value: this.#valueOf(right), ...at }))
      .filter(({ path: [head = '', ...rest] }) => rest.length > 0 || !this.#isOwn(head));
    return {
      loads: this.#loads,
      uses: this.#uses.map((use) => ({ ...use, path: this.#unalias(use.path) })),
      writes,
      bindings: this.#bindings,
      own: this.#own,
    };
  }

  /** `fetch = …` is a global only where the file has no such name. */
  #isOwn(name: string): boolean {
    return this.#own.has(name) || this.#bindings.has(name) || this.#parameters.has(name);
  }

  /** `const { spyOn } = vi; spyOn(…)` is `vi.spyOn(…)`. A name that is given to itself, or in a circle, stays what it is. */
  #unalias(path: readonly string[]): readonly string[] {
    const seen = new Set<string>();
    let [head = '', ...rest] = path;
    for (let alias = this.#aliases.get(head); alias !== undefined && !seen.has(head); alias = this.#aliases.get(head)) {
      seen.add(head);
      [head = '', ...rest] = [...alias, ...rest];
    }
    return [head, ...rest];
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

  #declareParameters(params: readonly ParamPattern[]): void {
    for (const param of params) {
      for (const { local } of listParameterNames(param)) this.#parameters.add(local);
    }
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

  #requiredBy(init: Node): string | undefined {
    if (init.type === 'AwaitExpression') return this.#requiredBy(init.argument);
    if (init.type === 'ImportExpression') return readText(init.source);
    if (init.type !== 'CallExpression') return undefined;
    const isBuiltin = readPath(init.callee)?.join('.') === 'process.getBuiltinModule';
    return isBuiltin || this.#isRequire(init) ? readText(init.arguments[0]) : undefined;
  }

  /** Also of what is loaded on the spot: `require('net').connect`. */
  #pathOf(node: Node): readonly string[] | undefined {
    const path = readPath(node);
    if (path !== undefined) return path;
    const { base, names } = splitMembers(node);
    const module = names.length === 0 ? undefined : this.#requiredBy(base);
    if (module === undefined) return undefined;
    const local = `require('${module}')`;
    this.#bindings.set(local, { module, name: 'default' });
    return [local, ...names];
  }

  #isRequire({ callee }: CallExpression): boolean {
    const path = readPath(callee);
    if (path === undefined) return isCreateRequireCall(callee);
    if (REQUIRES_OF_MODULES.has(path.join('.'))) return true;
    return path.length === 1 && this.#requires.has(path[0] ?? '');
  }

  #call(node: CallExpression): void {
    if (this.#isRequire(node)) this.#load(readText(node.arguments[0]), node);
    else this.#note(node, false);
    this.#writesBy(node);
  }

  #note(node: CallExpression | NewExpression, isNew: boolean): void {
    const path = this.#pathOf(node.callee);
    if (path === undefined) return;
    const texts = node.arguments.flatMap(readTexts);
    const keys = node.arguments.flatMap((one) => listProperties(one).map(([name]) => name));
    this.#uses.push({ path, isNew, texts, keys, ...this.#locate(node.start) });
  }

  /** `Object.defineProperty(x, 'y', …)`, `Object.assign(x, { y })` and `Reflect.set(x, 'y', …)` overwrite too. */
  #writesBy(node: CallExpression): void {
    const [target, key, value = node] = node.arguments;
    const path = target === undefined ? undefined : this.#pathOf(target);
    if (path === undefined || key === undefined) return;
    for (const [name, put] of listPuts(readPath(node.callee)?.join('.'), key, value)) {
      this.#write([...path, name], put, node);
    }
  }

  #write(path: readonly string[] | undefined, right: Node, { start }: Span): void {
    if (path !== undefined) this.#writes.push({ path, right, at: this.#locate(start) });
  }

  #valueOf(right: Node): WrittenValue {
    if (right.type === 'ArrowFunctionExpression' || right.type === 'FunctionExpression') return { kind: 'function' };
    if (right.type === 'Literal' && right.value !== null) return { kind: 'constant' };
    const path = readPath(right);
    if (path === undefined) return { kind: 'other' };
    const isAlias = path.length === 1 && this.#aliases.has(path[0] ?? '');
    return { kind: 'name', path, ...(isAlias && { alias: this.#unalias(path) }) };
  }
}

/** `createRequire(import.meta.url)('sinon')`. */
function isCreateRequireCall(callee: Expression): boolean {
  return callee.type === 'CallExpression' && readPath(callee.callee)?.at(-1) === 'createRequire';
}
