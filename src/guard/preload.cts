import type {
  ArmPart,
  BuiltinPart,
  Bag,
  Guard,
  GuardPlace,
  ImportsPart,
  LedgerPart,
  LoadPart,
  PinPart,
  PlacePart,
  PolicyPart,
} from './guard-face.ts';

// The guard of Node: loaded by `--require` before everything else of a test process, and armed where REALITY_GUARD names a policy. Whatever goes
// wrong in it is said once, and the process goes on unarmed: what the ledger lacks tells.
const fs = require('node:fs') as typeof import('node:fs');
const path = require('node:path') as typeof import('node:path');
const { armImports, hasSyncHooks, isHooksThread, keepPreloadsOut, startsWithImports } =
  require('./guard-imports.cjs') as ImportsPart;
const nodeModule = require('node:module') as typeof import('node:module');

/** Of the ledger's lines and of what is refused; src/guard/preload-path.ts says the same. */
const VERSION = 1;
const HOOK = Symbol.for('reality.guard');
/** Frames of the guard, also where a source map was applied. */
const OURS = /[/\\]guard[/\\](?:preload|guard-[a-z]+)\.c[jt]s/u;

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
      socket: () => {
        (require('./guard-pins.cjs') as PinPart).pinSocket(guard);
      },
      loaded: (what: string) => {
        const { loadHit } = require('./guard-loads.cjs') as LoadPart;
        guard.refuse(loadHit(what, placeInWorker(guard, what)));
      },
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

/** The test file that a worker of vitest runs. */
const placeInWorker = ({ places }: Guard, what: string): GuardPlace | undefined => {
  const { __vitest_worker__: worker } = globalThis as { readonly __vitest_worker__?: { readonly filepath?: unknown } };
  return typeof worker?.filepath === 'string' ? places.locate(worker.filepath, what) : undefined;
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
    .filter((line) => !OURS.test(line))
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

const file = process.env['REALITY_GUARD'];
if (isHooksThread()) keepPreloadsOut();
else if (file !== undefined && file !== '') {
  try {
    start(file);
  } catch (error) {
    process.stderr.write(`reality guard: not armed: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
