import type { Bag, FrameworkPart, Guard, GuardPlace, LoadPart, PinPart, PolicyPart } from './guard-face.ts';

// Interfaces that exist to stand something in, of packages that cannot be refused by name: undici, jest, vitest.
const path = require('node:path') as typeof import('node:path');
const nodeModule = require('node:module') as typeof import('node:module');
const { isInstalled } = require('./guard-policy.cjs') as PolicyPart;
const { openLoads, loadHit } = require('./guard-loads.cjs') as LoadPart;
const { pinGlobals, wrap, replace } = require('./guard-pins.cjs') as PinPart;

const UNDICI = /[/\\]lib[/\\]mock[/\\](?<file>mock-agent|mock-pool|mock-client|snapshot-agent)\.js$/u;
const JEST_RUNTIME = /[/\\]jest-runtime[/\\]build[/\\]index\.js$/u;
const VITEST = /[/\\]node_modules[/\\](?:vitest|vite-node|vite|@vitest[/\\][^/\\]+)[/\\]/u;
const REAL_PARTS = 'start the real part as a component of reality.yaml and let the test talk to it';

type Class = new (...given: unknown[]) => object;

const seen = new WeakMap<object, unknown>();

const furnish: FrameworkPart['furnish'] = (guard, file, exported) => {
  if (exported === null || (typeof exported !== 'object' && typeof exported !== 'function')) return exported;
  if (UNDICI.test(file) && typeof exported === 'function') return guardedAgent(guard, exported as Class, file);
  if (JEST_RUNTIME.test(file) && !seen.has(exported)) {
    seen.set(exported, exported);
    armJest(guard, ((exported as Bag)['default'] ?? exported) as { readonly prototype: Bag });
  }
  return exported;
};

/** The class as it is, but for who makes one: undici itself loads these files, whether or not they are used. */
const guardedAgent = (guard: Guard, original: Class, file: string): unknown => {
  const home = file.replace(UNDICI, '');
  const known = seen.get(original);
  if (known !== undefined) return known;
  const guarded = new Proxy(original, {
    construct: (target, given, made) => {
      const place = guard.places.caller(undefined, (from) => from.startsWith(home));
      if (place !== undefined) {
        guard.refuse({
          rule: 'undici-mock',
          verdict: 'block',
          what: original.name,
          sentence: `${original.name} of undici was made, which answers by itself`,
          mend: 'use a plain Agent, or none, and let the request reach the real part',
          place,
        });
      }
      return Reflect.construct(target, given, made) as object;
    },
  });
  seen.set(original, guarded);
  seen.set(guarded, guarded);
  return guarded;
};

/** What replaces something; `fn` alone replaces nothing and is only listed. */
const JEST_BLOCKED = [
  'mock',
  'doMock',
  'setMock',
  'unstable_mockModule',
  'createMockFromModule',
  'genMockFromModule',
  'requireMock',
  'enableAutomock',
  'autoMockOn',
  'spyOn',
  'replaceProperty',
  'useFakeTimers',
  'setSystemTime',
];

interface JestRuntime {
  readonly _environment?: { readonly global?: object };
  readonly jestGlobals?: object;
}

/** Tests of jest run in contexts of their own, and their modules are loaded by its runtime: it is the place that sees all of it. */
const armJest = (guard: Guard, Runtime: { readonly prototype: Bag }): void => {
  const { prototype } = Runtime;
  const loads = openLoads(guard.policy, guard.places);
  const prepared = new WeakSet<object>();
  const prepare = (runtime: JestRuntime): void => {
    if (prepared.has(runtime)) return;
    prepared.add(runtime);
    if (runtime._environment?.global !== undefined) pinGlobals(guard, runtime._environment.global);
    // Since 30.5 the object `jest` is made elsewhere.
    if (runtime.jestGlobals !== undefined)
      armJestObjects(guard, Object.getPrototypeOf(runtime.jestGlobals) as Bag, 'jestObjectFor');
  };
  armJestObjects(guard, prototype, '_createJestObjectFor');
  for (const name of [
    'requireModuleOrMock',
    'requireModule',
    'requireInternalModule',
    'unstable_importModule',
    '_generateMock',
  ]) {
    if (typeof prototype[name] !== 'function') continue;
    const judged = wrap(prototype[name], (original, self, given) => {
      prepare(self as JestRuntime);
      const [from, specifier] = given;
      if (typeof from === 'string' && typeof specifier === 'string') {
        if (name === '_generateMock') refuseJest(guard, 'automock', from);
        else if (name === 'requireModuleOrMock') refuseLoad(from, specifier);
      }
      const exported = Reflect.apply(original, self, given);
      return typeof specifier === 'string' && specifier.includes('mock')
        ? furnish(guard, fileOf(from, specifier), exported)
        : exported;
    });
    replace(prototype, name, judged);
  }
  const refuseLoad = (from: string, specifier: string): void => {
    const what = loads.judge(from, specifier, resolveFrom(from, specifier));
    if (what !== undefined) guard.refuse(loadHit(what, placeIn(guard, from) ?? guard.places.locate(from, specifier)));
  };
};

