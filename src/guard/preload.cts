import type { ArmPart, BuiltinPart, Bag, Guard, LedgerPart, PinPart, PlacePart, PolicyPart } from './guard-face.ts';

// The guard of Node: loaded by `--require` before everything else of a test process, and armed where REALITY_GUARD names a policy. Whatever goes
// wrong in it is said once, and the process goes on unarmed: what the ledger lacks tells.
const fs = require('node:fs') as typeof import('node:fs');
const path = require('node:path') as typeof import('node:path');
const nodeModule = require('node:module') as typeof import('node:module');
const { pathToFileURL } = require('node:url') as typeof import('node:url');

/** Of the ledger's lines and of what is refused; src/guard/preload-path.ts says the same. */
const VERSION = 1;
const HOOK = Symbol.for('reality.guard');
const HOOKS_THREAD = 'REALITY_GUARD_HOOKS_THREAD';

const start = (file: string): void => {
  const { readPolicy } = require('./guard-policy.cjs') as PolicyPart;
  const policy = readPolicy(file);
  const { openLedger } = require('./guard-ledger.cjs') as LedgerPart;
  const { openPlaces } = require('./guard-places.cjs') as PlacePart;
  const { armBuiltin } = require('./guard-builtins.cjs') as BuiltinPart;
  const ledger = openLedger(policy);
  const armed = new Set<string>();
  const { _load: load } = nodeModule as unknown as { readonly _load: (request: string) => unknown };
  const guard: Guard = {
    policy,
    ledger,
    places: openPlaces(policy),
    preload: path.join(__dirname, 'preload.cjs'),
    refuse: (hit) => {
      const { refused, sentence, atMs } = ledger.hit(hit);
      if (refused) throw errorOf(sentence, atMs, ledger.write);
    },
    errorOf: (sentence, atMs) => errorOf(sentence, atMs, ledger.write),
    builtin: (name) => {
      if (armed.has(name)) return;
      armed.add(name);
      armBuiltin(guard, name, load(`node:${name}`) as Bag);
    },
    needImports: () => {
      armImports(guard);
    },
    atEnd: (job) => {
      process.once('exit', job);
    },
  };
  arm(guard);
};

const arm = (guard: Guard): void => {
  Object.defineProperty(globalThis, HOOK, {
    value: Object.freeze({
      builtin: (name: string) => {
        guard.builtin(name);
        // What ES modules import by name was bound before.
        nodeModule.syncBuiltinESMExports();
      },
      errorOf: guard.errorOf,
      vitest: (vi: Bag) => {
        (require('./guard-frameworks.cjs') as { armVitest: (guard: Guard, vi: Bag) => void }).armVitest(guard, vi);
      },
    }),
  });
  (require('./guard-require.cjs') as ArmPart).arm(guard);
  (require('./guard-pins.cjs') as PinPart).pinGlobals(guard, globalThis);
  (require('./guard-audit.cjs') as ArmPart).arm(guard);
  armGetBuiltin(guard);
  process.on('uncaughtExceptionMonitor', meetUncaught);
  guard.atEnd(tellSwallowed);
  if (hasSyncHooks() || startsWithImports()) armImports(guard);
  guard.ledger.write({
    kind: 'armed',
    startTime: readStartTime(),
    runtime: `node ${process.versions.node}`,
    program: `node ${path.basename(process.argv[1] ?? '')}`.trim(),
    guard: VERSION,
    thread: threadId(),
  });
};

/** Clock ticks since boot: with the pid it names a process for good. */
const readStartTime = (): number => {
  try {
    const stat = fs.readFileSync('/proc/self/stat', 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  } catch {
    return 0;
  }
};

/** Only a thread has no right to change the folder: cheaper than to ask the module of threads. */
const isMainThread = (): boolean => !('disabled' in process.chdir);

const threadId = (): number =>
  isMainThread() ? 0 : (require('node:worker_threads') as typeof import('node:worker_threads')).threadId;

/** On 22 synchronous hooks break suites that have asynchronous ones of their own. */
const hasSyncHooks = (): boolean => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return 'registerHooks' in nodeModule && (major > 24 || (major === 24 && minor >= 12));
};

