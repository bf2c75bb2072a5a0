import type { Guard, ImportsPart, LoadPart, PinPart } from './guard-face.ts';

// When and how the side of `import` is armed. A thread of hooks costs much, so that it is started where something is imported, and where Node has
// synchronous hooks that can be relied on, there is none.
const fs = require('node:fs') as typeof import('node:fs');
const path = require('node:path') as typeof import('node:path');
const nodeModule = require('node:module') as typeof import('node:module');
const { replace, wrap } = require('./guard-pins.cjs') as PinPart;
const { pathToFileURL } = require('node:url') as typeof import('node:url');

/** Set while the thread of hooks starts: it runs the preload too, with a copy of the variables. */
const HOOKS_THREAD = 'REALITY_GUARD_HOOKS_THREAD';

const isHooksThread = (): boolean => process.env[HOOKS_THREAD] !== undefined;

type Version = readonly [major: number, minor: number];

const isAtLeast = ([major, minor]: Version): boolean => {
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
};

/** From here on both kinds of hooks go together. Below, synchronous ones break what asynchronous ones of others load. */
const TOGETHER: Version = [24, 12];
const LOADER = /^--(?:experimental-)?loader(?:=|$)/u;

const hasSyncHooks = (): boolean =>
  'registerHooks' in nodeModule && (isAtLeast(TOGETHER) || !flags().some((flag) => LOADER.test(flag)));

const flags = (): readonly string[] => [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/u)];

const IMPORTING = /^--(?:import|loader|experimental-loader|experimental-default-type|input-type|test)(?:=|$)/u;

/** Whether the program is, or may be, an ES module; others are asked when they are compiled. */
const startsWithImports = (): boolean => {
  if (flags().some((flag) => IMPORTING.test(flag))) return true;
  const { _eval: text } = process as unknown as { readonly _eval?: string };
  if (text !== undefined && text !== null) return /\b(?:import|export)\b/u.test(text);
  const main = process.argv[1];
  if (main === undefined || !path.isAbsolute(path.resolve(main))) return true;
  if (/\.(?:c[jt]s)$/u.test(main)) return false;
  return /\.m[jt]s$/u.test(main) || isModuleFolder(main);
};

const isModuleFolder = (main: string): boolean => {
  let file = path.resolve(main);
  try {
    file = fs.realpathSync(file);
  } catch {
    // Without its ending, or not there: Node will say so.
  }
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    try {
      const { type } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
        readonly type?: unknown;
      };
      return type === 'module';
    } catch {
      if (folder === path.dirname(folder)) return false;
    }
  }
};

let hasImports = false;

const HOOKS = path.join(__dirname, 'guard-hooks.cjs');

const armImports: ImportsPart['armImports'] = (guard) => {
  if (hasImports) return;
  hasImports = true;
  if (!hasSyncHooks()) {
    armThread(guard);
    return;
  }
  const hooks = armSync(guard);
  if (!isAtLeast(TOGETHER)) giveWay(guard, hooks.deregister.bind(hooks));
};

/** Somebody registers asynchronous hooks: those of the guard become such before, and so stand behind them. */
const giveWay = (guard: Guard, deregister: () => void): void => {
  let isSync = true;
  const register = wrap(nodeModule.register, (original, self, given) => {
    if (isSync) {
      isSync = false;
      deregister();
      armThread(guard);
    }
    return Reflect.apply(original, self, given);
  });
  replace(nodeModule, 'register', register);
  nodeModule.syncBuiltinESMExports();
};

const { register: registerInThread } = nodeModule;

const armThread = (guard: Guard): void => {
  // In a thread of its own the hooks cannot patch; these two are what packages made of ES modules load, too.
  guard.builtin('net');
  guard.builtin('child_process');
  process.env[HOOKS_THREAD] = '1';
  try {
    registerInThread(pathToFileURL(HOOKS), { data: { policy: guard.policy } });
  } catch (error) {
    // No thread to be had: forbidden, or broken by what the project preloads. Then nobody else has hooks there either.
    if (!('registerHooks' in nodeModule)) throw error;
    armSync(guard);
  } finally {
    Reflect.deleteProperty(process.env, HOOKS_THREAD);
  }
};

const armSync = ({ policy, ledger, places, builtin }: Guard): { readonly deregister: () => void } => {
  const { share, resolveSync, loadSync } = require(HOOKS) as {
    share: (state: object) => void;
    resolveSync: unknown;
    loadSync: unknown;
  };
  const { openLoads } = require('./guard-loads.cjs') as LoadPart;
  share({ policy, ledger, places, builtin, loads: openLoads(policy, places) });
  const { registerHooks } = nodeModule as unknown as { registerHooks: (given: object) => { deregister: () => void } };
  return registerHooks({ resolve: resolveSync, load: loadSync });
};

/**
 * The thread of hooks would load what else the command line preloads a second time: a port would be taken twice, and on 22 what loads ES
 * modules there breaks the thread.
 */
const keepPreloadsOut = (): void => {
  const loader = nodeModule as unknown as {
    _load: (...given: [string, { readonly id?: string } | undefined, boolean]) => unknown;
  };
  const load = loader._load;
  loader._load = (...given) => (given[1]?.id === 'internal/preload' ? {} : load(...given));
};

module.exports = { armImports, hasSyncHooks, isHooksThread, keepPreloadsOut, startsWithImports } satisfies ImportsPart;