const resolveFrom = (from: string, specifier: string): string => {
  if (specifier.startsWith('.')) return specifier;
  try {
    return nodeModule.createRequire(from).resolve(specifier);
  } catch {
    return `/node_modules/${specifier}/`;
  }
};

/** Of what undici asks for by a path of its own. */
const fileOf = (from: unknown, specifier: string): string => {
  const file = path.resolve(path.dirname(String(from)), specifier);
  return file.endsWith('.js') ? file : `${file}.js`;
};

const placeIn = (guard: Guard, from: string): GuardPlace | undefined =>
  guard.places.originOf(from) === 'first-party' ? guard.places.caller(undefined, isInstalled) : undefined;

const armJestObjects = (guard: Guard, target: Bag, name: string): void => {
  if (typeof target[name] !== 'function' || seen.has(target)) return;
  seen.set(target, target);
  const judged = wrap(target[name], (original, self, given) => {
    const made = Reflect.apply(original, self, given) as Bag;
    const [from] = given;
    if (typeof from !== 'string' || guard.places.originOf(from) !== 'first-party' || seen.has(made)) return made;
    seen.set(made, made);
    for (const verb of JEST_BLOCKED) judgeVerb(guard, made, verb, from);
    judgeVerb(guard, made, 'fn', from);
    return made;
  });
  replace(target, name, judged);
};

const judgeVerb = (guard: Guard, jest: Bag, verb: string, from: string): void => {
  if (typeof jest[verb] !== 'function') return;
  jest[verb] = wrap(jest[verb], (original, self, given) => {
    refuseJest(guard, verb, from);
    return Reflect.apply(original, self, given);
  });
};

const refuseJest = (guard: Guard, verb: string, from: string): void => {
  if (guard.places.originOf(from) !== 'first-party') return;
  guard.refuse(callHit(`jest.${verb}`, placeIn(guard, from) ?? { file: from, line: 1, column: 1 }));
};

const callHit = (what: string, place: GuardPlace | undefined): Parameters<Guard['refuse']>[0] => ({
  rule: 'mock-call',
  verdict: what.endsWith('.fn') ? 'warn' : 'block',
  what,
  sentence: `${what} was called`,
  mend:
    what.includes('Timers') || what.includes('Time')
      ? 'let time pass: wait on the condition itself, with a deadline'
      : REAL_PARTS,
  place,
});

const VITEST_BLOCKED = [
  'mock',
  'doMock',
  'importMock',
  'spyOn',
  'stubGlobal',
  'useFakeTimers',
  'setSystemTime',
  'setTimerTickMode',
  'mockObject',
];

/** `vi`, as a worker of vitest made it. */
const armVitest = (guard: Guard, vi: Bag): void => {
  if (seen.has(vi)) return;
  seen.set(vi, vi);
  for (const verb of [...VITEST_BLOCKED, 'fn']) {
    const original = vi[verb];
    if (typeof original !== 'function') continue;
    const judge = (): void => {
      const place = guard.places.caller(undefined, (from) => VITEST.test(from));
      if (place !== undefined) guard.refuse(callHit(`vi.${verb}`, place));
    };
    if (isTolerated(guard, `vi.${verb}`)) {
      // Vitest finds by the stack who called: nobody may stand between.
      Object.defineProperty(vi, verb, { configurable: true, enumerable: true, get: () => (judge(), original) });
      continue;
    }
    vi[verb] = wrap(original, (target, self, given) => {
      judge();
      return Reflect.apply(target, self, given);
    });
  }
};

const isTolerated = ({ policy }: Guard, what: string): boolean =>
  policy.allow.some((entry) => entry.what === what || entry.what === 'mock-call');

module.exports = { furnish, armVitest } satisfies FrameworkPart;
