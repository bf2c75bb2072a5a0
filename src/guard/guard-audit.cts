import type { ArmPart, Bag, Guard, GuardPlace, Pin, PinPart } from './guard-face.ts';

// What cannot be kept from being overwritten, because honest tools live from it, is compared with what it was at the end: files and time.
const { pins, ruleOf } = require('./guard-pins.cjs') as PinPart;
const fs = require('node:fs') as typeof import('node:fs');

interface Slot {
  readonly target: object;
  readonly key: string;
  readonly what: string;
  readonly value: unknown;
}

const TIME = [
  'Date',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
  'queueMicrotask',
];

const slotsOf = (target: object, keys: readonly string[], prefix: string): Slot[] =>
  keys.flatMap((key) => {
    const descriptor = Object.getOwnPropertyDescriptor(target, key);
    return typeof descriptor?.value === 'function'
      ? [{ target, key, what: `${prefix}.${key}`, value: descriptor.value as unknown }]
      : [];
  });

const arm: ArmPart['arm'] = (guard) => {
  const slots = [
    ...slotsOf(fs, Object.keys(fs), 'fs'),
    ...slotsOf(fs.promises, Object.keys(fs.promises), 'fs.promises'),
    ...slotsOf(globalThis, TIME, 'globalThis'),
    ...slotsOf(Date, ['now'], 'Date'),
    ...slotsOf(performance, ['now'], 'performance'),
  ];
  const told = new Set<string>();
  const audit = (): void => {
    const changed = [...slots, ...pins.map(slotOfPin)].filter(
      (slot) => !told.has(slot.what) && valueOf(slot) !== slot.value,
    );
    if (changed.length === 0) return;
    for (const slot of changed) told.add(slot.what);
    tell(guard, changed);
  };
  process.once('beforeExit', audit);
  guard.atEnd(audit);
};

const slotOfPin = ({ target, key, what, descriptor }: Pin): Slot => ({ target, key, what, value: descriptor.get });

const valueOf = ({ target, key }: Slot): unknown => {
  const descriptor = Object.getOwnPropertyDescriptor(target, key);
  return descriptor === undefined ? undefined : (descriptor.value ?? descriptor.get);
};

/** Only V8 knows where a function was written, and only its inspector says so. */
const tell = (guard: Guard, changed: readonly Slot[]): void => {
  const { Session } = require('node:inspector') as typeof import('node:inspector');
  const session = new Session();
  try {
    session.connect();
    const scripts = new Map<string, string>();
    session.on('Debugger.scriptParsed', ({ params }) => scripts.set(params.scriptId, params.url));
    session.post('Debugger.enable');
    for (const slot of changed) {
      const place = placeOfFunction(session, scripts, valueOf(slot));
      if (place === undefined || guard.places.originOf(place.file) !== 'first-party') continue;
      guard.ledger.hit({
        rule: ruleOf(slot.what),
        verdict: 'block',
        what: slot.what,
        sentence: `${slot.what} was overwritten`,
        mend: 'leave it as it is, and let the code under test use the real thing',
        place: guard.places.mapped({
          ...place,
          file: place.file.startsWith('file:') ? new URL(place.file).pathname : place.file,
        }),
      });
    }
  } catch {
    // A debugger that is attached elsewhere, or a build without one.
  } finally {
    session.disconnect();
  }
};

type Session = InstanceType<typeof import('node:inspector').Session>;

const PROBE = '__realityGuardProbe';

const placeOfFunction = (
  session: Session,
  scripts: ReadonlyMap<string, string>,
  value: unknown,
): GuardPlace | undefined => {
  if (typeof value !== 'function') return undefined;
  let place: GuardPlace | undefined;
  Object.defineProperty(globalThis, PROBE, { configurable: true, value });
  try {
    session.post('Runtime.evaluate', { expression: `globalThis.${PROBE}` }, (failed, answer) => {
      const objectId = failed === null ? answer.result.objectId : undefined;
      if (objectId === undefined) return;
      session.post('Runtime.getProperties', { objectId, ownProperties: true }, (alsoFailed, properties) => {
        if (alsoFailed !== null) return;
        const found = properties.internalProperties?.find(({ name }) => name === '[[FunctionLocation]]')?.value
          ?.value as Bag | undefined;
        const file = scripts.get(String(found?.['scriptId']));
        if (file !== undefined)
          place = { file, line: Number(found?.['lineNumber']) + 1, column: Number(found?.['columnNumber']) + 1 };
      });
    });
  } finally {
    Reflect.deleteProperty(globalThis, PROBE);
  }
  return place;
};

module.exports = { arm } satisfies ArmPart;
