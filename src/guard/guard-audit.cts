import type { ArmPart, Guard, InspectorPart, Pin, PinPart } from './guard-face.ts';

// What cannot be kept from being overwritten, because honest tools live from it, is compared with what it was at the end: files and time.
const { pins, ruleOf } = require('./guard-pins.cjs') as PinPart;
const { placesOf } = require('./guard-inspector.cjs') as InspectorPart;
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

const tell = (guard: Guard, changed: readonly Slot[]): void => {
  const written = placesOf(changed.map(valueOf));
  for (const [index, { what }] of changed.entries()) {
    const place = written[index];
    if (place === undefined || guard.places.originOf(place.file) !== 'first-party') continue;
    guard.ledger.hit({
      rule: ruleOf(what),
      verdict: 'block',
      what,
      sentence: `${what} was overwritten`,
      mend: 'leave it as it is, and let the code under test use the real thing',
      place: guard.places.mapped(place),
    });
  }
};

module.exports = { arm } satisfies ArmPart;
