import type {
  ArmPart,
  Callable,
  FrameworkPart,
  Guard,
  GuardPlace,
  LoadPart,
  PinPart,
  PolicyPart,
  BuiltinPart,
} from './guard-face.ts';

// The side of `require`: refuses mocking packages before the cache is asked, and keeps the cache and the loader from being replaced.
const nodeModule = require('node:module') as typeof import('node:module');
const { packageOfFile, packageOfSpecifier, isInstalled, isRefused } = require('./guard-policy.cjs') as PolicyPart;
const { openLoads, loadHit } = require('./guard-loads.cjs') as LoadPart;
const { pin, pinSocket, wrap, replace } = require('./guard-pins.cjs') as PinPart;
const { WATCHED } = require('./guard-builtins.cjs') as BuiltinPart;

interface Requirer {
  readonly id?: string;
  readonly filename?: string | null;
}

/** Node's loader as those who patch it know it. */
interface Loader {
  _load: (request: string, parent: Requirer | null | undefined, isMain: boolean) => unknown;
  _resolveFilename: (request: string, parent: Requirer | null | undefined, isMain?: boolean) => string;
  _cache: Record<string, unknown>;
  _extensions: Record<string, unknown>;
  prototype: Record<string, unknown>;
}

const Module = nodeModule as unknown as Loader;

const arm: ArmPart['arm'] = (guard) => {
  tellLoadedBefore(guard);
  armLoad(guard);
  armCompile(guard);
  armCache(guard);
  pin(guard, Module, '_load', 'Module._load');
  pin(guard, Module.prototype, 'require', 'Module.prototype.require');
};

interface LoadedModule {
  readonly filename?: string | null;
  readonly children?: readonly LoadedModule[];
}

/** What the project's own NODE_OPTIONS preload comes first: it is too late to refuse it, and not to tell of it. */
const tellLoadedBefore = (guard: Guard): void => {
  const cached = Object.values(Module._cache) as readonly LoadedModule[];
  for (const { filename, children = [] } of cached) {
    if (typeof filename !== 'string' || guard.places.originOf(filename) !== 'first-party') continue;
    for (const child of children) {
      const what = packageOfFile(child.filename ?? '');
      if (what === undefined || !isRefused(guard.policy, what)) continue;
      guard.ledger.hit(loadHit(what, guard.places.locate(filename, what)));
    }
  }
};

const armLoad = (guard: Guard): void => {
  const loads = openLoads(guard.policy, guard.places);
  const { _load: original } = Module;

  const check = (request: string, parent: Requirer | null | undefined): void => {
    const importer = parent?.filename ?? undefined;
    // The main program, and what ES modules load, which is judged where they are.
    if (importer === undefined && parent?.id !== 'internal/preload') return;
    const isOwn = importer === undefined || guard.places.originOf(importer) !== 'dependency';
    // Of a dependency only what names such a package is looked at closer: it loads a lot.
    if (!isOwn && !namesRefused(guard, request)) return;
    const what = loads.judge(importer, request, fileOf(request, parent));
    if (what !== undefined) guard.refuse(loadHit(what, placeOf(guard, importer, request)));
  };

  replace(
    Module,
    '_load',
    wrap(original, (load, self, given) => {
      const [request, parent] = given as [unknown, Requirer | null | undefined];
      if (typeof request !== 'string') return Reflect.apply(load, self, given);
      const builtin = request.startsWith('node:') ? request.slice('node:'.length) : request;
      if (!nodeModule.builtinModules.includes(request) && !request.startsWith('node:')) check(request, parent);
      const exported = Reflect.apply(load, self, given);
      if (WATCHED.has(builtin)) guard.builtin(builtin);
      return MAY_BE_FRAMEWORK.test(request) ? furnish(guard, fileOf(request, parent), exported) : exported;
    }),
  );
};

const namesRefused = ({ policy }: Guard, request: string): boolean => {
  const name = packageOfSpecifier(request) ?? packageOfFile(request);
  return name !== undefined && isRefused(policy, name);
};

/** Cheap: furnish looks closer. */
const MAY_BE_FRAMEWORK = /mock-(?:agent|pool|client)|snapshot-agent|jest-runtime/u;

const fileOf = (request: string, parent: Requirer | null | undefined): string => {
  try {
    return Module._resolveFilename(request, parent);
  } catch {
    return request;
  }
};

/** The line of the stack, through loaders of others; where that is none, what the text of the file tells. */
const placeOf = (guard: Guard, importer: string | undefined, request: string): GuardPlace | undefined => {
  const place = guard.places.caller(undefined, isInstalled);
  if (place !== undefined || importer === undefined || guard.places.originOf(importer) !== 'first-party') return place;
  return guard.places.locate(importer, request);
};

/** Whether a file imports anything is only known when it is compiled: until then the ES side costs nothing. */
const IMPORTS = /\bimport\s*\(|^\s*(?:import|export)\b/mu;

const armCompile = (guard: Guard): void => {
  let isNeeded = false;
  replace(
    Module.prototype,
    '_compile',
    wrap(Module.prototype['_compile'], (compile, self, given) => {
      const [text, file] = given;
      if (
        typeof text === 'string' &&
        typeof file === 'string' &&
        text.includes('WebSocket') &&
        guard.places.originOf(file) === 'first-party'
      ) {
        pinSocket(guard);
      }
      if (!isNeeded && typeof text === 'string' && IMPORTS.test(text)) {
        isNeeded = true;
        guard.needImports();
      }
      return Reflect.apply(compile, self, given);
    }),
  );
};

const furnish: FrameworkPart['furnish'] = (guard, file, exported) =>
  (require('./guard-frameworks.cjs') as FrameworkPart).furnish(guard, file, exported);

const armCache = (guard: Guard): void => {
  const loaded = new WeakSet<object>();
  for (const each of Object.values(Module._cache)) if (each instanceof nodeModule) loaded.add(each);
  const set = (target: Record<string, unknown>, key: PropertyKey, value: unknown): boolean => {
    const isModule = value instanceof nodeModule;
    if (!(isModule && loaded.has(value))) {
      const place = setterOf(guard, set as Callable);
      if (place === 'node' && isModule) loaded.add(value);
      if (typeof place === 'object') guard.refuse(cacheHit(place));
    }
    return Reflect.set(target, key, value);
  };
  Module._cache = new Proxy(Module._cache, { set });
};

/** Node's own loader sets the most; asked with one frame, because every load asks. */
const setterOf = (guard: Guard, past: Callable): GuardPlace | 'node' | undefined => {
  const limit = Error.stackTraceLimit;
  const holder: { stack?: string } = {};
  try {
    Error.stackTraceLimit = 1;
    Error.captureStackTrace(holder, past);
  } finally {
    Error.stackTraceLimit = limit;
  }
  return holder.stack?.includes('node:internal') === true ? 'node' : guard.places.caller(past);
};

const cacheHit = (place: GuardPlace): Parameters<Guard['refuse']>[0] => ({
  rule: 'module-cache',
  verdict: 'block',
  what: 'require.cache',
  sentence: 'what require gives was replaced in require.cache',
  mend: 'let the code under test load what it loads in production',
  place,
});

module.exports = { arm } satisfies ArmPart;
