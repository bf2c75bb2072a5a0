import type {
  GuardPlace,
  GuardPolicy,
  Ledger,
  LedgerPart,
  LoadJudge,
  LoadPart,
  PlacePart,
  Places,
  BuiltinPart,
} from './guard-face.ts';

// The side of `import`. On newer Node these hooks run in the thread of the test, on older ones in a thread of their own; both share what they decide.
const fs = require('node:fs') as typeof import('node:fs');
const { fileURLToPath } = require('node:url') as typeof import('node:url');
const { openLedger } = require('./guard-ledger.cjs') as LedgerPart;
const { openPlaces } = require('./guard-places.cjs') as PlacePart;
const { openLoads, loadHit } = require('./guard-loads.cjs') as LoadPart;
const { WATCHED } = require('./guard-builtins.cjs') as BuiltinPart;

interface Resolved {
  readonly url: string;
  readonly format?: string | null | undefined;
}
interface ResolveContext {
  readonly parentURL?: string | undefined;
  readonly conditions?: readonly string[];
}
interface Loaded {
  readonly format?: string | null | undefined;
  readonly source?: unknown;
}
type Next<In, Out> = (of: string, context?: In) => Out;

interface State {
  readonly policy: GuardPolicy;
  readonly ledger: Ledger;
  readonly places: Places;
  readonly loads: LoadJudge;
  /** Set where the hooks share the thread of the test. */
  readonly builtin?: (name: string) => void;
}

interface Refusal {
  readonly what: string;
  readonly parent: string | undefined;
  readonly specifier: string;
}

let state: State | undefined;
const refusals = new Map<string, Refusal>();

/** Called by Node in the thread of hooks. */
const initialize = ({ policy }: { readonly policy: GuardPolicy }): void => {
  const places = openPlaces(policy);
  state ??= { policy, places, ledger: openLedger(policy), loads: openLoads(policy, places) };
};

/** Called by the preload where hooks are synchronous. */
const share = (shared: State): void => {
  state = shared;
};

const resolve = async (
  specifier: string,
  context: ResolveContext,
  next: Next<ResolveContext, Promise<Resolved>>,
): Promise<Resolved> => judged(specifier, context, await next(specifier, context));

const load = async (url: string, context: object, next: Next<object, Promise<Loaded>>): Promise<Loaded> =>
  refusalOf(url) ?? furnished(url, await next(url, context));

const resolveSync = (specifier: string, context: ResolveContext, next: Next<ResolveContext, Resolved>): Resolved =>
  judged(specifier, context, next(specifier, context));

const loadSync = (url: string, context: object, next: Next<object, Loaded>): Loaded =>
  refusalOf(url) ?? furnished(url, next(url, context));

const MARK = /[?&]reality-guard=(?<id>\d+)$/u;

/** Loads for the sake of first-party: vitest imports for the files that it transforms itself. */
const ON_BEHALF = /[/\\]node_modules[/\\](?:vitest|vite-node|vite|@vitest[/\\][^/\\]+)[/\\]/u;

const judged = (specifier: string, { parentURL, conditions }: ResolveContext, resolved: Resolved): Resolved => {
  // Of `require` the other side knows more.
  if (state === undefined || conditions?.includes('require') === true || MARK.test(resolved.url)) return resolved;
  if (resolved.url.startsWith('node:')) return judgedBuiltin(state, resolved, parentURL);
  if (parentURL === undefined) return resolved;
  const what = state.loads.judge(parentURL, specifier, resolved.url);
  if (what === undefined) return resolved;
  const id = String(refusals.size + 1);
  if (state.policy.allow.some((entry) => entry.what === what || entry.what === 'mock-package')) {
    state.ledger.hit(loadHit(what, placeOf(state, parentURL, specifier)));
    return resolved;
  }
  refusals.set(id, { what, parent: parentURL, specifier });
  return { ...resolved, url: `${resolved.url}${resolved.url.includes('?') ? '&' : '?'}reality-guard=${id}` };
};

