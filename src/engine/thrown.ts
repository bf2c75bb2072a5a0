// Anything that was thrown becomes a Failure: frameworks differ in what they attach, users throw strings, and nothing may stay empty.

import type { Failure, Frame } from '#domain';
import { findPeer, readProperty as read } from './thrown-peer.ts';

const MAX_MESSAGE = 64 * 1024;
const MAX_VALUE = 8 * 1024;
const MAX_FRAMES = 20;
const MAX_CAUSES = 5;

/** Never throws: the getters of a hostile error object are asked once each. */
export function describeThrown(thrown: unknown): Failure {
  const type = readText(thrown, 'name') ?? (isObject(thrown) ? 'Object' : typeof thrown);
  const code = describeCode(thrown);
  const peer = findPeer(thrown);
  return {
    type: type.slice(0, 200),
    message: describeChain(thrown).slice(0, MAX_MESSAGE),
    source: 'raised',
    frames: parseFrames(readText(thrown, 'stack') ?? ''),
    ...describeCompared(thrown),
    ...(code !== undefined && { code }),
    ...(peer !== undefined && { peer }),
  };
}

/** True when a check did not hold, as against something that broke on the way. */
export function isAssertion(thrown: unknown): boolean {
  if (readText(thrown, 'code') === 'ERR_ASSERTION') return true;
  const name = readText(thrown, 'name') ?? '';
  return /Assertion|^(?:Chai|Jest|Expect|Should)\w*Error$/u.test(name) || isComparison(thrown);
}

function isComparison(thrown: unknown): boolean {
  return read(thrown, 'showDiff') === true || read(thrown, 'matcherResult') !== undefined;
}

/** Both sides of a comparison; of these null and undefined are values like any other. Jest keeps them one level down. */
function describeCompared(thrown: unknown): Pick<Failure, 'expected' | 'actual'> {
  for (const from of [thrown, read(thrown, 'matcherResult')]) {
    const [expected, actual] = [read(from, 'expected'), read(from, 'actual')];
    if ((expected ?? actual ?? undefined) === undefined) continue;
    return { expected: describeValue(expected), ...(has(from, 'actual') && { actual: describeValue(actual) }) };
  }
  return {};
}

function has(from: unknown, key: string): boolean {
  try {
    return isObject(from) && key in from;
  } catch {
    return false;
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function readText(from: unknown, key: string): string | undefined {
  const value = read(from, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The message with the chain of causes, because "fetch failed" alone tells nobody anything. */
function describeChain(thrown: unknown): string {
  const lines = [describeOne(thrown)];
  let cause = read(thrown, 'cause');
  for (let depth = 0; depth < MAX_CAUSES && cause !== undefined; depth += 1) {
    lines.push(`caused by: ${describeOne(cause)}`);
    cause = read(cause, 'cause');
  }
  return lines.join('\n');
}

function describeOne(thrown: unknown): string {
  if (!isObject(thrown)) return `${typeof thrown} thrown: ${inspectSafely(thrown)}`;
  const message = readText(thrown, 'message')?.trim();
  if (message !== undefined && message !== '') return message;
  const several = read(thrown, 'errors');
  // Node raises an AggregateError without a message when no address of a host answers.
  if (Array.isArray(several) && several.length > 0) return several.map(describeOne).join('; ');
  const name = readText(thrown, 'name');
  const code = readText(thrown, 'code');
  return [name ?? inspectSafely(thrown), code].filter(Boolean).join(' ');
}

function describeCode(thrown: unknown): string | undefined {
  let current = thrown;
  for (let depth = 0; depth <= MAX_CAUSES && current !== undefined; depth += 1) {
    for (const key of ['code', 'status', 'statusCode']) {
      const value = read(current, key);
      if (typeof value === 'string' || typeof value === 'number') return String(value).slice(0, 100);
    }
    current = read(current, 'cause');
  }
  return undefined;
}

function describeValue(value: unknown): string {
  return (typeof value === 'string' ? value : inspectSafely(value)).slice(0, MAX_VALUE);
}

function inspectSafely(value: unknown): string {
  try {
    // Loaded only now, as node:url below: an attempt in which nothing fails needs neither.
    return process
      .getBuiltinModule('node:util')
      .inspect(value, { depth: 4, maxArrayLength: 50, maxStringLength: 2000, breakLength: 100 });
  } catch {
    return 'a value that cannot be shown';
  }
}

const FRAME = /^\s*at (?:async )?(?:(.*?) \()?(.+?):(\d+):(\d+)\)?$/u;

/** Where frames say nothing about the test: the frameworks that run it, and what checks for it. */
const FRAMEWORK =
  /\/node_modules\/(?:mocha|vitest|vite|vite-node|tinypool|chai|expect|jest|jest-[a-z-]+|@jest\/[a-z-]+|@vitest\/[a-z-]+)\//u;

/** What the guard puts between a test and the modules that it loads. */
const GUARD = /\/dist\/src\/guard\/(?:guard-[a-z]+|preload)\.cjs$/u;

/** Frames of V8's stack text, without Node's own, the framework's and ours. */
export function parseFrames(stack: string): readonly Frame[] {
  const frames: Frame[] = [];
  for (const line of stack.split('\n')) {
    const match = FRAME.exec(line);
    const file = match?.[2];
    if (match === null || file === undefined || file.startsWith('node:')) continue;
    if (FRAMEWORK.test(file) || GUARD.test(file)) continue;
    frames.push({ name: match[1] ?? '', file: toPath(file), line: Number(match[3]), column: Number(match[4]) });
    if (frames.length === MAX_FRAMES) break;
  }
  return frames;
}

function toPath(file: string): string {
  if (!file.startsWith('file://')) return file;
  try {
    return process.getBuiltinModule('node:url').fileURLToPath(file);
  } catch {
    return file;
  }
}
