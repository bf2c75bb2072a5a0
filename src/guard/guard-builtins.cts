import type { Bag, BuiltinPart, Callable, Guard, GuardPlace, PinPart, PolicyPart } from './guard-face.ts';

// What is watched in modules of Node's own, each from the moment on when somebody loads it.
const { pin, wrap, replace } = require('./guard-pins.cjs') as PinPart;
const { isInstalled } = require('./guard-policy.cjs') as PolicyPart;

const PINNED: Readonly<Record<string, readonly string[]>> = {
  net: ['connect', 'createConnection'],
  tls: ['connect'],
  http: ['request', 'get', 'ClientRequest'],
  https: ['request', 'get'],
  http2: ['connect'],
  child_process: ['spawn', 'exec', 'execFile', 'fork', 'spawnSync', 'execSync', 'execFileSync'],
  dgram: ['createSocket'],
  dns: ['lookup'],
};

const WATCHED: BuiltinPart['WATCHED'] = new Set([...Object.keys(PINNED), 'test', 'worker_threads']);

/** Loaded along by Node itself. */
const UNDER: Readonly<Record<string, string>> = { tls: 'net', http: 'net', https: 'http', http2: 'net' };

const armBuiltin: BuiltinPart['armBuiltin'] = (guard, name, exported) => {
  const under = UNDER[name];
  if (under !== undefined) guard.builtin(under);
  if (name === 'child_process')
    (require('./guard-processes.cjs') as { armProcesses: (guard: Guard, exported: Bag) => void }).armProcesses(
      guard,
      exported,
    );
  if (name === 'worker_threads') armWorkers(guard, exported);
  if (name === 'net') armListening(guard, exported);
  if (name === 'test') armNodeTest(guard, exported);
  for (const key of PINNED[name] ?? []) pin(guard, exported, key, `${name}.${key}`);
  if (name === 'net')
    pin(guard, (exported['Socket'] as { prototype: object }).prototype, 'connect', 'net.Socket.prototype.connect');
};

/** Servers that the process opens itself: whether one of them plays a part is seen from outside. */
const armListening = (guard: Guard, net: Bag): void => {
  const { prototype } = net['Server'] as { readonly prototype: Bag };
  if (typeof prototype['_listen2'] !== 'function') return;
  // A host by its name is looked up first: by then nobody can tell any more who asked.
  const places = new WeakMap<object, GuardPlace>();
  const listen = wrap(prototype['listen'], (original, self, given) => {
    const place = guard.places.caller(undefined, isInstalled);
    if (place !== undefined) places.set(self as object, place);
    return Reflect.apply(original, self, given);
  });
  replace(prototype, 'listen', listen);
  const listen2 = wrap(prototype['_listen2'], (original, self, given) => {
    const result = Reflect.apply(original, self, given);
    const address = (self as { address: () => unknown }).address();
    if (typeof address === 'object' && address !== null && 'port' in address && 'address' in address) {
      const host = String(address.address);
      guard.ledger.write({
        kind: 'listening',
        address: `${host.includes(':') ? `[${host}]` : host}:${String(address.port)}`,
        ...places.get(self as object),
      });
    }
    return result;
  });
  replace(prototype, '_listen2', listen2);
};

/** A thread with an environment of its own would lose the guard, and is the same program. */
const armWorkers = (guard: Guard, threads: Bag): void => {
  replace(
    threads,
    'Worker',
    new Proxy(threads['Worker'] as new (...given: unknown[]) => object, {
      construct: (target, given, made) => {
        const [file, options] = given as [unknown, { readonly env?: unknown } | undefined];
        const env = options?.env;
        if (typeof env !== 'object' || env === null || env === process.env)
          return Reflect.construct(target, given, made) as object;
        const kept = { ...env, ...guardedVariables(guard, env as Bag) };
        return Reflect.construct(target, [file, { ...options, env: kept }], made) as object;
      },
    }),
  );
};

const guardedVariables = ({ preload }: Guard, env: Bag): Bag => {
  const options = typeof env['NODE_OPTIONS'] === 'string' ? env['NODE_OPTIONS'] : '';
  const required = options.includes(preload) ? options : `${options} --require ${JSON.stringify(preload)}`.trim();
  return { REALITY_GUARD: process.env['REALITY_GUARD'], NODE_OPTIONS: required };
};

const MENDS: Readonly<Record<string, string>> = {
  timers: 'let time pass: wait on the condition itself, with a deadline',
};

const armNodeTest = (guard: Guard, test: Bag): void => {
  const tracker = test['mock'];
  if (typeof tracker !== 'object' || tracker === null) return;
  const prototype = Object.getPrototypeOf(tracker) as Bag;
  for (const verb of ['method', 'getter', 'setter', 'property', 'module', 'fn'])
    judgeCall(guard, prototype, verb, `mock.${verb}`);
  const timers = Object.getOwnPropertyDescriptor(prototype, 'timers');
  if (timers?.get === undefined) return;
  let isArmed = false;
  Object.defineProperty(prototype, 'timers', {
    ...timers,
    get(this: unknown) {
      const found = Reflect.apply(timers.get as Callable, this, []) as Bag;
      if (!isArmed) judgeCall(guard, Object.getPrototypeOf(found) as Bag, 'enable', 'mock.timers.enable');
      isArmed = true;
      return found;
    },
  });
};

const judgeCall = (guard: Guard, target: Bag, verb: string, what: string): void => {
  if (typeof target[verb] !== 'function') return;
  const judged = wrap(target[verb], (original, self, given) => {
    const place = guard.places.caller(undefined);
    if (place !== undefined) {
      guard.refuse({
        rule: 'node-mock',
        verdict: verb === 'fn' ? 'warn' : 'block',
        what,
        sentence: `${what} of node:test was called`,
        mend: what.includes('timers')
          ? (MENDS['timers'] ?? '')
          : 'start the real part as a component of reality.yaml and let the test talk to it',
        place,
      });
    }
    return Reflect.apply(original, self, given);
  });
  replace(target, verb, judged);
};

module.exports = { WATCHED, armBuiltin } satisfies BuiltinPart;