/** A module of Node's own is patched in the thread of the test before the module that asks for it runs. */
const judgedBuiltin = (of: State, resolved: Resolved, parentURL: string | undefined): Resolved => {
  const name = resolved.url.slice('node:'.length);
  if (!WATCHED.has(name)) return resolved;
  if (of.builtin !== undefined) {
    of.builtin(name);
    return resolved;
  }
  const isTheirs =
    parentURL !== undefined && of.places.originOf(parentURL) === 'dependency' && !ON_BEHALF.test(parentURL);
  // A module that is text: it tells the guard first, and then is what was asked for.
  if (isTheirs || parentURL?.startsWith('data:text/javascript,globalThis') === true) return resolved;
  const text = `globalThis[Symbol.for("reality.guard")]?.builtin("${name}");export*from"node:${name}";export{default}from"node:${name}";`;
  return {
    ...resolved,
    format: 'module',
    url: `data:text/javascript,${encodeURIComponent(text).replaceAll('%5B', '[')}`,
  };
};

const placeOf = (of: State, parent: string | undefined, specifier: string): GuardPlace | undefined =>
  parent !== undefined && of.places.originOf(parent) === 'first-party'
    ? of.places.locate(parent, specifier)
    : undefined;

/** In place of the package: a module that throws, with the names that the importer asks for, so that it is run at all. */
const refusalOf = (url: string): (Loaded & { readonly shortCircuit: true }) | undefined => {
  const refusal = refusals.get(MARK.exec(url)?.groups?.['id'] ?? '');
  if (refusal === undefined || state === undefined) return undefined;
  const { what, parent, specifier } = refusal;
  // Only the thread of the test knows for which file vitest loads it; it asks for a namespace, so that no names are needed.
  if (parent !== undefined && ON_BEHALF.test(parent)) {
    const source = `globalThis[Symbol.for("reality.guard")]?.loaded(${JSON.stringify(what)}); export default undefined;`;
    return { format: 'module', source, shortCircuit: true };
  }
  const { atMs, sentence } = state.ledger.hit(loadHit(what, placeOf(state, parent, specifier)));
  const given = `${JSON.stringify(sentence)}, ${String(atMs)}`;
  const source = [
    `throw globalThis[Symbol.for("reality.guard")]?.errorOf(${given}) ?? new Error(${JSON.stringify(`${sentence} (reality guard)`)});`,
    ...namesAsked(parent, specifier).map((name) => `export let ${name};`),
    'export default undefined;',
  ].join('\n');
  return { format: 'module', source, shortCircuit: true };
};

const ASKED = /\{(?<names>[^{}]*)\}\s*from\s*(?<quote>['"])(?<from>[^'"]+)\k<quote>/gu;
const FIRST_NAME = /^\s*(?:type\s+)?(?<name>[\p{ID_Start}$_][\p{ID_Continue}$]*)/u;

const namesAsked = (parent: string | undefined, specifier: string): readonly string[] => {
  const clauses = [...textOf(parent).matchAll(ASKED)].flatMap(({ groups }) =>
    groups?.['from'] === specifier ? (groups['names'] ?? '').split(',') : [],
  );
  const names = clauses.map((clause) => FIRST_NAME.exec(clause)?.groups?.['name']);
  return [...new Set(names)].filter((name) => name !== undefined && name !== 'default') as string[];
};

const textOf = (parent: string | undefined): string => {
  if (parent?.startsWith('file:') !== true) return '';
  try {
    return fs.readFileSync(fileURLToPath(parent.replace(/[?#].*$/u, '')), 'utf8');
  } catch {
    return '';
  }
};

const VITEST = 'import { vi as realityVi } from "vitest"; globalThis[Symbol.for("reality.guard")]?.vitest(realityVi);';
const SOCKET = 'globalThis[Symbol.for("reality.guard")]?.socket();';

/** Told at the end of a module, where no line of it moves: vitest of its `vi`, first-party code that it names WebSocket. */
const furnished = (url: string, loaded: Loaded): Loaded => {
  const { format, source } = loaded;
  if (format !== 'module' || source === undefined || source === null) return loaded;
  if (url.endsWith('/node_modules/vitest/dist/index.js'))
    return { ...loaded, source: `${textOfSource(source)}\n;${VITEST}\n` };
  if (state?.places.originOf(url) !== 'first-party') return loaded;
  const text = textOfSource(source);
  return text.includes('WebSocket') ? { ...loaded, source: `${text}\n;${SOCKET}\n` } : loaded;
};

const textOfSource = (source: unknown): string =>
  typeof source === 'string' ? source : new TextDecoder().decode(source as Uint8Array);

module.exports = { initialize, resolve, load, share, resolveSync, loadSync };
