import type { Callable, Guard, GuardHit, GuardPlace, InspectorPart, Pin, PinPart, PolicyPart } from './guard-face.ts';

// Functions that reach the network, other programs or the loader: who overwrites them is asked whose code it is.

const wrap: PinPart['wrap'] = (original, apply) =>
  new Proxy(original as Callable, { apply: (target, self, given: unknown[]) => apply(target, self, given) });

/** Keeps what the property was: hidden, read-only, or neither. */
const replace: PinPart['replace'] = (target, key, value) => {
  const descriptor = Object.getOwnPropertyDescriptor(target, key);
  Object.defineProperty(target, key, { configurable: true, enumerable: true, writable: true, ...descriptor, value });
};

const { placesOf } = require('./guard-inspector.cjs') as InspectorPart;
const { packageOfFile, isRefused } = require('./guard-policy.cjs') as PolicyPart;

/** Jest stands between a test and its globals. */
const PASSES_ON = /[/\\]node_modules[/\\](?:@jest[/\\]|jest-)/u;

const pins: Pin[] = [];

const pin: PinPart['pin'] = (guard, target, key, what) => {
  const before = Object.getOwnPropertyDescriptor(target, key);
  if (before === undefined || before.configurable !== true) return;
  if (before.get !== undefined && before.set === undefined) return;
  const isPrototype = what.includes('.prototype.');
  let isLazy = before.get !== undefined;
  let value: unknown = before.value;
  const accepted = new Set<unknown>(isLazy ? [] : [value]);
  const read = (self: unknown): unknown => {
    if (!isLazy) return value;
    value = Reflect.apply(before.get as Callable, self, []);
    accepted.add(value);
    isLazy = false;
    // A lazy one of Node's puts its value where it was itself.
    Object.defineProperty(target, key, descriptor);
    return value;
  };
  const set = function set(this: unknown, next: unknown): void {
    // Inherited: an object of its own kind gets a property of its own, as it would have.
    if (isPrototype && this !== target && Object(this) === this) {
      Object.defineProperty(this as object, key, { configurable: true, enumerable: true, writable: true, value: next });
      return;
    }
    read(target);
    if (!accepted.has(next)) {
      const place = guard.places.caller(set, (file) => PASSES_ON.test(file));
      if (place !== undefined && !isRealClient(guard, what, next)) guard.refuse(overwrittenHit(what, place));
      accepted.add(next);
    }
    value = next;
  };
  const descriptor: PropertyDescriptor = {
    configurable: true,
    enumerable: before.enumerable === true,
    get(this: unknown) {
      return read(this);
    },
    set,
  };
  Object.defineProperty(target, key, descriptor);
  pins.push({ target, key, what, descriptor });
};

const overwrittenHit = (what: string, place: GuardPlace): GuardHit => ({
  rule: ruleOf(what),
  verdict: 'block',
  what,
  sentence: `${what} was overwritten`,
  mend: 'leave it as it is, and give the code under test the address of the real part',
  place,
});

const ruleOf: PinPart['ruleOf'] = (what) => {
  if (/^(?:globalThis|Date|performance)\./u.test(what)) return 'global-replaced';
  return what.startsWith('Module') ? 'module-cache' : 'module-replaced';
};

const GLOBALS = ['fetch', 'EventSource', 'XMLHttpRequest'];
/** Since Node 22 merely to look at it loads all of undici: only where first-party code names it. */
const LAZY = 'WebSocket';

const pinGlobals: PinPart['pinGlobals'] = (guard, target) => {
  for (const key of GLOBALS) if (Object.hasOwn(target, key)) pin(guard, target, key, `globalThis.${key}`);
};

const pinSocket: PinPart['pinSocket'] = (guard) => {
  if (!Object.hasOwn(globalThis, LAZY) || pins.some(({ key }) => key === LAZY)) return;
  pin(guard, globalThis, LAZY, `globalThis.${LAZY}`);
};

const SPIES = new Set(['jest-mock', 'tinyspy', '@vitest/spy']);

/** Another real client in the place of Node's own: `globalThis.fetch = require('undici').fetch`, WebSocket of ws. */
const isRealClient = (guard: Guard, what: string, next: unknown): boolean => {
  if (!what.startsWith('globalThis.') || typeof next !== 'function') return false;
  const file = placesOf([next])[0]?.file;
  const name = packageOfFile(file ?? '');
  if (file === undefined || name === undefined || guard.places.originOf(file) !== 'dependency') return false;
  return !SPIES.has(name) && !isRefused(guard.policy, name);
};

module.exports = { pin, pins, pinGlobals, pinSocket, ruleOf, wrap, replace } satisfies PinPart;