const IMPORTING = /^--(?:import|loader|experimental-loader|experimental-default-type|input-type|test)(?:=|$)/u;

/** Whether the program is, or may be, an ES module; others are asked when they are compiled. */
const startsWithImports = (): boolean => {
  const flags = [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/u)];
  if (flags.some((flag) => IMPORTING.test(flag))) return true;
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

const armImports = (guard: Guard): void => {
  if (hasImports) return;
  hasImports = true;
  const hooks = path.join(__dirname, 'guard-hooks.cjs');
  if (hasSyncHooks()) {
    const { share, resolveSync, loadSync } = require(hooks) as {
      share: (state: object) => void;
      resolveSync: unknown;
      loadSync: unknown;
    };
    const { openLoads } = require('./guard-loads.cjs') as { openLoads: (policy: unknown, places: unknown) => unknown };
    const { policy, ledger, places, builtin } = guard;
    share({ policy, ledger, places, builtin, loads: openLoads(policy, places) });
    const { registerHooks } = nodeModule as unknown as { registerHooks: (given: object) => void };
    registerHooks({ resolve: resolveSync, load: loadSync });
    return;
  }
  // In a thread of its own the hooks cannot patch; these two are what packages made of ES modules load, too.
  guard.builtin('net');
  guard.builtin('child_process');
  // The thread of hooks runs this file too, with a copy of the variables.
  process.env[HOOKS_THREAD] = '1';
  nodeModule.register(pathToFileURL(hooks), { data: { policy: guard.policy } });
  Reflect.deleteProperty(process.env, HOOKS_THREAD);
};

const armGetBuiltin = (guard: Guard): void => {
  const { wrap, replace } = require('./guard-pins.cjs') as PinPart;
  const { WATCHED } = require('./guard-builtins.cjs') as BuiltinPart;
  const key = 'getBuiltinModule';
  if (typeof (process as unknown as Bag)[key] !== 'function') return;
  const judged = wrap((process as unknown as Bag)[key], (original, self, given) => {
    const name = String(given[0]).replace(/^node:/u, '');
    if (WATCHED.has(name)) guard.builtin(name);
    return Reflect.apply(original, self, given);
  });
  replace(process, key, judged);
};

type Ledger = Guard['ledger'];

const unread = new Map<number, Ledger['write']>();
const timesOf = new WeakMap<Error, number>();

/** Who lets a refusal pass through, and looks at its stack to tell of it, has met it; who swallows it has not. */
const errorOf = (sentence: string, atMs: number, write: Ledger['write']): Error => {
  const error = new Error(`${sentence} (reality guard)`);
  const stack = (error.stack ?? '')
    .split('\n')
    .filter((line) => !line.includes(__dirname))
    .join('\n');
  unread.set(atMs, write);
  timesOf.set(error, atMs);
  const settle = (value: unknown): void => {
    unread.delete(atMs);
    Object.defineProperty(error, 'stack', { configurable: true, enumerable: false, writable: true, value });
  };
  Object.defineProperty(error, 'stack', {
    configurable: true,
    enumerable: false,
    get: () => {
      settle(stack);
      return stack;
    },
    set: settle,
  });
  return error;
};

/** Node prints what nobody caught without asking the error. */
const meetUncaught = (error: unknown): void => {
  if (error instanceof Error) unread.delete(timesOf.get(error) ?? 0);
};

const tellSwallowed = (): void => {
  for (const [of, write] of unread) write({ kind: 'swallowed', of });
  unread.clear();
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

const file = process.env['REALITY_GUARD'];
if (process.env[HOOKS_THREAD] !== undefined) keepPreloadsOut();
else if (file !== undefined && file !== '') {
  try {
    start(file);
  } catch (error) {
    process.stderr.write(`reality guard: not armed: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
